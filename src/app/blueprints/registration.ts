/** A blueprint as an application knows it: under the name, and within the blueprints, that it was registered with. */
import type { RouteLimits } from "../routing/route-body.ts";
import type { Hooks } from "../scaffold/hooks.ts";

/** What an application keeps of a blueprint that was registered. */
export type Registration = {
  /** The whole name, `"admin.users"` for a blueprint within another. */
  readonly name: string;
  readonly hooks: Hooks;
  /** What it says about the bodies of requests. */
  readonly limits: RouteLimits;
  /** The blueprint that it was registered on; `undefined` for the application. */
  readonly outer: Registration | undefined;
};

/** From the blueprint itself to the outermost one. */
export function* outwards(registration: Registration | undefined): Generator<Registration> {
  for (let one = registration; one !== undefined; one = one.outer) yield one;
}
