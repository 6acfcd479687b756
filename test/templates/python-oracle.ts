/** Asks a real Python what an operation on values gives, for many cases in one process. */
import { execFileSync } from "node:child_process";
import { Markup } from "../../src/markup/index.ts";
import { Tuple } from "../../src/python/index.ts";
import { Dict } from "../../src/templates/values/dict.ts";
import { float } from "../../src/templates/values/float.ts";

/** A value that both sides can make. */
export type Neutral =
  | null
  | boolean
  | string
  | { readonly int: string }
  | { readonly float: string }
  | { readonly list: readonly Neutral[] }
  | { readonly tuple: readonly Neutral[] }
  | { readonly dict: readonly (readonly [Neutral, Neutral])[] }
  | { readonly markup: string };

/** An operation: an operator, a method or a filter, with its operands. */
export type Question = {
  readonly kind: "operator" | "method" | "filter" | "test";
  readonly name: string;
  readonly operands: readonly Neutral[];
};

/** What came of it: `str` and `repr` of the result, or the class of the error. */
export type Answer = { readonly str: string; readonly repr: string } | { readonly error: string };

const SCRIPT = `
import json, sys, operator, types
try:
    import jinja2
    env = jinja2.Environment(autoescape=False)
    from markupsafe import Markup
except ImportError:
    env = None
def value(v):
    if v is None or isinstance(v, (bool, str)): return v
    (kind, inner), = v.items()
    if kind == "int": return int(inner)
    if kind == "float": return float(inner)
    if kind == "list": return [value(x) for x in inner]
    if kind == "tuple": return tuple(value(x) for x in inner)
    if kind == "dict": return {value(k): value(x) for k, x in inner}
    if kind == "markup": return Markup(inner)
operators = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "in": lambda a, b: a in b, "neg": operator.neg, "pos": operator.pos,
    "bool": bool, "str": str, "item": operator.getitem, "slice": lambda v, a, b, c: v[a:b:c], "spec": format,
}
def run(q):
    args = [value(v) for v in q["operands"]]
    if q["kind"] == "operator": result = operators[q["name"]](*args)
    elif q["kind"] == "method": result = getattr(args[0], q["name"])(*args[1:])
    elif q["kind"] == "test": result = env.call_test(q["name"], args[0], args[1:], context=env.from_string("").new_context())
    else:
        result = env.call_filter(q["name"], args[0], args[1:], context=env.from_string("").new_context())
    if hasattr(result, "__next__"): result = list(result)
    return {"str": str(result), "repr": repr(result)}
answers = []
for q in json.load(sys.stdin):
    try: answers.append(run(q))
    except Exception as e: answers.append({"error": type(e).__name__})
json.dump(answers, sys.stdout)
`;

/** Python's answers, in the order of the questions. */
export function askPython(python: string, questions: readonly Question[]): Answer[] {
  const output = execFileSync(python, ["-c", SCRIPT], {
    input: JSON.stringify(questions),
    maxBuffer: 1 << 28,
    encoding: "utf8",
  });
  return JSON.parse(output) as Answer[];
}

/** A neutral value as a template of ours has it. */
export function made(neutral: Neutral): unknown {
  if (neutral === null || typeof neutral === "boolean" || typeof neutral === "string") return neutral;
  if ("int" in neutral) {
    const number = Number(neutral.int);
    return Number.isSafeInteger(number) ? number : BigInt(neutral.int);
  }
  if ("float" in neutral) {
    const names: Readonly<Record<string, number>> = {
      inf: Number.POSITIVE_INFINITY,
      "-inf": Number.NEGATIVE_INFINITY,
      nan: Number.NaN,
    };
    return float(names[neutral.float] ?? Number(neutral.float));
  }
  if ("list" in neutral) return neutral.list.map(made);
  if ("tuple" in neutral) return Tuple.from(neutral.tuple.map(made));
  if ("dict" in neutral) return new Dict(neutral.dict.map(([key, value]) => [made(key), made(value)]));
  return new Markup(neutral.markup);
}
