/** Takes a session cookie apart, with and without the keys that sign it. */
import type { SecretKey, SecureCookieSessionInterface } from "../sessions/index.ts";
import {
  BadData,
  BadPayload,
  BadTimeSignature,
  SignatureExpired,
  type URLSafeTimedSerializer,
} from "../signing/index.ts";

/** What a cookie claims, whoever signed it. */
export type CookieClaim = {
  /** The payload as it was written, with Flask's tags; `undefined` if it cannot be read. */
  readonly text: string | undefined;
  /** The session; `undefined` if it cannot be read. */
  readonly session: unknown;
  /** When it was signed. */
  readonly signedAt: Date | undefined;
  /** How long the cookie is, in characters. */
  readonly size: number;
  readonly isCompressed: boolean;
  /** Where in the session which tag stands. */
  readonly tags: readonly { readonly path: string; readonly tag: string }[];
};

/** What the keys say. */
export type Verdict =
  | { readonly isValid: true /** Which key signed it, 0 for the newest. */; readonly key: number }
  | { readonly isValid: false; readonly reason: string };

/** Opens and signs sessions as an application does. */
export type CookieSigning = {
  readonly sessionInterface: SecureCookieSessionInterface;
  /** The keys, the newest last. */
  readonly keys: readonly SecretKey[];
};

const NAMES: ReadonlyMap<string, string> = new Map([
  [" t", "tuple"],
  [" b", "bytes"],
  [" m", "Markup"],
  [" u", "UUID"],
  [" d", "datetime"],
  [" di", "dict"],
]);

/** The value of a cookie, of a header that has it too: `Set-Cookie: session=…; Path=/`. */
export function cookieValue(text: string): string {
  const [first = ""] = text
    .replace(/^(?:set-)?cookie:/i, "")
    .trim()
    .split(";");
  const value = first.slice(first.indexOf("=") + 1).trim();
  return value.replace(/^"(.*)"$/, "$1");
}

/** What a cookie claims. Its signature is not looked at: trust nothing in it. */
export function readClaim(cookie: string, sessionInterface: SecureCookieSessionInterface): CookieClaim {
  const signing = signingWith(sessionInterface, ["any key: the signature is not checked"]);
  const [text, signedAt] = claimed(signing, cookie);
  let session: unknown;
  try {
    session = text === undefined ? undefined : sessionInterface.serializer.loads(text);
  } catch {
    // What cannot be read is told by the verdict, and by there being no session here.
  }
  const isCompressed = cookie.startsWith(".");
  return {
    text,
    session,
    signedAt,
    size: cookie.length,
    isCompressed,
    tags: text === undefined ? [] : tagsOf(text),
  };
}

/**
 * Whether the keys accept a cookie, and if not, why.
 *
 * @param cookie Its value.
 * @param signing How it is signed.
 * @param maxAge How old it may be, in seconds.
 */
export function verify(cookie: string, { sessionInterface, keys }: CookieSigning, maxAge: number): Verdict {
  let reason = "there is no key";
  for (const [index, key] of [...keys].reverse().entries()) {
    try {
      const text = signingWith(sessionInterface, [key]).loads(cookie, { maxAge });
      return checkPayload(text as string, sessionInterface) ?? { isValid: true, key: index };
    } catch (error) {
      if (!(error instanceof BadData || error instanceof RangeError)) throw error;
      reason = reasonOf(error, maxAge);
      // The signature is right: other keys know no better.
      if (error instanceof SignatureExpired || error instanceof BadPayload) break;
    }
  }
  return { isValid: false, reason };
}

/** Signs a session. @throws Error for what is no session. */
export function sign(text: string, { sessionInterface, keys }: CookieSigning): string {
  const { serializer } = sessionInterface;
  const session = serializer.loads(text);
  if (typeof session !== "object" || session === null || Array.isArray(session)) {
    throw new TypeError("a session is an object");
  }
  return signingWith(sessionInterface, keys).dumps(serializer.dumps(session));
}

function signingWith(
  sessionInterface: SecureCookieSessionInterface,
  keys: readonly SecretKey[],
): URLSafeTimedSerializer {
  const signing = sessionInterface.getSigningSerializer({ secretKeys: () => keys } as never);
  if (signing === undefined) throw new Error("There is no secret key.");
  return signing;
}

function claimed(signing: URLSafeTimedSerializer, cookie: string): [string | undefined, Date | undefined] {
  try {
    const [text, date] = signing.loads(cookie, { returnTimestamp: true });
    return [text as string, date];
  } catch (error) {
    const date = error instanceof BadTimeSignature ? error.dateSigned : undefined;
    try {
      return [signing.loadsUnsafe(cookie)[1] as string | undefined, date];
    } catch {
      return [undefined, date];
    }
  }
}

function checkPayload(text: string, { serializer }: SecureCookieSessionInterface): Verdict | undefined {
  try {
    const session = serializer.loads(text);
    if (typeof session === "object") return undefined;
  } catch {
    // Told below.
  }
  return { isValid: false, reason: "the signature is right, but the payload is no session" };
}

function reasonOf(error: Error, maxAge: number): string {
  if (error instanceof SignatureExpired) {
    const { dateSigned } = error;
    if (dateSigned !== undefined && dateSigned.getTime() > Date.now()) return "it was signed in the future";
    return `it is older than ${maxAge} seconds, the lifetime of a session`;
  }
  if (error instanceof BadPayload) return "the signature is right, but the payload cannot be read";
  if (error instanceof BadTimeSignature && error.dateSigned === undefined) {
    return "its time of signing is missing or cannot be read: part of it is lost, or it is no session cookie";
  }
  if (error instanceof BadTimeSignature) {
    return "the signature is wrong: it was signed with another key or salt, or it was changed";
  }
  return "it is no signed cookie: expected payload, time and signature with dots between them";
}

function tagsOf(text: string): { path: string; tag: string }[] {
  const found: { path: string; tag: string }[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
    } else if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value);
      const [[key = "", item] = []] = entries;
      const isTag = entries.length === 1 && key.startsWith(" ");
      if (isTag) found.push({ path, tag: NAMES.get(key) ?? key.trim() });
      for (const [name, inner] of isTag ? [] : entries) visit(inner, path === "" ? name : `${path}.${name}`);
      if (isTag && key !== " di") visit(item, path);
    }
  };
  try {
    visit(JSON.parse(text), "");
  } catch {
    // NaN and the like are no JSON here: their tags are not told.
  }
  return found;
}
