/** `dumpCookie`: the value of a Set-Cookie header (RFC 6265bis), spelt as Werkzeug spells it. */
import { httpDate } from "./dates.ts";
import { hex, isToken } from "./field-syntax.ts";
import { asciiHost } from "./idna.ts";
import { quoteCookiePath } from "./url-quote.ts";

/** What a cookie is given besides its name and value. */
export interface CookieOptions {
  /** How long it lives, in seconds; 0 or less removes it. Without `expires`, an Expires is sent as well. */
  readonly maxAge?: number | undefined;
  /** `false` sends no Expires beside a `maxAge`; browsers before 2010 know Expires only. */
  readonly syncExpires?: boolean | undefined;
  /** When it ends: a date, seconds since 1970, or text that is sent as it is. */
  readonly expires?: Date | number | string | undefined;
  /** The path it is sent to; `/` if it is left out, and no Path attribute if it is `null`. */
  readonly path?: string | null | undefined;
  /** The domain it is sent to, subdomains included; left out, it is sent to this host only. */
  readonly domain?: string | undefined;
  /** Whether it is sent over https only. */
  readonly secure?: boolean | undefined;
  /** Whether scripts can't read it. */
  readonly httpOnly?: boolean | undefined;
  /** Which requests of other sites carry it: `Strict`, `Lax` or `None`, in any case. */
  readonly sameSite?: SameSite | undefined;
  /** Whether each site that embeds this one gets its own (CHIPS); this makes it secure as well. */
  readonly partitioned?: boolean | undefined;
  /** The most bytes that the header value may have; browsers drop cookies above 4096. Not checked if left out. */
  readonly maxSize?: number | undefined;
}

/** The names of the options of a cookie, as an application gives them. */
export const COOKIE_OPTIONS: Readonly<Record<keyof CookieOptions, true>> = {
  maxAge: true,
  syncExpires: true,
  expires: true,
  path: true,
  domain: true,
  secure: true,
  httpOnly: true,
  sameSite: true,
  partitioned: true,
  maxSize: true,
};

/** The values of a cookie's SameSite attribute; any case will do. */
export type SameSite = "Strict" | "Lax" | "None" | Lowercase<"Strict" | "Lax" | "None">;

/**
 * The value of a Set-Cookie header. Werkzeug's `dump_cookie`: the attributes in its order, the value quoted
 * where it must be, `é` as `"\303\251"`.
 *
 * @param name - A token (RFC 6265), or what browsers take beside: inner spaces, and non-ASCII, sent as UTF-8. An
 * empty one is written as Werkzeug writes it; a browser takes the value for a name then.
 * @param value - Any text; what a cookie can't hold is escaped, and {@link parseCookie} reads it back.
 * @param options - The attributes. `domain` loses its leading dots and its port, and becomes ASCII.
 * @throws TypeError if a name or an attribute can't be sent; RangeError if the result is longer than `maxSize`.
 * @example
 * ```ts
 * dumpCookie("theme", "dark", { maxAge: 3600, sameSite: "Lax" });
 * ```
 */
export function dumpCookie(name: string, value = "", options: CookieOptions = {}): string {
  const path = pathOf(options);
  const secure = isSecure(options);
  let header = `${cookieName(name)}=${quoteValue(name, value)}`;
  if (options.domain !== undefined) header += `; Domain=${domainAttribute(name, options.domain)}`;
  const expires = expiresAttribute(name, options);
  if (expires !== undefined) header += `; Expires=${expires}`;
  if (options.maxAge !== undefined) header += `; Max-Age=${Math.trunc(options.maxAge)}`;
  if (secure) header += "; Secure";
  if (options.httpOnly === true) header += "; HttpOnly";
  if (path !== null) header += `; Path=${quoteCookiePath(path)}`;
  if (options.sameSite !== undefined) header += `; SameSite=${sameSiteAttribute(name, options.sameSite)}`;
  if (options.partitioned === true) header += "; Partitioned";
  if (options.maxSize !== undefined) checkSize(name, header, options.maxSize);
  return header;
}

const NEEDS_QUOTES = /[^\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]/;
const ENCODER: TextEncoder = new TextEncoder();

/** The value as it is, or in quotes with backslashes and three octal digits for what quotes can't hold. */
function quoteValue(name: string, value: string): string {
  if (typeof value !== "string") {
    throw new TypeError(
      `The value of cookie ${name} must be text, not ${String(value)}; write it as text, or delete the cookie.`,
    );
  }
  if (!NEEDS_QUOTES.test(value)) return value;
  if (!value.isWellFormed()) {
    throw new TypeError(
      `The value of cookie ${name} holds half of a surrogate pair, which UTF-8 can't encode.`,
    );
  }
  let quoted = "";
  for (const byte of ENCODER.encode(value)) {
    if (byte === 0x22 || byte === 0x5c) quoted += `\\${String.fromCharCode(byte)}`;
    else if (byte < 0x20 || byte >= 0x7f || byte === 0x2c || byte === 0x3b) {
      quoted += `\\${byte.toString(8).padStart(3, "0")}`;
    } else quoted += String.fromCharCode(byte);
  }
  return `"${quoted}"`;
}

/**
 * Refuses an empty name, and attributes that a cookie's name forbids: a browser drops a cookie whose name begins with `__Host-`
 * or `__Secure-` and whose attributes don't keep the promise (RFC 6265bis, section 4.1.3).
 *
 * @throws TypeError that names the cookie and the rule.
 */
export function checkCookiePrefix(name: string, options: CookieOptions): void {
  if (name === "") {
    throw new TypeError("A cookie needs a name: without one, a browser sends its value as if it were one.");
  }
  if (!name.startsWith("__")) return;
  const lower = name.toLowerCase();
  const isHost = lower.startsWith("__host-");
  if (!isHost && !lower.startsWith("__secure-")) return;
  const prefix = name.slice(0, name.indexOf("-") + 1);
  const refuse = (rule: string): never => {
    throw new TypeError(`Cookie ${name}: the prefix ${prefix} needs ${rule}; browsers drop it otherwise.`);
  };
  if (!isSecure(options)) refuse("secure: true");
  if (isHost && pathOf(options) !== "/") refuse('path: "/"');
  if (isHost && options.domain !== undefined) refuse("no domain");
}

function pathOf(options: CookieOptions): string | null {
  return options.path === undefined ? "/" : options.path;
}

function isSecure(options: CookieOptions): boolean {
  return options.secure === true || options.partitioned === true;
}

/** A token, or what browsers take beside: the UTF-8 of other characters, one character a byte. */
function cookieName(name: string): string {
  if (isToken(name)) return name;
  if (!isUsableName(name)) {
    throw new TypeError(
      `${JSON.stringify(name)} is no cookie name: it may not hold control characters, =, ; or a comma.`,
    );
  }
  return Array.from(ENCODER.encode(name), (byte) => String.fromCharCode(byte)).join("");
}

function isUsableName(name: string): boolean {
  if (/^ | $/.test(name) || !name.isWellFormed()) return false;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code < 0x20 || code === 0x7f || code === 0x2c || code === 0x3b || code === 0x3d) return false;
  }
  return true;
}

function domainAttribute(name: string, domain: string): string {
  const colon = domain.indexOf(":");
  const host = (colon === -1 ? domain : domain.slice(0, colon)).replace(/^\.+/, "");
  checkAttribute(name, "domain", host);
  try {
    return asciiHost(host);
  } catch (error) {
    throw new TypeError(`Cookie ${name}: its domain is none: ${JSON.stringify(domain)}.`, { cause: error });
  }
}

function expiresAttribute(name: string, options: CookieOptions): string | undefined {
  const { expires, maxAge } = options;
  if (maxAge !== undefined && !Number.isFinite(maxAge)) {
    throw new TypeError(
      `Cookie ${name}: maxAge must be a number of seconds, not ${typeof maxAge === "number" ? maxAge : JSON.stringify(maxAge)}.`,
    );
  }
  if (typeof expires === "string") {
    checkAttribute(name, "expires", expires);
    return expires;
  }
  if (expires !== undefined) return httpDate(expires);
  // Old browsers know Expires only.
  if (maxAge === undefined || options.syncExpires === false) return undefined;
  return httpDate(Date.now() / 1000 + Math.trunc(maxAge));
}

function sameSiteAttribute(name: string, sameSite: string): string {
  // A Flask user's None says that there shall be no such attribute; here that is to leave the option out.
  const given = String(sameSite);
  const title = given.charAt(0).toUpperCase() + given.slice(1).toLowerCase();
  if (title === "Strict" || title === "Lax" || title === "None") return title;
  throw new TypeError(
    `Cookie ${name}: sameSite must be "Strict", "Lax" or "None", not ${JSON.stringify(sameSite)}.`,
  );
}

function checkAttribute(name: string, attribute: string, text: string): void {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code !== 0x7f && code !== 0x3b) continue;
    throw new TypeError(
      `Cookie ${name}: its ${attribute} holds the character U+${hex(code)}, which would end it.`,
    );
  }
}

function checkSize(name: string, header: string, maxSize: number): void {
  if (header.length <= maxSize) return;
  throw new RangeError(
    `Cookie ${name} is ${header.length} bytes with its attributes, and ${maxSize} is the most: browsers drop ` +
      "larger ones without a word. Keep less in it, or keep the data on the server.",
  );
}
