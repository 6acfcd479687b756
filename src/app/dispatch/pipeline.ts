/** The hooks of a request in the order they run: the application's and those of the blueprints that own the request. */

import { outwards, type Registration } from "../blueprints/registration.ts";
import type { ErrorHandlers } from "../errors/error-handlers.ts";
import type {
  AfterRequestFunction,
  BeforeBodyFunction,
  BeforeRequestFunction,
  ContextProcessor,
  Hooks,
  TeardownFunction,
  UrlDefaultsFunction,
  UrlValuePreprocessor,
} from "../scaffold/hooks.ts";

/** Every hook of the requests of one blueprint, or of those of none, flat and in order. */
export type Pipeline = {
  readonly beforeBody: readonly BeforeBodyFunction[];
  readonly urlValuePreprocessors: readonly UrlValuePreprocessor[];
  readonly beforeRequest: readonly BeforeRequestFunction[];
  readonly afterRequest: readonly AfterRequestFunction[];
  readonly teardownRequest: readonly TeardownFunction[];
  readonly urlDefaults: readonly UrlDefaultsFunction[];
  readonly contextProcessors: readonly ContextProcessor[];
  /** From the innermost blueprint to the application. */
  readonly errorHandlers: readonly ErrorHandlers[];
  /** The names of the blueprints, the innermost first: `request.blueprints`. */
  readonly blueprints: readonly string[];
};

/** The hooks of the requests that a blueprint owns; of those that none owns, if it is `undefined`. */
export function pipelineOf(app: Hooks, registration: Registration | undefined): Pipeline {
  const owners = [...outwards(registration)];
  const innermostFirst: Hooks[] = [...owners.map(({ hooks }) => hooks), app];
  const outermostFirst = innermostFirst.toReversed();
  return {
    beforeBody: outermostFirst.flatMap((hooks) => hooks.beforeBody),
    urlValuePreprocessors: outermostFirst.flatMap((hooks) => hooks.urlValuePreprocessors),
    beforeRequest: outermostFirst.flatMap((hooks) => hooks.beforeRequest),
    afterRequest: innermostFirst.flatMap((hooks) => hooks.afterRequest.toReversed()),
    teardownRequest: innermostFirst.flatMap((hooks) => hooks.teardownRequest.toReversed()),
    urlDefaults: outermostFirst.flatMap((hooks) => hooks.urlDefaults),
    contextProcessors: outermostFirst.flatMap((hooks) => hooks.contextProcessors),
    errorHandlers: innermostFirst.map((hooks) => hooks.errorHandlers),
    blueprints: owners.map(({ name }) => name),
  };
}
