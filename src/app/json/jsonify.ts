/** `jsonify` and `json`: the JSON of the application that handles the request. */
import type { Response } from "../../http/index.ts";
import { currentContext, currentContextIfAny } from "../contexts/context.ts";
import { DefaultJSONProvider, type DumpsOptions, type JSONProvider } from "./json-provider.ts";

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

/**
 * Writes and reads JSON as the application that handles the request does; elsewhere as a new one would, with the keys
 * in the order they have: the module `flask.json`.
 *
 * @example
 * ```ts
 * json.loads(json.dumps({ at: new Date() }));
 * ```
 */
export const json: Pick<JSONProvider, "dumps" | "loads"> = {
  dumps: (value: unknown, options?: DumpsOptions): string => provider().dumps(value, options),
  loads: (text: string | Uint8Array): unknown => provider().loads(text),
};

function provider(): JSONProvider {
  return currentContextIfAny()?.app.json ?? WITHOUT_APP;
}

const WITHOUT_APP: DefaultJSONProvider = Object.assign(new DefaultJSONProvider(), { sortKeys: false });
