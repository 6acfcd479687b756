/** `TestCookies`: the cookies that the test client keeps, each with where it is sent to (RFC 6265, section 5). */
import { type CookieOptions, dumpCookie, parseCookie, parseDate } from "../../http/index.ts";

/** Which of the cookies of a name is meant. */
export type TestCookiePlace = {
  /** The host that it is of, `"localhost"` unless given. */
  readonly domain?: string | undefined;
  /** The path that it is of, `"/"` unless given. */
  readonly path?: string | undefined;
};

/** How a cookie is set by hand. */
export type TestCookieOptions = Omit<CookieOptions, "domain" | "path"> &
  TestCookiePlace & {
    /** Whether it is kept from subdomains; `true` unless given. */
    readonly originOnly?: boolean | undefined;
  };

/** A cookie that a client holds: `werkzeug.test.Cookie`. */
export class TestCookie {
  /** Its name, as it is sent. */
  readonly key: string;
  /** Its value, as it is sent: quoted and escaped, if it needs that. */
  readonly value: string;
  /** The host that it is sent to. */
  readonly domain: string;
  /** Whether it is kept from subdomains. */
  readonly originOnly: boolean;
  /** The path that it is sent to, with all below. */
  readonly path: string;
  readonly #attributes: ReadonlyMap<string, string>;

  /**
   * @param header - A Set-Cookie header.
   * @param from - Where it came from: what it does not say, these do.
   */
  constructor(header: string, from: { readonly host: string; readonly path: string }) {
    const [pair = "", ...attributes] = header.split(";");
    const separator = pair.indexOf("=");
    this.key = pair.slice(0, separator).trim();
    this.value = pair.slice(separator + 1).trim();
    this.#attributes = new Map(attributes.map(readAttribute));
    const domain = this.#attributes.get("domain")?.replace(/^\./, "");
    this.originOnly = domain === undefined || domain === "";
    this.domain = (domain || from.host).toLowerCase();
    const path = this.#attributes.get("path");
    this.path = path?.startsWith("/") ? path : from.path.slice(0, Math.max(1, from.path.lastIndexOf("/")));
  }

  /** Its value, as the application reads it. */
  get decodedValue(): string {
    return parseCookie(`${this.key}=${this.value}`).get(this.key) ?? "";
  }

  /** Whether it is kept from scripts. */
  get httpOnly(): boolean {
    return this.#attributes.has("httponly");
  }

  /** Whether it is for encrypted connections; the client sends it on all. */
  get secure(): boolean {
    return this.#attributes.has("secure");
  }

  /** Its SameSite attribute. */
  get sameSite(): string | undefined {
    return this.#attributes.get("samesite");
  }

  /** How long it lives, in seconds; `undefined` if it does not say. */
  get maxAge(): number | undefined {
    const seconds = this.#attributes.get("max-age");
    return seconds === undefined ? undefined : Number(seconds);
  }

  /** When it ends; `undefined` if it does not say. */
  get expires(): Date | undefined {
    return parseDate(this.#attributes.get("expires"));
  }

  /** Whether it has ended, so that the client forgets it. */
  get isExpired(): boolean {
    const { maxAge } = this;
    if (maxAge !== undefined && !Number.isNaN(maxAge)) return maxAge <= 0;
    return (this.expires?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** Whether it is sent along to a URL. */
  isFor(host: string, path: string): boolean {
    const isHost = host === this.domain || (!this.originOnly && host.endsWith(`.${this.domain}`));
    const folder = this.path.endsWith("/") ? this.path : `${this.path}/`;
    return isHost && (path === this.path || path.startsWith(folder));
  }
}

/** The cookies of a client. */
export class TestCookies {
  readonly #cookies = new Map<string, TestCookie>();

  /** Keeps a cookie, or forgets it if it has ended. */
  store(cookie: TestCookie): void {
    const id = idOf(cookie.key, cookie.domain, cookie.path);
    if (cookie.isExpired) this.#cookies.delete(id);
    else this.#cookies.set(id, cookie);
  }

  /** The cookie of a name, if the client holds it. */
  get(key: string, { domain = "localhost", path = "/" }: TestCookiePlace = {}): TestCookie | undefined {
    return this.#cookies.get(idOf(key, domain, path));
  }

  /** Sets a cookie by hand. @throws TypeError for a name or attribute that can't be sent */
  set(key: string, value: string, options: TestCookieOptions = {}): void {
    const { domain = "localhost", originOnly = true, path = "/", ...rest } = options;
    // Not every domain that a test may want can be written into a header, `localhost` for one.
    const header = dumpCookie(key, value, { ...rest, path });
    const attributes = originOnly ? header : `${header}; Domain=${domain}`;
    this.store(new TestCookie(attributes, { host: domain, path }));
  }

  /** Forgets a cookie. */
  delete(key: string, { domain = "localhost", path = "/" }: TestCookiePlace = {}): void {
    this.#cookies.delete(idOf(key, domain, path));
  }

  /**
   * The value of a Cookie header; `undefined` if there are none.
   *
   * @param host - The host that is asked, without a port.
   * @param path - The path that is asked, with the mount.
   * @param given - What the test sends by hand, in place of cookies of the same names.
   */
  headerFor(host: string, path: string, given: string | undefined): string | undefined {
    const own = parseCookie(given);
    const sent = [...this.#cookies.values()].filter(
      (cookie) => cookie.isFor(host, path) && !own.has(cookie.key),
    );
    // Those of longer paths come first (RFC 6265, section 5.4); the first of a name is the one that is read.
    sent.sort((a, b) => b.path.length - a.path.length);
    const pairs = sent.map(({ key, value }) => `${key}=${value}`);
    if (given !== undefined) pairs.unshift(given);
    return pairs.length === 0 ? undefined : pairs.join("; ");
  }
}

function readAttribute(text: string): [string, string] {
  const separator = text.indexOf("=");
  if (separator === -1) return [text.trim().toLowerCase(), ""];
  return [text.slice(0, separator).trim().toLowerCase(), text.slice(separator + 1).trim()];
}

function idOf(key: string, domain: string, path: string): string {
  return `${domain.toLowerCase()}\n${path}\n${key}`;
}
