/** How the body of a request is received: what its route and the application say, the nearer first. */
import { type BodyLimits, type BodyOptions, effectiveLimits, type MatchedRule } from "../http/index.ts";
import type { Application } from "./application.ts";

/** What a route says about the bodies of its requests. What is left out, the configuration says. */
export type RouteBody = Pick<BodyLimits, "maxContentLength" | "maxFormMemorySize" | "maxFormParts"> & {
  /** `"stream"` leaves the body to the view, which reads `request.stream`; it is received first otherwise. */
  readonly body?: "stream" | undefined;
};

/**
 * What the options of a route say about bodies.
 * @throws TypeError for a limit that is none, where the route is registered.
 */
export function routeBody(rule: string, options: RouteBody): RouteBody {
  const { body, maxContentLength, maxFormMemorySize, maxFormParts } = options;
  if (body !== undefined && body !== "stream") {
    throw new TypeError(
      `The body of ${JSON.stringify(rule)} can be "stream", or left out to be received first.`,
    );
  }
  const limits = { maxContentLength, maxFormMemorySize, maxFormParts };
  effectiveLimits(limits);
  return { body, ...limits };
}

/** How the body of a request that matched a rule is received. */
export function bodyOptions(app: Application, rule: MatchedRule): BodyOptions {
  const { config } = app;
  const route = app.routeOf(rule)?.body;
  const maxFormParts = nearest(route?.maxFormParts, config.maxFormParts);
  return {
    body: route?.body,
    maxContentLength: nearest(route?.maxContentLength, config.maxContentLength),
    maxFormMemorySize: nearest(route?.maxFormMemorySize, config.maxFormMemorySize),
    maxFormParts,
    maxFormFields: maxFormParts,
    maxBodyMemory: config.maxBodyMemory,
    maxSpoolSize: config.maxSpoolSize,
    debug: config.debug,
    loadJSON: (text) => app.json.loads(text),
    onMalformedForm: config.debug
      ? (reason) => app.logger.warn(`A form could not be read: ${reason}`)
      : undefined,
  };
}

/** The first that is said; `null` says that there is no limit. */
function nearest(...limits: readonly (number | null | undefined)[]): number | null | undefined {
  return limits.find((limit) => limit !== undefined);
}
