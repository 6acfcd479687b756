/** `WWWAuthenticate`: how a client can show who it is (RFC 9110, section 11.6.1). */
import { type Credentials, readCredentials, splitScheme, titleCase } from "./authorization.ts";
import { Directives } from "./directives.ts";
import { dumpHeader } from "./header-list.ts";
import { quoteHeaderValue } from "./quoted-string.ts";

// RFC 7616, section 3.3: these are quoted strings, even if they are tokens.
const QUOTED_IN_DIGEST: ReadonlySet<string> = new Set(["domain", "nonce", "opaque", "qop", "realm"]);

/**
 * A challenge: a scheme with parameters or a token. That of a response is live. After Werkzeug's class.
 *
 * @example
 * ```ts
 * response.wwwAuthenticate = new WWWAuthenticate("basic", { parameters: [["realm", "Tea room"]] });
 * ```
 */
export class WWWAuthenticate extends Directives {
  /** The scheme, in lower case: `basic`, `bearer`, `digest` or another. */
  readonly type: string;
  /** The token that stands in place of parameters, if there is one. */
  readonly token: string | undefined;

  /**
   * @param type - The scheme.
   * @param credentials - Parameters or a token.
   * @param onUpdate - Called after each change with the value of the header, to write it.
   */
  constructor(type: string, credentials: Credentials = {}, onUpdate?: ((text: string) => void) | undefined) {
    super(credentials.parameters, onUpdate);
    this.type = type.toLowerCase();
    this.token = credentials.token;
  }

  /**
   * What a WWW-Authenticate header says, or `undefined` if it is missing.
   *
   * @param value - The header's value, with one challenge; `undefined` if there is none.
   * @param onUpdate - Called after each change of what is returned.
   */
  static fromHeader(
    value: string | undefined,
    onUpdate?: ((text: string) => void) | undefined,
  ): WWWAuthenticate | undefined {
    if (value === undefined || value === "") return undefined;
    const [type, rest] = splitScheme(value);
    return new WWWAuthenticate(type, readCredentials(rest), onUpdate);
  }

  /** The realm: which part of the site the challenge is for. */
  get realm(): string | undefined {
    return this.get("realm");
  }

  set realm(value: string | undefined) {
    if (value === undefined) this.delete("realm");
    else this.set("realm", value);
  }

  /** The value of the header. */
  toHeader(): string {
    const scheme = titleCase(this.type);
    if (this.token !== undefined) return `${scheme} ${this.token}`;
    if (this.size === 0) return scheme;
    if (this.type !== "digest") return `${scheme} ${dumpHeader(new Map(this))}`;
    const parts = Array.from(this, ([name, value]) => {
      if (value === undefined) return name;
      return `${name}=${quoteHeaderValue(value, { allowToken: !QUOTED_IN_DIGEST.has(name) })}`;
    });
    return `${scheme} ${parts.join(", ")}`;
  }
}
