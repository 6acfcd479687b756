/** The configuration as templates see it: a dictionary with Flask's names and ours. */
import type { Config } from "../config/config.ts";
import { NAMES_BY_FLASK } from "../config/config-keys.ts";
import { camelCase } from "../config/config-names.ts";
import { holdsSecret } from "../security/secrets.ts";

/**
 * What `config` is in a template: each key under Flask's name and ours, as it is at the moment. What signs has no place
 * in a page, so a secret key is none of its items. Other secrets must be asked for by name: iterated or printed, it leaves
 * out what a log would hide.
 *
 * A template takes a `Map` for a dictionary, so that `config.get("DEBUG")` and `config.items()` are Python's.
 */
export class TemplateConfig extends Map<string, unknown> {
  readonly #config: Config;

  constructor(config: Config) {
    super();
    this.#config = config;
  }

  override get size(): number {
    return this.#shown().length;
  }

  override has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  override get(name: string): unknown {
    return this.#find(name)?.value;
  }

  override keys(): MapIterator<string> {
    return new Map(this.#shown()).keys();
  }

  override values(): MapIterator<unknown> {
    return new Map(this.#shown()).values();
  }

  override entries(): MapIterator<[string, unknown]> {
    return new Map(this.#shown()).entries();
  }

  override [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.entries();
  }

  override forEach(fn: (value: unknown, name: string, config: Map<string, unknown>) => void): void {
    for (const [name, value] of this.#shown()) fn(value, name, this);
  }

  #find(given: unknown): { readonly value: unknown } | undefined {
    if (typeof given !== "string") return undefined;
    const config: object = this.#config;
    const name = Object.hasOwn(config, given) ? given : (NAMES_BY_FLASK.get(given) ?? camelCase(given));
    if (!Object.hasOwn(config, name) || isSigningKey(name)) return undefined;
    // Python has no other word for nothing.
    return { value: (config as Readonly<Record<string, unknown>>)[name] ?? null };
  }

  #shown(): [string, unknown][] {
    const shown = Object.entries(this.#config).filter(
      ([name, value]) => !isSigningKey(name) && !holdsSecret(name, value),
    );
    return shown.map(([name, value]) => [name, value ?? null]);
  }
}

function isSigningKey(name: string): boolean {
  return /secret_?key/i.test(name);
}
