/** Filters and tests called by their names: `map("upper")`, `select("odd")`. */
import { TemplateRuntimeError } from "../errors.ts";
import { call, type Keywords } from "../values/call.ts";
import type { CallContext } from "../values/environment.ts";
import { str } from "../values/text.ts";
import { Undefined } from "../values/undefined.ts";

/** A filter or test of an environment; throws a TemplateRuntimeError if there is none of the name. */
export function findNamed(context: CallContext, kind: "filter" | "test", name: unknown): unknown {
  const { filters, tests } = context.environment;
  const found = (kind === "filter" ? filters : tests).get(str(name));
  if (found !== undefined) return found;
  const hint =
    name instanceof Undefined
      ? ` (${name.undefinedMessage}; did you forget to quote the callable name?)`
      : "";
  throw new TemplateRuntimeError(`No ${kind} named '${str(name)}'.${hint}`);
}

/** Calls a filter by name. Jinja's `Environment.call_filter`. */
export function callFilter(
  context: CallContext,
  name: unknown,
  value: unknown,
  args: readonly unknown[] = [],
  keywords?: Keywords | undefined,
): unknown {
  return call(context, findNamed(context, "filter", name), [value, ...args], keywords);
}

/** Calls a test by name. Jinja's `Environment.call_test`. */
export function callTest(
  context: CallContext,
  name: unknown,
  value: unknown,
  args: readonly unknown[] = [],
  keywords?: Keywords | undefined,
): unknown {
  return call(context, findNamed(context, "test", name), [value, ...args], keywords);
}
