/** The global functions of Jinja: `range`, `dict`, `lipsum`, `cycler`, `joiner`, `namespace`. */
import { Markup } from "../../markup/index.ts";
import { OperandTypeError, OverflowError } from "../errors.ts";
import { intArgument } from "../values/arguments.ts";
import { Builtin, VariadicBuiltin } from "../values/builtin.ts";
import { Dict } from "../values/dict.ts";
import { pairsOf } from "../values/methods/collections.ts";
import { Range } from "../values/range.ts";
import { truth } from "../values/truth.ts";
import { Cycler, Joiner } from "./cycler.ts";
import { loremIpsum } from "./lorem-ipsum.ts";
import { Namespace } from "./namespace.ts";

/** `range` beyond this would not be counted exactly. */
const MAX_RANGE = Number.MAX_SAFE_INTEGER / 2;

function range(start: unknown, stop: unknown, step: unknown): Range {
  const [first, last] =
    stop === undefined ? [0, intArgument(start)] : [intArgument(start), intArgument(stop)];
  if (Math.abs(first) > MAX_RANGE || Math.abs(last) > MAX_RANGE) {
    throw new OverflowError("Python int too large to convert to C ssize_t");
  }
  return new Range(first, last, step === undefined ? 1 : intArgument(step));
}

/** The globals that every environment begins with. */
export const builtinGlobals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  [
    "range",
    new Builtin(
      "range",
      "start stop? step?",
      (_, start: unknown, stop?: unknown, step?: unknown) => range(start, stop, step),
      "<class 'range'>",
    ),
  ],
  [
    "dict",
    new VariadicBuiltin(
      "dict",
      (_, args, keywords) => {
        if (args.length > 1)
          throw new OperandTypeError(`dict expected at most 1 argument, got ${args.length}`);
        return new Dict([...(args.length === 0 ? [] : pairsOf(args[0])), ...(keywords ?? [])]);
      },
      "<class 'dict'>",
    ),
  ],
  [
    "lipsum",
    new Builtin(
      "lipsum",
      "n? html? min? max?",
      (_, n: unknown = 5, html: unknown = true, min: unknown = 20, max: unknown = 100) => {
        const isHTML = truth(html);
        const text = loremIpsum(intArgument(n), isHTML, intArgument(min), intArgument(max));
        return isHTML ? new Markup(text) : text;
      },
    ),
  ],
  ["cycler", new VariadicBuiltin("cycler", (_, args) => new Cycler(args), "<class 'jinja2.utils.Cycler'>")],
  [
    "joiner",
    new Builtin(
      "joiner",
      "sep?",
      (_, sep: unknown = ", ") => new Joiner(sep),
      "<class 'jinja2.utils.Joiner'>",
    ),
  ],
  [
    "namespace",
    new VariadicBuiltin(
      "namespace",
      (_, args, keywords) => {
        if (args.length > 1)
          throw new OperandTypeError(`namespace expected at most 1 argument, got ${args.length}`);
        return new Namespace([...(args.length === 0 ? [] : pairsOf(args[0])), ...(keywords ?? [])]);
      },
      "<class 'jinja2.utils.Namespace'>",
    ),
  ],
]);
