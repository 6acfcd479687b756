/** How an object stands for the one of the moment. */
import { inspectAs } from "../../python/index.ts";
import { Session } from "../../sessions/index.ts";
import { hasAppContext, hasRequestContext } from "./context.ts";

/** What a proxy stands on: a log looks through the proxy, and shows what it stands for where that is. */
export function stand<T extends object>(name: string, prototype: T, target: () => unknown): T {
  inspectAs(prototype, (_, inspect) =>
    hasAppContext() ? inspect(target()) : `${name} (outside of an application)`,
  );
  return Object.create(prototype) as T;
}

/** An object with every member of the prototype, and the fields named, each of which asks the target of the moment. */
export function forward<T extends object>(
  prototype: T,
  target: () => T,
  fields: readonly (keyof T)[] = [],
): T {
  const forwarder: object = Object.create(FORWARDER);
  // The class that an error names.
  Object.defineProperty(forwarder, "constructor", { value: prototype.constructor });
  // To log it is no mistake, wherever that is.
  inspectAs(forwarder, (_, inspect) =>
    hasRequestContext() ? inspect(target()) : `${prototype.constructor.name} (outside of a request)`,
  );
  for (let level: object = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const key of Reflect.ownKeys(level)) {
      if (key === "constructor" || Object.hasOwn(forwarder, key)) continue;
      const isMethod = typeof Object.getOwnPropertyDescriptor(level, key)?.value === "function";
      Object.defineProperty(forwarder, key, isMethod ? methodOf(key, target) : accessorOf(key, target));
    }
  }
  for (const key of fields) Object.defineProperty(forwarder, key, accessorOf(key, target));
  return forwarder as T;
}

type Members = Record<PropertyKey, (...args: unknown[]) => unknown>;

function methodOf(key: PropertyKey, target: () => object): PropertyDescriptor {
  return { value: (...args: unknown[]): unknown => (target() as Members)[key]?.(...args) };
}

function accessorOf(key: PropertyKey, target: () => object): PropertyDescriptor {
  return {
    get: () => (target() as Record<PropertyKey, unknown>)[key],
    set: (value: unknown) => {
      (target() as Record<PropertyKey, unknown>)[key] = value;
    },
  };
}

// Not a plain object's: a template would take it for a dictionary. What a forwarder has no member for is asked of this: it
// would be kept there for everybody.
const FORWARDER: object = new Proxy(Object.create(null) as object, {
  set: (_, name, _value, receiver) => {
    const isSession = Reflect.get(receiver, "constructor") === Session;
    throw new TypeError(
      isSession
        ? `session.${String(name)} is no member of a session; what it keeps is set by session.set("${String(name)}", value).`
        : `request.${String(name)} is no member of a request; keep what belongs to it in g.${String(name)}.`,
    );
  },
});
