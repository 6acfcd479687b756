/** The keys that Flagon reads: Flask's name, the default, and what kind of value each has. */
import type { ConfigKeys } from "./config.ts";
import {
  count,
  flag,
  flagOf,
  headerName,
  hosts,
  type Kind,
  orNull,
  orUndefined,
  sameSite,
  seconds,
  secretKey,
  secretKeys,
  serverName,
  text,
  urlScheme,
} from "./config-kinds.ts";

/** A key of the configuration. */
export type ConfigKey = {
  /** Flask's name; `undefined` if Flask has no such key. */
  readonly flask: string | undefined;
  readonly initial: unknown;
  readonly kind: Kind;
  /** Whether `undefined` says something that is not the default, and so is not left out when it is given. */
  readonly undefinedCounts?: true;
};

const MIB = 1024 * 1024;

/** Each key by its name, in the order that a configuration shows them. */
export const KEYS: Readonly<Record<keyof ConfigKeys, ConfigKey>> = {
  debug: { flask: "DEBUG", initial: false, kind: flag },
  testing: { flask: "TESTING", initial: false, kind: flag },
  propagateExceptions: { flask: "PROPAGATE_EXCEPTIONS", initial: undefined, kind: orUndefined(flag) },
  trapHttpExceptions: { flask: "TRAP_HTTP_EXCEPTIONS", initial: false, kind: flag },
  trapBadRequestErrors: { flask: "TRAP_BAD_REQUEST_ERRORS", initial: undefined, kind: orUndefined(flag) },
  secretKey: { flask: "SECRET_KEY", initial: undefined, kind: orUndefined(secretKey) },
  secretKeyFallbacks: { flask: "SECRET_KEY_FALLBACKS", initial: [], kind: secretKeys },
  sessionCookieName: { flask: "SESSION_COOKIE_NAME", initial: "session", kind: text },
  sessionCookieDomain: { flask: "SESSION_COOKIE_DOMAIN", initial: undefined, kind: orUndefined(text) },
  sessionCookiePath: { flask: "SESSION_COOKIE_PATH", initial: undefined, kind: orUndefined(text) },
  sessionCookieHttpOnly: { flask: "SESSION_COOKIE_HTTPONLY", initial: true, kind: flag },
  sessionCookieSecure: { flask: "SESSION_COOKIE_SECURE", initial: undefined, kind: orUndefined(flag) },
  // No SameSite attribute.
  sessionCookieSameSite: {
    flask: "SESSION_COOKIE_SAMESITE",
    initial: "Lax",
    kind: orUndefined(sameSite),
    undefinedCounts: true,
  },
  sessionCookiePartitioned: { flask: "SESSION_COOKIE_PARTITIONED", initial: false, kind: flag },
  permanentSessionLifetime: {
    flask: "PERMANENT_SESSION_LIFETIME",
    initial: 31 * 24 * 60 * 60,
    kind: seconds,
  },
  sessionRefreshEachRequest: { flask: "SESSION_REFRESH_EACH_REQUEST", initial: true, kind: flag },
  maxCookieSize: { flask: "MAX_COOKIE_SIZE", initial: 4093, kind: count("bytes") },
  // No Path attribute.
  applicationRoot: {
    flask: "APPLICATION_ROOT",
    initial: "/",
    kind: orUndefined(text),
    undefinedCounts: true,
  },
  trustedHosts: { flask: "TRUSTED_HOSTS", initial: undefined, kind: orUndefined(hosts) },
  serverName: { flask: "SERVER_NAME", initial: undefined, kind: orUndefined(serverName) },
  preferredUrlScheme: { flask: "PREFERRED_URL_SCHEME", initial: "http", kind: urlScheme },
  provideAutomaticOptions: { flask: "PROVIDE_AUTOMATIC_OPTIONS", initial: true, kind: flag },
  useXSendfile: { flask: "USE_X_SENDFILE", initial: false, kind: flag },
  sendFileMaxAgeDefault: {
    flask: "SEND_FILE_MAX_AGE_DEFAULT",
    initial: undefined,
    kind: orUndefined(count("seconds")),
  },
  hashStaticUrls: { flask: undefined, initial: false, kind: flag },
  templatesAutoReload: { flask: "TEMPLATES_AUTO_RELOAD", initial: undefined, kind: orUndefined(flag) },
  explainTemplateLoading: { flask: "EXPLAIN_TEMPLATE_LOADING", initial: false, kind: flag },
  requestIdHeader: { flask: undefined, initial: undefined, kind: orUndefined(headerName) },
  maxContentLength: { flask: "MAX_CONTENT_LENGTH", initial: 16 * MIB, kind: orNull(count("bytes")) },
  maxFormMemorySize: { flask: "MAX_FORM_MEMORY_SIZE", initial: 500_000, kind: orNull(count("bytes")) },
  maxFormParts: { flask: "MAX_FORM_PARTS", initial: 1000, kind: orNull(count("parts")) },
  maxBodyMemory: { flask: undefined, initial: 256 * MIB, kind: orNull(count("bytes")) },
  maxSpoolSize: { flask: undefined, initial: 4096 * MIB, kind: orNull(count("bytes")) },
};

/** Each key of Flagon, whatever a name is of. */
export const KEYS_BY_NAME: ReadonlyMap<string, ConfigKey> = new Map(Object.entries(KEYS));

/** Our names of Flask's keys. */
export const NAMES_BY_FLASK: ReadonlyMap<string, string> = new Map(
  Object.entries(KEYS).flatMap(([name, { flask }]) => (flask === undefined ? [] : [[flask, name]])),
);

/** Whether the environment asks for debug mode: `FLAGON_DEBUG`, which anything but a no turns on, as in Flask. */
export function debugOfEnvironment(): boolean {
  const given = debugVariable();
  return given !== undefined && given !== "" && flagOf(given) !== false;
}

function debugVariable(): string | undefined {
  try {
    return globalThis.process?.env?.FLAGON_DEBUG;
  } catch {
    // Deno keeps the environment to itself unless it is told otherwise: `--allow-env`.
    return undefined;
  }
}
