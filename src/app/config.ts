/** The configuration of an application: Flask's keys in camelCase, each with its type and default. */
import { checkTrustedHosts } from "../http/index.ts";
import type { SecretKey, SessionConfig } from "../sessions/index.ts";
import type { SecretKeySource } from "./secret-key.ts";

/** The keys that Flagon reads; an extension adds its own by declaration merging. */
export interface Config extends SessionConfig {
  /** `SECRET_KEY`: signs the sessions. Without one, sessions can be read but not changed. */
  secretKey: SecretKeySource | undefined;
  /** `SECRET_KEY_FALLBACKS`: former keys, whose signatures are still accepted; never used to sign. */
  secretKeyFallbacks: readonly SecretKey[];
  /**
   * `TRUSTED_HOSTS`: the hosts that are answered for, such as `"example.com"`, or `".example.com"` with all its
   * subdomains; any other is answered with 400. Unless set, any host is: then no link may hang on it.
   */
  trustedHosts: readonly string[] | undefined;
  /** `SERVER_NAME`: the host, with its port, that subdomains belong to. It restricts no host: `trustedHosts` does. */
  serverName: string | undefined;
  /** `PROVIDE_AUTOMATIC_OPTIONS`: OPTIONS is answered with the methods there are; on unless set. */
  provideAutomaticOptions: boolean;
  /** `USE_X_SENDFILE`: a server in front sends the files, told by an X-Sendfile header; off unless set. */
  useXSendfile: boolean;
  /** `SEND_FILE_MAX_AGE_DEFAULT` in seconds: how long clients keep files without asking; unless set, they ask. */
  sendFileMaxAgeDefault: number | undefined;
  /** `DEBUG`: explains mistakes to the developer; never on where strangers can read it. */
  debug: boolean;
  /** `TEMPLATES_AUTO_RELOAD`: templates are read again when they change; unless set, where `debug` is on. */
  templatesAutoReload: boolean | undefined;
  /** `MAX_CONTENT_LENGTH` in bytes, 16 MiB unless set, `null` for none: a larger request body is answered with 413. */
  maxContentLength: number | null;
  /** `MAX_FORM_MEMORY_SIZE` in bytes, 500,000 unless set, `null` for none: larger form fields are answered with 413. */
  maxFormMemorySize: number | null;
  /** `MAX_FORM_PARTS`, 1,000 unless set, `null` for none: a form with more fields and files is answered with 413. */
  maxFormParts: number | null;
  /** How many bytes the bodies of all requests may hold in memory together, 256 MiB unless set. Beyond it, 503. */
  maxBodyMemory: number | null;
  /** How many bytes the files of all requests may take on disk together, 4 GiB unless set. Beyond it, 503. */
  maxSpoolSize: number | null;
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
    trustedHosts: undefined,
    serverName: undefined,
    provideAutomaticOptions: true,
    useXSendfile: false,
    sendFileMaxAgeDefault: undefined,
    debug: false,
    templatesAutoReload: undefined,
    maxContentLength: 16 * 1024 * 1024,
    maxFormMemorySize: 500_000,
    maxFormParts: 1000,
    maxBodyMemory: 256 * 1024 * 1024,
    maxSpoolSize: 4 * 1024 * 1024 * 1024,
  };
}

// For these it says something that is not the default: no SameSite attribute, no Path.
const MAY_BE_UNDEFINED: ReadonlySet<string> = new Set(["applicationRoot", "sessionCookieSameSite"]);

/**
 * Puts what is given in the place of the defaults. `undefined`, as a missing environment variable gives, leaves
 * the default: a limit or a flag that protects must not be lost that way.
 *
 * @throws TypeError for trusted hosts that no request could come to.
 */
export function applyConfig(config: Config, given: Partial<Config>): void {
  if (given.trustedHosts !== undefined) checkTrustedHosts(given.trustedHosts);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined && Object.hasOwn(config, name) && !MAY_BE_UNDEFINED.has(name)) continue;
    Object.defineProperty(config, name, { value, writable: true, enumerable: true, configurable: true });
  }
}
