/** The configuration of an application: Flask's keys in camelCase, each with its type and default. */
import type { SecretKey, SessionConfig } from "../sessions/index.ts";
import type { SecretKeySource } from "./secret-key.ts";

/** The keys that Flagon reads; an extension adds its own by declaration merging. */
export interface Config extends SessionConfig {
  /** `SECRET_KEY`: signs the sessions. Without one, sessions can be read but not changed. */
  secretKey: SecretKeySource | undefined;
  /** `SECRET_KEY_FALLBACKS`: former keys, whose signatures are still accepted; never used to sign. */
  secretKeyFallbacks: readonly SecretKey[];
  /** `MAX_CONTENT_LENGTH` in bytes, 16 MiB unless set: a larger request body is answered with 413. */
  maxContentLength: number;
  /** `MAX_FORM_MEMORY_SIZE` in bytes, 500,000 unless set: larger form fields are answered with 413. */
  maxFormMemorySize: number;
  /** `MAX_FORM_PARTS`, 1,000 unless set: a form with more fields is answered with 413. */
  maxFormParts: number;
}

/** The configuration of a new application. */
export function defaultConfig(): Config {
  return {
    secretKey: undefined,
    secretKeyFallbacks: [],
    sessionCookieName: "session",
    sessionCookieDomain: undefined,
    sessionCookiePath: undefined,
    sessionCookieHttpOnly: true,
    sessionCookieSecure: undefined,
    sessionCookieSameSite: "Lax",
    sessionCookiePartitioned: false,
    permanentSessionLifetime: 31 * 24 * 60 * 60,
    sessionRefreshEachRequest: true,
    maxCookieSize: 4093,
    applicationRoot: "/",
    maxContentLength: 16 * 1024 * 1024,
    maxFormMemorySize: 500_000,
    maxFormParts: 1000,
  };
}
