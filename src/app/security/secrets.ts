/** Which names hold secrets, and what a log shows in their place. */
import { isPlainObject } from "../../python/index.ts";

const SECRET_NAME =
  /secret|passw|passphrase|pass$|pwd$|token|credential|creds$|authorization|private|salt$|keys?$|^dsn$/i;
// Up to the last @ of the host's part: people write passwords with an @ into URLs.
const URL_PASSWORD = /(:\/\/[^\s:@/]*:)[^\s/]+@/g;

/** What is shown in the place of a secret. */
export const HIDDEN = "***";

/** Whether a setting of this name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A copy of a value with what is secret hidden: by its name, and the password of a URL. */
export function withoutSecrets(name: string, value: unknown): unknown {
  return hide(name, value, new Set());
}

/** Whether {@link withoutSecrets} would hide something of a value. */
export function holdsSecret(name: string, value: unknown): boolean {
  return holds(name, value, new Set());
}

function holds(name: string, value: unknown, within: ReadonlySet<object>): boolean {
  if (isHidden(name, value)) return true;
  if (typeof value === "string") return value.search(URL_PASSWORD) !== -1;
  if (typeof value !== "object" || value === null || within.has(value)) return false;
  const inside = new Set(within).add(value);
  if (Array.isArray(value)) return value.some((item) => holds(name, item, inside));
  if (value instanceof Map) return [...value].some(([key, item]) => holds(String(key), item, inside));
  return isPlainObject(value) && Object.entries(value).some(([key, item]) => holds(key, item, inside));
}

function hide(name: string, value: unknown, within: ReadonlySet<object>): unknown {
  if (isHidden(name, value)) return HIDDEN;
  if (typeof value === "string") return value.replace(URL_PASSWORD, `$1${HIDDEN}@`);
  if (typeof value !== "object" || value === null) return value;
  if (within.has(value)) return "[Circular]";
  const inside = new Set(within).add(value);
  if (Array.isArray(value)) return value.map((item) => hide(name, item, inside));
  if (value instanceof Map) {
    return new Map(Array.from(value, ([key, item]) => [key, hide(String(key), item, inside)]));
  }
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(key, item, inside)]));
}

/** Whether a key is there at all is no secret, and often the question; so with what is on or off. */
function isHidden(name: string, value: unknown): boolean {
  return isSecretName(name) && value !== undefined && value !== null && typeof value !== "boolean";
}
