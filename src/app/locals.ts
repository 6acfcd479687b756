/** `request` and `session`: objects that stand for those of the request being handled. */
import { Request } from "../http/index.ts";
import { Session } from "../sessions/index.ts";
import { currentContext } from "./context.ts";

/**
 * The request being handled: `flask.request`.
 *
 * @throws OutsideContextError where there is none.
 */
export const request: Request = forward(Request.prototype, () => currentContext("request").request);

/**
 * The session of the request being handled, a dictionary: `flask.session`.
 *
 * @throws OutsideContextError where there is no request.
 * @example
 * ```ts
 * session.set("username", "admin");
 * session.get("username"); // "admin"
 * ```
 */
export const session: Session = forward(Session.prototype, () => currentContext("session").session);

/** An object with every member of the prototype, each of which asks the target of the moment. */
function forward<T extends object>(prototype: T, target: () => T): T {
  const forwarder: object = Object.create(null);
  for (let level: object = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const key of Reflect.ownKeys(level)) {
      if (key === "constructor" || Object.hasOwn(forwarder, key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(level, key);
      if (descriptor !== undefined) Object.defineProperty(forwarder, key, forwarding(key, descriptor, target));
    }
  }
  return forwarder as T;
}

function forwarding(key: PropertyKey, original: PropertyDescriptor, target: () => object): PropertyDescriptor {
  const { enumerable = false } = original;
  if (typeof original.value === "function") {
    const method: unknown = (...args: unknown[]) => Reflect.apply(Reflect.get(target(), key) as () => unknown, target(), args);
    return { value: method, enumerable, configurable: false, writable: false };
  }
  return {
    get: () => Reflect.get(target(), key) as unknown,
    set: (value: unknown) => {
      Reflect.set(target(), key, value);
    },
    enumerable,
    configurable: false,
  };
}
