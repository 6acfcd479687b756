/** How the body of a request is received: what its route and the application say, the nearer first. */
import { type BodyOptions, type MatchedRule, printable } from "../../http/index.ts";
import type { Application } from "../application.ts";
import { nearest } from "../routing/route-body.ts";

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
