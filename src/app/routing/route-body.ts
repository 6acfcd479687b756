/** What routes and blueprints say about the bodies of their requests. */
import { type BodyLimits, effectiveLimits } from "../../http/index.ts";

/** How much of a body is taken. What is left out, the blueprint around it says, or the configuration. */
export type RouteLimits = Pick<BodyLimits, "maxContentLength" | "maxFormMemorySize" | "maxFormParts">;

/** What a route says about the bodies of its requests. */
export type RouteBody = RouteLimits & {
  /** `"stream"` leaves the body to the view, which reads `request.stream`; it is received first otherwise. */
  readonly body?: "stream" | undefined;
};

/** The limits among the options of a route or a blueprint. @throws TypeError for one that is none */
export function routeLimits(options: RouteLimits): RouteLimits {
  const { maxContentLength, maxFormMemorySize, maxFormParts } = options;
  const limits = { maxContentLength, maxFormMemorySize, maxFormParts };
  effectiveLimits(limits);
  return limits;
}

/**
 * What the options of a route say about bodies, or else the blueprints that it is of.
 *
 * @param around What the blueprints say, the innermost first.
 * @throws TypeError for a limit that is none, where the route is registered.
 */
export function routeBody(rule: string, options: RouteBody, around: readonly RouteLimits[]): RouteBody {
  const { body } = options;
  if (body !== undefined && body !== "stream") {
    throw new TypeError(
      `The body of ${JSON.stringify(rule)} can be "stream", or left out to be received first.`,
    );
  }
  const all = [routeLimits(options), ...around];
  return {
    body,
    maxContentLength: nearest(...all.map(({ maxContentLength }) => maxContentLength)),
    maxFormMemorySize: nearest(...all.map(({ maxFormMemorySize }) => maxFormMemorySize)),
    maxFormParts: nearest(...all.map(({ maxFormParts }) => maxFormParts)),
  };
}

/** The first limit that is said; `null` says that there is none. */
export function nearest(...limits: readonly (number | null | undefined)[]): number | null | undefined {
  return limits.find((limit) => limit !== undefined);
}
