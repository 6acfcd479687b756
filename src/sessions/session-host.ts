/** What sessions need of an application: its configuration and its keys. */

/** A secret key: text (its UTF-8 bytes are used) or bytes. */
export type SecretKey = string | Uint8Array;

/** The configuration that sessions read; each key is Flask's in camelCase. */
export interface SessionConfig {
  /** `SESSION_COOKIE_NAME`, `"session"` unless set. */
  sessionCookieName: string;
  /** `SESSION_COOKIE_DOMAIN`; unless set, the cookie is sent to the exact host that set it. */
  sessionCookieDomain: string | undefined;
  /** `SESSION_COOKIE_PATH`; unless set, `applicationRoot`. */
  sessionCookiePath: string | undefined;
  /** `SESSION_COOKIE_HTTPONLY`, `true` unless set: scripts in the page cannot read the cookie. */
  sessionCookieHttpOnly: boolean;
  /** `SESSION_COOKIE_SECURE`; unless set, the cookie is `Secure` on an https request. */
  sessionCookieSecure: boolean | undefined;
  /** `SESSION_COOKIE_SAMESITE`, `"Lax"` unless set. */
  sessionCookieSameSite: "Strict" | "Lax" | "None" | undefined;
  /** `SESSION_COOKIE_PARTITIONED`, `false` unless set. */
  sessionCookiePartitioned: boolean;
  /** `PERMANENT_SESSION_LIFETIME` in seconds, 31 days unless set; older signatures are refused. */
  permanentSessionLifetime: number;
  /** `SESSION_REFRESH_EACH_REQUEST`, `true` unless set: a permanent session's cookie is renewed each time. */
  sessionRefreshEachRequest: boolean;
  /** `MAX_COOKIE_SIZE` in bytes, 4093 unless set: a larger session cookie is an error; 0 turns it off. */
  maxCookieSize: number;
  /** `APPLICATION_ROOT`, `"/"` unless set. */
  applicationRoot: string | undefined;
}

/** An application, as its session interface sees it. */
export interface SessionHost {
  readonly config: Readonly<SessionConfig>;
  /**
   * The keys that sessions are signed with, oldest first; the last one signs. Empty without a secret key. As
   * long as the keys stay the same, so does the array.
   */
  secretKeys(): readonly SecretKey[];
}
