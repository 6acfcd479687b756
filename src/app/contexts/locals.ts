/** `request`, `session`, `g` and `currentApp`: objects that stand for those of the moment. */
import { Request } from "../../http/index.ts";
import { inspectAs } from "../../python/index.ts";
import { Session } from "../../sessions/index.ts";
import type { Flagon } from "../flagon.ts";
import { AppGlobals, type Globals } from "./app-globals.ts";
import { currentContext, currentContextIfAny, hasAppContext, hasRequestContext } from "./context.ts";

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

/**
 * The request being handled: `flask.request`.
 *
 * @throws OutsideContextError where there is none.
 */
export const request: Request = forward(Request.prototype, () => currentContext("request").request, [
  "endpoint",
  "viewArgs",
  "urlRule",
  "routingException",
  "blueprints",
]);

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

/**
 * What the request keeps for itself, under names of your own: `flask.g`. It is empty at the start of each request.
 * The compiler knows the names that are declared.
 *
 * @throws OutsideContextError where there is no request.
 * @example
 * ```ts
 * declare module "flagon" {
 *   interface Globals {
 *     user?: User;
 *   }
 * }
 * app.beforeRequest(() => {
 *   g.user = users.get(session.get("userId"));
 * });
 * ```
 */
export const g: AppGlobals & Globals = new Proxy(
  stand("g", new AppGlobals(), () => ({ ...currentContext("g").g })),
  {
    get: (_, name) => Reflect.get(currentContext("g").g, name, currentContext("g").g),
    set: (_, name, value) => Reflect.set(currentContext("g").g, name, value),
    has: (_, name) => Reflect.has(currentContext("g").g, name),
    deleteProperty: (_, name) => Reflect.deleteProperty(currentContext("g").g, name),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(currentContext("g").g, name, descriptor),
    ownKeys: () => Reflect.ownKeys(currentContext("g").g),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(currentContext("g").g, name),
  },
);

/**
 * The application that handles the request, or whose `appContext` this is: `flask.current_app`.
 *
 * @throws OutsideContextError where there is none.
 */
export const currentApp: Flagon = new Proxy(
  stand("currentApp", {} as Flagon, () => currentContext("currentApp").app),
  {
    get: (_, name) => memberOf(currentContext("currentApp").app, name),
    set: (_, name, value) => Reflect.set(currentContext("currentApp").app, name, value),
    has: (_, name) => Reflect.has(currentContext("currentApp").app, name),
    getPrototypeOf: () => Reflect.getPrototypeOf(currentContextIfAny()?.app ?? {}),
  },
);

/** What a proxy stands on: a log looks through the proxy, and shows what it stands for where that is. */
function stand<T extends object>(name: string, prototype: T, target: () => unknown): T {
  inspectAs(prototype, (_, inspect) =>
    hasAppContext() ? inspect(target()) : `${name} (outside of an application)`,
  );
  return Object.create(prototype) as T;
}

/** A method of the application needs the application, not what stands for it, whose private members it has none of. */
function memberOf(app: object, name: PropertyKey): unknown {
  const value: unknown = Reflect.get(app, name, app);
  return typeof value === "function" && isMethod(app, name) ? value.bind(app) : value;
}

/** A class that is kept in a property, such as `requestClass`, is no method. */
function isMethod(app: object, name: PropertyKey): boolean {
  if (name === "constructor") return false;
  for (let level = Object.getPrototypeOf(app); level !== null; level = Object.getPrototypeOf(level)) {
    const descriptor = Object.getOwnPropertyDescriptor(level, name);
    if (descriptor !== undefined) return "value" in descriptor && !Object.hasOwn(app, name);
  }
  return false;
}

/** An object with every member of the prototype, and the fields named, each of which asks the target of the moment. */
function forward<T extends object>(prototype: T, target: () => T, fields: readonly (keyof T)[] = []): T {
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
