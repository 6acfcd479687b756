/** `jsonify`: a response that is JSON. */
import type { Response } from "../http/index.ts";
import { currentContext } from "./context.ts";

/**
 * A response that is the JSON of a value, by the application's provider: `flask.jsonify`. A view that returns an object
 * or an array need not call it; it is for other values, and to change the response.
 *
 * @param values The value; several become a list, none is `null`. Flask's keyword arguments are an object.
 * @throws TypeError for a value that has no JSON; OutsideContextError where there is no request.
 * @example
 * ```ts
 * app.get("/count", () => jsonify(count));
 * ```
 */
export function jsonify(...values: readonly unknown[]): Response {
  return currentContext("jsonify").app.json.response(...values);
}
