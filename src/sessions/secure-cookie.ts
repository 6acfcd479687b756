/** Sessions that live in the browser's cookie, signed as Flask signs them. */
import {
  type CookieOptions,
  checkCookiePrefix,
  dumpCookie,
  type Request,
  type Response,
} from "../http/index.ts";
import type { SourceEntry } from "../python/index.ts";
import { BadData, BadPayload, SignatureExpired, URLSafeTimedSerializer } from "../signing/index.ts";
import { SessionCookieTooLargeError } from "./errors.ts";
import { Session, type SessionLoader } from "./session.ts";
import type { SecretKey, SessionHost } from "./session-host.ts";
import { SessionInterface } from "./session-interface.ts";
import { TaggedJSONSerializer } from "./tagged-json.ts";

/** The most that browsers keep of a cookie's name and value together, in bytes (RFC 6265bis, section 5.6). */
const BROWSER_LIMIT = 4096;

/** Each cookie costs a signature: a browser sends a few of one name, an attacker as many as the headers hold. */
const MOST_COOKIES = 16;

/**
 * Why a session cookie was not accepted: its signature is wrong (`"signature"`), it is older than
 * `permanentSessionLifetime` or dated in the future (`"expired"`), or it was signed by us but does not hold a
 * dictionary (`"payload"`).
 */
export type SessionRejection = {
  readonly reason: "signature" | "expired" | "payload";
  /** What was thrown; its message names no secret and no content. */
  readonly error: Error;
  readonly request: Request;
};

/**
 * Flask's default: the session is the cookie, signed with the application's secret key, readable by whoever
 * holds it. `flask.sessions.SecureCookieSessionInterface`.
 */
export class SecureCookieSessionInterface extends SessionInterface {
  /** Mixed into the key, so that no other signature of the application passes for a session. */
  readonly salt: string = "cookie-session";
  /** The digest of the signature. */
  readonly digestMethod: string = "sha1";
  /** How the signing key is made from the secret key. */
  readonly keyDerivation: "concat" | "django-concat" | "hmac" | "none" = "hmac";
  /** The most that a compressed cookie may inflate to, in bytes. */
  readonly maxInflatedSize: number = 1024 * 1024;
  override readonly serializer: TaggedJSONSerializer = new TaggedJSONSerializer();

  #lastFrame: CookieFrame | undefined;
  readonly #serializers = new WeakMap<readonly SecretKey[], URLSafeTimedSerializer>();

  /**
   * What signs and verifies the session's JSON text; `undefined` without a secret key. Unlike Flask's, it
   * carries the text and not the dictionary: hand what it loads to {@link serializer}.
   */
  getSigningSerializer(host: SessionHost): URLSafeTimedSerializer | undefined {
    const keys = host.secretKeys();
    if (keys.length === 0) return undefined;
    let signing = this.#serializers.get(keys);
    if (signing === undefined) {
      signing = new URLSafeTimedSerializer(keys, {
        salt: this.salt,
        serializer: TEXT,
        // One cookie has one spelling: a session cannot be sent again under another text.
        signerOptions: {
          keyDerivation: this.keyDerivation,
          digestMethod: this.digestMethod,
          canonicalSignatures: true,
        },
        maxInflatedSize: this.maxInflatedSize,
      });
      this.#serializers.set(keys, signing);
    }
    return signing;
  }

  override openSession(host: SessionHost, request: Request): Session | undefined {
    const signing = this.getSigningSerializer(host);
    if (signing === undefined) return undefined;
    return new Session(this.serializer, () => this.#read(host, signing, request));
  }

  override saveSession(host: SessionHost, session: Session, response: Response, request: Request): void {
    // A session that nobody touched is opened only to see whether it is permanent, and so to be renewed.
    const { accessed, opened } = session;
    if (!accessed && !opened && !(this.#hasCookie(host, request) && this.shouldRefresh(host, request)))
      return;
    session.open();
    // Before anything can fail: an error page depends on the cookie as well.
    if (accessed) varyByCookie(response);
    if (session.size === 0) {
      if (session.modified) this.#setCookie(host, "", response, request, { expires: 0, maxAge: 0 });
    } else if (this.shouldSetCookie(host, session, request)) {
      const signing = this.getSigningSerializer(host);
      if (signing === undefined) throw new Error("The secret key was removed while a session was open.");
      const value = signing.dumps(session.dump());
      this.#setCookie(host, value, response, request, { expires: this.getExpirationTime(host, session) });
    }
  }

  /**
   * Called when a session cookie came and was not accepted; the request gets a new session. Override it to
   * log or count; what it throws ends the request.
   */
  onRejected(_rejection: SessionRejection): void {}

  /** Refuses attributes that the cookie's name forbids (`__Host-`, `__Secure-`). */
  checkCookie(name: string, options: CookieOptions): void {
    checkCookiePrefix(name, options);
  }

  #hasCookie(host: SessionHost, request: Request): boolean {
    // Most requests without a session have no cookie at all.
    return request.source.header("cookie") !== undefined && request.cookies.has(this.getCookieName(host));
  }

  #read(host: SessionHost, signing: URLSafeTimedSerializer, request: Request): ReturnType<SessionLoader> {
    if (!this.#hasCookie(host, request)) return undefined;
    const rejections: SessionRejection[] = [];
    for (const cookie of cookiesToTry(request.cookies.getList(this.getCookieName(host)))) {
      try {
        const text = signing.loads(cookie, { maxAge: host.config.permanentSessionLifetime }) as string;
        return this.#parse(text);
      } catch (error) {
        // A RangeError is a time of signing that no date can hold.
        if (!(error instanceof BadData || error instanceof RangeError)) throw error;
        rejections.push({ reason: rejectionReason(error), error, request });
      }
    }
    for (const rejection of rejections) this.onRejected(rejection);
    return undefined;
  }

  #parse(text: string): Map<string, SourceEntry> {
    try {
      return this.serializer.loadEntries(text) ?? this.#entriesOf(this.serializer.loads(text));
    } catch (error) {
      throw new BadPayload("the session cookie's payload cannot be read", { cause: error });
    }
  }

  /** As Python's `dict(value)`: nothing is an empty dictionary, and a list of pairs is one with these entries. */
  #entriesOf(value: unknown): Map<string, SourceEntry> {
    if (value === null || value === "") return new Map();
    if (!Array.isArray(value)) throw new TypeError("expected a dictionary");
    return new Map(
      value.map((pair: unknown) => {
        const [key, item, more] = Array.isArray(pair) || typeof pair === "string" ? [...pair] : [];
        if (typeof key !== "string" || item === undefined || more !== undefined)
          throw new TypeError("expected a pair");
        return [key, { value: item as unknown, source: this.serializer.dumps(item) }];
      }),
    );
  }

  #setCookie(
    host: SessionHost,
    value: string,
    response: Response,
    request: Request,
    lifetime: CookieOptions,
  ): void {
    const name = this.getCookieName(host);
    const options = { ...this.getCookieOptions(host, request), ...lifetime };
    const frame = this.#frame(name, options);
    const header = frame.start + value + frame.end;
    this.#checkSize(host, name, value, header);
    response.headers.add("Set-Cookie", header);
    varyByCookie(response);
    keepFromSharedCaches(response);
  }

  /** The header around the value, which needs no quoting; the attributes seldom change between requests. */
  #frame(name: string, options: CookieOptions): CookieFrame {
    const last = this.#lastFrame;
    if (last !== undefined && last.name === name && sameOptions(last.options, options)) return last;
    this.checkCookie(name, options);
    const header = dumpCookie(name, "", options);
    const valueAt = header.indexOf("=") + 1;
    const frame = { name, options, start: header.slice(0, valueAt), end: header.slice(valueAt) };
    this.#lastFrame = frame;
    return frame;
  }

  #checkSize(host: SessionHost, name: string, value: string, header: string): void {
    const limit = host.config.maxCookieSize;
    if (limit > 0 && header.length > limit) throw new SessionCookieTooLargeError(name, header.length, limit);
    // Whatever was configured, a browser would drop this one.
    const size = name.length + value.length;
    if (size > BROWSER_LIMIT) throw new SessionCookieTooLargeError(name, size, BROWSER_LIMIT);
  }
}

/** A browser sends several cookies of one name if their paths or domains differ: any may be the valid one. */
function cookiesToTry(values: readonly string[]): readonly string[] {
  // Nearly always there is one, and a set of it takes as long as to find it in the header.
  if (values.length === 1) return values[0] === "" ? [] : values;
  const cookies = new Set(values);
  cookies.delete("");
  return [...cookies].slice(0, MOST_COOKIES);
}

/** To make a live set of the names takes as long as to sign a cookie, and mostly there is no other name. */
function varyByCookie(response: Response): void {
  const vary = response.headers.get("Vary");
  if (vary === undefined) response.headers.set("Vary", "Cookie");
  else if (vary !== "Cookie") response.vary.add("Cookie");
}

/** A cache would hand the cookie of one visitor to the next; unless the view has said what caches may do with it. */
function keepFromSharedCaches({ headers }: Response): void {
  const value = headers.get("Cache-Control");
  if (value === undefined) headers.set("Cache-Control", "private");
  else if (!SAYS_WHO_CACHES.test(value)) headers.set("Cache-Control", `${value}, private`);
}

const SAYS_WHO_CACHES = /\b(?:public|private|no-store|s-maxage)\b/i;

type CookieFrame = {
  readonly name: string;
  readonly options: CookieOptions;
  readonly start: string;
  readonly end: string;
};

function sameOptions(a: CookieOptions, b: CookieOptions): boolean {
  return (
    a.domain === b.domain &&
    a.path === b.path &&
    a.secure === b.secure &&
    a.httpOnly === b.httpOnly &&
    a.sameSite === b.sameSite &&
    a.partitioned === b.partitioned &&
    a.maxAge === b.maxAge &&
    seconds(a.expires) === seconds(b.expires)
  );
}

function seconds(expires: CookieOptions["expires"]): unknown {
  return expires instanceof Date ? Math.floor(expires.getTime() / 1000) : expires;
}

const TEXT = {
  dumps: (text: unknown): string => String(text),
  loads: (text: string): unknown => text,
};

function rejectionReason(error: Error): SessionRejection["reason"] {
  if (error instanceof SignatureExpired) return "expired";
  return error instanceof BadPayload ? "payload" : "signature";
}
