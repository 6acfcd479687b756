/** The same operations as the Python oracle knows, done by the library. */
import { builtinFilters } from "../../src/templates/filters/builtin-filters.ts";
import { callFilter, callTest } from "../../src/templates/filters/named.ts";
import { builtinTests } from "../../src/templates/tests/builtin-tests.ts";
import { callMethod, getattr, getitem } from "../../src/templates/values/attributes.ts";
import { contains, eq, ge, gt, le, lt, ne } from "../../src/templates/values/compare.ts";
import type { CallContext, ValueEnvironment } from "../../src/templates/values/environment.ts";
import { formatValue } from "../../src/templates/values/format-spec.ts";
import { iterate } from "../../src/templates/values/iterate.ts";
import { add, div, floordiv, mod, mul, neg, pos, pow, sub } from "../../src/templates/values/operators.ts";
import { slice } from "../../src/templates/values/slice.ts";
import { repr, str } from "../../src/templates/values/text.ts";
import { truth } from "../../src/templates/values/truth.ts";
import { Undefined, type UndefinedClass } from "../../src/templates/values/undefined.ts";
import { type Answer, made, type Question } from "./python-oracle.ts";

/** An environment and a context that have no template, for calling filters, tests and methods alone. */
export function bareContext({
  autoescape = false,
  undefinedClass = Undefined,
  policies = {},
}: {
  autoescape?: boolean;
  undefinedClass?: UndefinedClass;
  policies?: Readonly<Record<string, unknown>>;
} = {}): CallContext {
  const environment: ValueEnvironment = {
    undefined: undefinedClass,
    filters: builtinFilters,
    tests: builtinTests,
    policies: new Map(
      Object.entries({
        "urlize.rel": "noopener",
        "truncate.leeway": 5,
        "json.dumps_kwargs": { sort_keys: true },
        ...policies,
      }),
    ),
    newlineSequence: "\n",
    isAsync: false,
    isSandboxed: false,
    getattr: (value, name) => getattr(environment, value, name),
    getitem: (value, key) => getitem(environment, value, key),
  };
  return { environment, evalContext: { environment, autoescape } };
}

type Operator = (...operands: unknown[]) => unknown;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div,
  "//": floordiv,
  "%": mod,
  "**": pow,
  "==": eq,
  "!=": ne,
  "<": lt,
  "<=": le,
  ">": gt,
  ">=": ge,
  in: (item, container) => contains(container, item),
  neg,
  pos,
  bool: truth,
  str,
  item: (value, key) => getitem(bareContext().environment, value, key),
  slice,
  spec: (value, spec) => formatValue(value, String(spec)),
};

/** Our answer to a question. */
export function answer({ kind, name, operands }: Question): Answer {
  const values = operands.map(made);
  const context = bareContext();
  const [first, ...rest] = values;
  try {
    const result =
      kind === "operator"
        ? OPERATORS[name]?.(...values)
        : kind === "method"
          ? callMethod(context, first, name, rest)
          : (kind === "filter" ? callFilter : callTest)(context, name, first, rest);
    const isIterator = typeof result === "object" && result !== null && "next" in result;
    const shown = isIterator ? [...iterate(result)] : result;
    return { str: str(shown), repr: repr(shown) };
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error) };
  }
}
