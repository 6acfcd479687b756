/** `currentApp`: an object that stands for the application of the moment. */
import type { Flagon } from "../flagon.ts";
import { currentContext, currentContextIfAny } from "./context.ts";
import { stand } from "./stand-ins.ts";

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
