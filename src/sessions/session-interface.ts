/** The base of what opens and saves sessions: small methods, each one decision. */
import type { CookieOptions, Request, Response } from "../http/index.ts";
import { isTruthy } from "../python/index.ts";
import { NullSession } from "./null-session.ts";
import type { Session } from "./session.ts";
import type { SessionHost } from "./session-host.ts";
import type { SessionCodec } from "./tracked-values.ts";

/**
 * Opens a session for each request and saves it with the response: `flask.sessions.SessionInterface`.
 * Override a method to change one decision; override {@link SessionInterface.openSession} and
 * {@link SessionInterface.saveSession} to keep sessions elsewhere.
 */
export abstract class SessionInterface<S extends Session = Session> {
  /** Writes the values of a session. */
  abstract readonly serializer: SessionCodec;

  /**
   * The session of a request; `undefined` if there can be none, and the request gets
   * {@link SessionInterface.makeNullSession}. Called before the before hooks.
   */
  abstract openSession(host: SessionHost, request: Request): S | undefined | Promise<S | undefined>;

  /** Writes the session to the response; called after the after hooks, and not for a null session. */
  abstract saveSession(
    host: SessionHost,
    session: S,
    response: Response,
    request: Request,
  ): void | Promise<void>;

  /** The session that stands in when there is none: reads are fine, changes throw. */
  makeNullSession(_host: SessionHost): Session {
    return new NullSession(this.serializer);
  }

  /** Whether the session stands in for a missing one. */
  isNullSession(session: Session): boolean {
    return session instanceof NullSession;
  }

  /** The cookie's name: `sessionCookieName`. */
  getCookieName(host: SessionHost): string {
    return host.config.sessionCookieName;
  }

  /** The cookie's domain: `sessionCookieDomain`. */
  getCookieDomain(host: SessionHost): string | undefined {
    return host.config.sessionCookieDomain;
  }

  /** The cookie's path: `sessionCookiePath`, else `applicationRoot`; `null` for no Path attribute. */
  getCookiePath(host: SessionHost): string | null {
    return host.config.sessionCookiePath || host.config.applicationRoot || null;
  }

  /** Whether scripts are kept from the cookie: `sessionCookieHttpOnly`. */
  getCookieHttpOnly(host: SessionHost): boolean {
    return host.config.sessionCookieHttpOnly;
  }

  /** Whether the cookie is for https only: `sessionCookieSecure`, else whether the request came by https. */
  getCookieSecure(host: SessionHost, request: Request): boolean {
    return host.config.sessionCookieSecure ?? request.isSecure;
  }

  /** Which requests from other sites carry the cookie: `sessionCookieSameSite`. */
  getCookieSameSite(host: SessionHost): "Strict" | "Lax" | "None" | undefined {
    return host.config.sessionCookieSameSite;
  }

  /** Whether the cookie is kept apart per top-level site (CHIPS): `sessionCookiePartitioned`. */
  getCookiePartitioned(host: SessionHost): boolean {
    return host.config.sessionCookiePartitioned;
  }

  /** When the cookie expires: after `permanentSessionLifetime` if the session is permanent, else with the browser. */
  getExpirationTime(host: SessionHost, session: S): Date | undefined {
    if (!isTruthy(session.permanent)) return undefined;
    return new Date(Date.now() + host.config.permanentSessionLifetime * 1000);
  }

  /** Whether an unmodified permanent session is sent again on this request, so that it expires later. */
  shouldRefresh(host: SessionHost, request: Request): boolean {
    // A page may fetch many static files: each would get a cookie, and none could be cached.
    return host.config.sessionRefreshEachRequest && !isStaticFile(request.endpoint);
  }

  /** Whether the response gets the cookie: if the session was modified, or is permanent and to be refreshed. */
  shouldSetCookie(host: SessionHost, session: S, request: Request): boolean {
    return session.modified || (isTruthy(session.permanent) && this.shouldRefresh(host, request));
  }

  /** The attributes of the cookie; the same when it is set and when it is deleted. */
  getCookieOptions(host: SessionHost, request: Request): CookieOptions {
    return {
      domain: this.getCookieDomain(host),
      path: this.getCookiePath(host),
      secure: this.getCookieSecure(host, request),
      httpOnly: this.getCookieHttpOnly(host),
      sameSite: this.getCookieSameSite(host),
      partitioned: this.getCookiePartitioned(host),
    };
  }
}

/** Whether it is the endpoint of the static files of the application, or of a blueprint. */
function isStaticFile(endpoint: string | undefined): boolean {
  return endpoint !== undefined && (endpoint === "static" || endpoint.endsWith(".static"));
}
