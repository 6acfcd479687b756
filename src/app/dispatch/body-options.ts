/** How the body of a request is received: what its route and the application say, the nearer first. */
import {
  type BodyLimits,
  type BodyOptions,
  effectiveLimits,
  type MatchedRule,
  printable,
} from "../../http/index.ts";
import type { Application } from "../application.ts";
import { outwards, type Registration } from "../blueprints/registration.ts";

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
 * @throws TypeError for a limit that is none, where the route is registered.
 */
export function routeBody(rule: string, options: RouteBody, registration?: Registration): RouteBody {
  const { body } = options;
  if (body !== undefined && body !== "stream") {
    throw new TypeError(
      `The body of ${JSON.stringify(rule)} can be "stream", or left out to be received first.`,
    );
  }
  const around = Array.from(outwards(registration), ({ limits }) => limits);
  const all = [routeLimits(options), ...around];
  return {
    body,
    maxContentLength: nearest(...all.map(({ maxContentLength }) => maxContentLength)),
    maxFormMemorySize: nearest(...all.map(({ maxFormMemorySize }) => maxFormMemorySize)),
    maxFormParts: nearest(...all.map(({ maxFormParts }) => maxFormParts)),
  };
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
      ? (reason) => app.logger.warn(`A form could not be read: ${printable(reason)}`)
      : undefined,
  };
}

/** The first that is said; `null` says that there is no limit. */
function nearest(...limits: readonly (number | null | undefined)[]): number | null | undefined {
  return limits.find((limit) => limit !== undefined);
}
