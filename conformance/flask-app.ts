/** A Flagon application that is configured as Flask is where a case says nothing. */
import type { Config } from "../src/app/index.ts";
import type { Request } from "../src/http/index.ts";
import {
  SecureCookieSessionInterface,
  type Session,
  type SessionHost,
  type SessionRejection,
} from "../src/sessions/index.ts";
import type { Fields } from "./area.ts";
import { isFields, readValue } from "./neutral-values.ts";

/** Flask's defaults, where they are not ours, and the keys that the case sets. */
export function flaskConfig(keys: Fields): Partial<Config> {
  const { sessionCookieSameSite, ...config } = everyKey(keys);
  if (isSameSite(sessionCookieSameSite)) config.sessionCookieSameSite = sessionCookieSameSite;
  return config as Partial<Config>;
}

function isSameSite(value: unknown): boolean {
  return value === undefined || /^(?:strict|lax|none)$/i.test(`${value}`);
}

function everyKey(keys: Fields): Record<string, unknown> {
  const config: Record<string, unknown> = {
    sessionCookieSameSite: undefined,
    sessionCookieSecure: false,
    maxCookieSize: 0,
    maxContentLength: null,
  };
  for (const [key, value] of Object.entries(keys)) config[configKey(key)] = configValue(value);
  return config;
}

/** A key of Flask's configuration as Flagon spells it. */
export function configKey(key: string): string {
  const words = key
    .toLowerCase()
    .replace("httponly", "http_only")
    .replace("samesite", "same_site")
    .split("_");
  return words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
}

function configValue(value: unknown): unknown {
  if (isFields(value) && value.$ === "timedelta") return Number(value.us) / 1e6;
  return value === null ? undefined : readValue(value, { dictionary: "object" });
}

/**
 * Flask's ways, had by overriding what Flagon mends: a signed cookie that cannot be read is an error (item 5 of
 * section 14), a cookie's name is not held to its prefix, and an unknown SameSite is an error where the session is
 * saved, not where it is configured. The project's own tests cover what is overridden.
 */
export class FlaskSessionInterface extends SecureCookieSessionInterface {
  readonly #sameSite: unknown;

  /** @param keys - The configuration of the case. */
  constructor(keys: Fields = {}) {
    super();
    this.#sameSite = everyKey(keys).sessionCookieSameSite;
  }

  override getCookieSameSite(): "Strict" | "Lax" | "None" | undefined {
    return this.#sameSite as "Strict" | undefined;
  }

  override openSession(host: SessionHost, request: Request): Session | undefined {
    // Flask opens the session at once, so that its errors come before the view; ours stays unopened.
    super.openSession(host, request)?.open();
    return super.openSession(host, request);
  }

  override onRejected({ reason, error }: SessionRejection): void {
    if (reason === "payload") throw error;
  }

  override checkCookie(): void {}
}
