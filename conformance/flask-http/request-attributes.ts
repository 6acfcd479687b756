/** The attributes of Flask's request, by its names. */
import { request } from "../../src/index.ts";
import type { Fields } from "../area.ts";
import { camelCase } from "./keywords.ts";

/** The value of an attribute in the request that is being handled, as Flask gives it. */
export function requestAttribute(name: string): unknown {
  if (name === "user_agent") return request.userAgent ?? "";
  if (name === "rule") return request.urlRule?.rule;
  if (name === "access_route") return [...request.accessRoute];
  if (name === "blueprints") return [...request.blueprints];
  if (name === "view_args") return request.viewArgs === undefined ? null : { ...request.viewArgs };
  if (name === "mimetype_params") return Object.fromEntries(request.mimetypeParams);
  if (name === "authorization") {
    const { authorization } = request;
    if (authorization === undefined) return null;
    const { type, parameters, token = null } = authorization;
    return { type, parameters: Object.fromEntries(parameters), token };
  }
  return (request as unknown as Fields)[camelCase(name)];
}
