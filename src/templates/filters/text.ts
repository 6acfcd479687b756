/** Filters of text: case, padding, shortening, replacing. */
import { Markup, stripTags } from "../../markup/index.ts";
import { Tuple } from "../../python/index.ts";
import { AssertionError, FilterArgumentError } from "../errors.ts";
import { intArgument, optionalInt } from "../values/arguments.ts";
import { callMethod, requireMethod } from "../values/attributes.ts";
import { Dict } from "../values/dict.ts";
import type { CallContext } from "../values/environment.ts";
import { hasHTML, toMarkup } from "../values/escape.ts";
import { itemsOf } from "../values/iterate.ts";
import { lengthOf } from "../values/length.ts";
import { checkTextLength } from "../values/numbers.ts";
import { add, mod, mul } from "../values/operators.ts";
import { slice } from "../values/slice.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { type Table, table } from "./define.ts";
import { softMethod, softText } from "./soft-text.ts";

/** The filters of text. */
export const textFilters: Table = table({
  upper: [
    "s",
    (context, s: unknown) => (typeof s === "string" ? s.toUpperCase() : softMethod(context, s, "upper")),
  ],
  lower: [
    "s",
    (context, s: unknown) => (typeof s === "string" ? s.toLowerCase() : softMethod(context, s, "lower")),
  ],
  capitalize: ["s", (context, s: unknown) => softMethod(context, s, "capitalize")],
  title: ["s", (_, s: unknown) => title(softText(s).toString())],
  trim: [
    "value chars?",
    (context, value: unknown, chars?: unknown) => softMethod(context, value, "strip", chars),
  ],
  center: [
    "value width?",
    (context, value: unknown, width?: unknown) =>
      softMethod(context, value, "center", optionalInt(width, 80)),
  ],
  string: ["s", (_, s: unknown) => softText(s)],
  striptags: ["value", (_, value: unknown) => stripTags(hasHTML(value) ? value.__html__() : str(value))],
  wordcount: [
    "s",
    (_, s: unknown) =>
      softText(s)
        .toString()
        .match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  ],
  indent: ["s width? first? blank?", indent],
  truncate: ["s length? killwords? end? leeway?", truncate],
  replace: ["s old new count?", replace],
  format(_, [value, ...args], keywords) {
    if (args.length > 0 && keywords !== undefined && keywords.size > 0) {
      throw new FilterArgumentError("can't handle positional and keyword arguments at the same time");
    }
    return mod(
      softText(value),
      keywords !== undefined && keywords.size > 0 ? new Dict(keywords) : Tuple.from(args),
    );
  },
});

const WORD_BEGINNING = /([-\s({[<]+)/;

/** Every word with a capital, and the rest of it in lower case; unlike `str.title` after an apostrophe too. */
function title(text: string): string {
  let result = "";
  for (const part of text.split(WORD_BEGINNING)) {
    const [first = ""] = part;
    result += first.toUpperCase() + part.slice(first.length).toLowerCase();
  }
  return result;
}

function indent(
  context: CallContext,
  s: unknown,
  width: unknown = 4,
  first?: unknown,
  blank?: unknown,
): unknown {
  const indention =
    typeof width === "string" || width instanceof Markup ? width.toString() : mul(" ", intArgument(width));
  const isMarkup = s instanceof Markup;
  // The line break makes the last line a line of its own, and refuses what is no text.
  const text = Array.isArray(s) && !(s instanceof Tuple) ? s : add(s, isMarkup ? new Markup("\n") : "\n");
  const lines = itemsOf(requireMethod(context, text, "splitlines")).map(str);
  const space = str(indention);
  checkTextLength(lines.length * space.length);
  const keepsBlank = blank !== undefined && truth(blank);
  const rest = lines.slice(1).map((line) => (keepsBlank || line !== "" ? space + line : line));
  const result = [lines[0] ?? "", ...rest].join("\n");
  const indented = first !== undefined && truth(first) ? space + result : result;
  return isMarkup ? new Markup(indented) : indented;
}

function truncate(
  context: CallContext,
  s: unknown,
  length: unknown = 255,
  killWords: unknown = false,
  end: unknown = "...",
  leeway: unknown = null,
): unknown {
  const room = intArgument(length);
  const spare = intArgument(leeway ?? context.environment.policies.get("truncate.leeway") ?? 5);
  const endLength = lengthOf(end);
  if (room < endLength) throw new AssertionError(`expected length >= ${endLength}, got ${room}`);
  if (spare < 0) throw new AssertionError(`expected leeway >= 0, got ${spare}`);
  if (lengthOf(s) <= room + spare) return s;
  const kept = slice(s, 0, room - endLength, null);
  if (truth(killWords)) return add(kept, end);
  return add(itemsOf(callMethod(context, kept, "rsplit", [" ", 1]))[0], end);
}

function replace(
  context: CallContext,
  s: unknown,
  old: unknown,
  replacement: unknown,
  count?: unknown,
): unknown {
  const limit = optionalInt(count, -1);
  if (!context.evalContext.autoescape) {
    return callMethod(context, str(s), "replace", [str(old), str(replacement), limit]);
  }
  const becomesMarkup = hasHTML(old) || (hasHTML(replacement) && !hasHTML(s));
  const text = becomesMarkup ? toMarkup(s) : softText(s);
  return callMethod(context, text, "replace", [softText(old), softText(replacement), limit]);
}
