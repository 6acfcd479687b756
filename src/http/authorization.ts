/** `Authorization`: who a request says it comes from (RFC 9110, section 11.6.2; RFC 7617; RFC 7616). */
import { decodeBase64, inspectAs, nameInPython, stripSpace } from "../python/index.ts";
import { dumpHeader, parseDictHeader } from "./header-list.ts";

/** What a scheme is given: parameters or a token. */
export interface Credentials {
  /** The parameters by name, such as `username`. */
  readonly parameters?: Iterable<readonly [string, string | undefined]> | undefined;
  /** The one text that stands in place of parameters, as with `Bearer`. */
  readonly token?: string | undefined;
}

/**
 * The value of an Authorization header. Nothing of it is proven: check the password or the token. After
 * Werkzeug's class; the parameters of Basic and Digest have properties of their names.
 *
 * @example
 * ```ts
 * const { authorization } = request;
 * if (authorization?.type === "basic") check(authorization.username, authorization.password);
 * if (authorization?.type === "bearer") verify(authorization.token);
 * ```
 */
export class Authorization {
  /** The scheme, in lower case: `basic`, `bearer`, `digest` or another. */
  readonly type: string;
  /** The parameters by name; there are none if there is a token. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  /** The token, as with `Bearer`; `undefined` if there are parameters. */
  readonly token: string | undefined;

  /**
   * @param type - The scheme.
   * @param credentials - Parameters or a token.
   */
  constructor(type: string, credentials: Credentials = {}) {
    this.type = type;
    this.parameters = new Map(credentials.parameters);
    this.token = credentials.token;
  }

  /**
   * What an Authorization header says, or `undefined` if it is missing, or Basic that can't be decoded.
   *
   * @param value - The header's value, or `undefined` if there is none.
   */
  static fromHeader(value: string | undefined): Authorization | undefined {
    if (value === undefined || value === "") return undefined;
    const [type, rest] = splitScheme(value);
    if (type !== "basic") return new Authorization(type, readCredentials(rest));
    const parameters = readBasic(rest);
    return parameters === undefined ? undefined : new Authorization(type, { parameters });
  }

  /** A parameter by its name, or `undefined`. */
  get(name: string): string | undefined {
    return this.parameters.get(name);
  }

  /** The name that is signed in with, of Basic or Digest. */
  get username(): string | undefined {
    return this.get("username");
  }

  /** The password, of Basic. */
  get password(): string | undefined {
    return this.get("password");
  }

  /** The realm, of Digest. */
  get realm(): string | undefined {
    return this.get("realm");
  }

  /** The server's number that is used once, of Digest. */
  get nonce(): string | undefined {
    return this.get("nonce");
  }

  /** The URL that was asked for, of Digest. */
  get uri(): string | undefined {
    return this.get("uri");
  }

  /** How often the nonce was used, in hexadecimal, of Digest. */
  get nc(): string | undefined {
    return this.get("nc");
  }

  /** The client's number that is used once, of Digest. */
  get cnonce(): string | undefined {
    return this.get("cnonce");
  }

  /** The proof that the client knows the password, of Digest. */
  get response(): string | undefined {
    return this.get("response");
  }

  /** What the server gave to be sent back, of Digest. */
  get opaque(): string | undefined {
    return this.get("opaque");
  }

  /** How the proof was made, of Digest. */
  get qop(): string | undefined {
    return this.get("qop");
  }

  /** The value of the header. */
  toHeader(): string {
    if (this.type === "basic") {
      return `Basic ${encodeBase64(`${this.username ?? ""}:${this.password ?? ""}`)}`;
    }
    return `${titleCase(this.type)} ${this.token ?? dumpHeader(this.parameters)}`;
  }

  /** The scheme alone: what is secret does not belong into a log. */
  toString(): string {
    return `<Authorization ${this.type}>`;
  }
}

nameInPython(Authorization.prototype);
inspectAs(Authorization.prototype, (authorization) => authorization.toString());

/** The scheme in lower case and what follows it. */
export function splitScheme(value: string): [string, string] {
  const space = value.indexOf(" ");
  if (space === -1) return [value.toLowerCase(), ""];
  return [value.slice(0, space).toLowerCase(), stripSpace(value.slice(space + 1))];
}

/** A token, or parameters if there is an equals sign that does not pad a token. */
export function readCredentials(text: string): Credentials {
  const equals = text.indexOf("=");
  let end = text.length;
  while (text.charCodeAt(end - 1) === EQUALS) end--;
  return equals === -1 || equals >= end ? { token: text } : { parameters: parseDictHeader(text) };
}

const EQUALS = 0x3d;

/** The scheme as headers spell it: `Basic`, `X-Custom`. */
export function titleCase(scheme: string): string {
  return scheme.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

function readBasic(text: string): [string, string][] | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return undefined;
  let decoded: string;
  try {
    decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const colon = decoded.indexOf(":");
  return [
    ["username", colon === -1 ? decoded : decoded.slice(0, colon)],
    ["password", colon === -1 ? "" : decoded.slice(colon + 1)],
  ];
}

function encodeBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
