/** What belongs to one request and is kept nowhere else: the object behind `g`. */
import { nameInPython } from "../../python/index.ts";

/**
 * The names that `g` holds and their types; empty until you add to it.
 *
 * @example
 * ```ts
 * declare module "flagon" {
 *   interface Globals {
 *     user?: User;
 *   }
 * }
 * g.user = await load(session.get("userId"));
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: applications add their names by declaration merging
export interface Globals {}

/** An object for anything that a request needs in several places: Flask's `_AppCtxGlobals`. */
export class AppGlobals {
  /** The value of a name, or the default. */
  get<Name extends keyof Globals>(name: Name): Globals[Name] | undefined;
  get<Name extends keyof Globals, Default>(
    name: Name,
    fallback: Default,
  ): Exclude<Globals[Name], undefined> | Default;
  get(name: string, fallback?: unknown): unknown;
  get(name: string, fallback?: unknown): unknown {
    return Object.hasOwn(this, name) ? valuesOf(this)[name] : fallback;
  }

  /** Removes a name and gives its value, or the default if it is not there. */
  pop<Name extends keyof Globals>(name: Name): Globals[Name] | undefined;
  pop<Name extends keyof Globals, Default>(
    name: Name,
    fallback: Default,
  ): Exclude<Globals[Name], undefined> | Default;
  pop(name: string, fallback?: unknown): unknown;
  pop(name: string, fallback?: unknown): unknown {
    const value = this.get(name, fallback);
    delete valuesOf(this)[name];
    return value;
  }

  /** The value of a name, which is set to the default first if it is not there. */
  setDefault<Name extends keyof Globals>(name: Name, value: Globals[Name]): Exclude<Globals[Name], undefined>;
  setDefault(name: string, value: unknown): unknown;
  setDefault(name: string, value: unknown): unknown {
    if (!Object.hasOwn(this, name)) Object.defineProperty(this, name, { value, ...OWN });
    return valuesOf(this)[name];
  }

  /** The names that are set. */
  [Symbol.iterator](): IterableIterator<string> {
    return Object.keys(this)[Symbol.iterator]();
  }
}

// Its other names are the application's.
nameInPython(AppGlobals.prototype, { setdefault: "setDefault" }, { isOpen: true });

/** The names of one's own; no private member, for `g` is a Proxy and none of the class's objects. */
function valuesOf(globals: AppGlobals): Record<string, unknown> {
  return globals as unknown as Record<string, unknown>;
}

const OWN = { configurable: true, enumerable: true, writable: true };
