/** `request`, `session` and `g`: objects that stand for those of the moment. */
import { Request } from "../../http/index.ts";
import { Session } from "../../sessions/index.ts";
import { AppGlobals, type Globals } from "./app-globals.ts";
import { currentContext } from "./context.ts";
import { forward, stand } from "./stand-ins.ts";

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
