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
  const config: Record<string, unknown> = {
    sessionCookieSameSite: undefined,
    sessionCookieSecure: false,
    maxCookieSize: 0,
  };
  for (const [key, value] of Object.entries(keys)) config[camelCase(key)] = configValue(value);
  return config as Partial<Config>;
}

function camelCase(key: string): string {
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
 * section 14), and a cookie's name is not held to its prefix. The project's own tests cover what is overridden.
 */
export class FlaskSessionInterface extends SecureCookieSessionInterface {
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
