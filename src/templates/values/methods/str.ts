/** The methods of Python's `str`, but for `format`. */
import { Tuple } from "../../../python/index.ts";
import { LookupError, OperandTypeError, ValueError } from "../../errors.ts";
import { intArgument, optionalInt, optionalText, textArgument } from "../arguments.ts";
import { Builtin, type Run } from "../builtin.ts";
import { Dict, dictGet, isDictionary } from "../dict.ts";
import { itemsOf } from "../iterate.ts";
import { checkTextLength } from "../numbers.ts";
import { characters, slice, textLength } from "../slice.ts";
import {
  CHARACTER_KINDS,
  capitalize,
  caseFold,
  isLower,
  isTitle,
  isUpper,
  swapCase,
  titleCase,
} from "../text-case.ts";
import { splitLines, splitWords, splitWordsRight, strip } from "../text-space.ts";
import { truth } from "../truth.ts";
import { typeName } from "../type-name.ts";
import { encodeText } from "./encoding.ts";

/** The table: each method is given the string first. */
export const strMethods: Map<string, Builtin> = new Map();

function define(name: string, parameters: string, run: Run): void {
  strMethods.set(name, new Builtin(name, parameters === "" ? "self" : `self ${parameters}`, run));
}

define("capitalize", "", (_, text: string) => capitalize(text));
define("casefold", "", (_, text: string) => caseFold(text));
define("lower", "", (_, text: string) => text.toLowerCase());
define("upper", "", (_, text: string) => text.toUpperCase());
define("swapcase", "", (_, text: string) => swapCase(text));
define("title", "", (_, text: string) => titleCase(text));

for (const [name, kind] of CHARACTER_KINDS) define(name, "", (_, text: string) => kind.test(text));
define("isascii", "", (_, text: string) => /^[\0-\x7f]*$/.test(text));
define("islower", "", (_, text: string) => isLower(text));
define("isupper", "", (_, text: string) => isUpper(text));
define("istitle", "", (_, text: string) => isTitle(text));
define("isprintable", "", (_, text: string) => !/[^\P{C}]|(?! )\p{Z}/u.test(text));
define("isspace", "", (_, text: string) => text !== "" && strip(text, null, "left") === "");

define("strip", "chars?", (_, text: string, chars?: unknown) => strip(text, optionalText(chars), "both"));
define("lstrip", "chars?", (_, text: string, chars?: unknown) => strip(text, optionalText(chars), "left"));
define("rstrip", "chars?", (_, text: string, chars?: unknown) => strip(text, optionalText(chars), "right"));
define("removeprefix", "prefix", (_, text: string, prefix: unknown) =>
  text.startsWith(textArgument(prefix)) ? text.slice(textArgument(prefix).length) : text,
);
define("removesuffix", "suffix", (_, text: string, suffix: unknown) => {
  const end = textArgument(suffix);
  return end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text;
});

function padding(text: string, width: unknown, fill: unknown): { missing: number; fill: string } {
  const character = fill === undefined ? " " : textArgument(fill);
  if (textLength(character) !== 1) {
    throw new OperandTypeError("The fill character must be exactly one character long");
  }
  const missing = Math.max(0, intArgument(width) - textLength(text));
  checkTextLength(text.length + missing);
  return { missing, fill: character };
}

define("ljust", "width fillchar?", (_, text: string, width: unknown, fillchar?: unknown) => {
  const { missing, fill } = padding(text, width, fillchar);
  return text + fill.repeat(missing);
});
define("rjust", "width fillchar?", (_, text: string, width: unknown, fillchar?: unknown) => {
  const { missing, fill } = padding(text, width, fillchar);
  return fill.repeat(missing) + text;
});
define("center", "width fillchar?", (_, text: string, width: unknown, fillchar?: unknown) =>
  center(text, width, fillchar),
);
define("zfill", "width", (_, text: string, width: unknown) => {
  const { missing } = padding(text, width, undefined);
  const sign = text.startsWith("-") || text.startsWith("+") ? text.charAt(0) : "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
});

/** `str.center`: an odd blank goes to the left of an odd width. */
export function center(text: string, width: unknown, fillchar?: unknown): string {
  const { missing, fill } = padding(text, width, fillchar);
  const left = Math.floor(missing / 2) + (missing & intArgument(width) & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

define("expandtabs", "tabsize?", (_, text: string, tabsize?: unknown) => {
  const size = optionalInt(tabsize, 8);
  let result = "";
  let column = 0;
  for (const character of text) {
    if (character === "\t") {
      const blanks = size > 0 ? size - (column % size) : 0;
      checkTextLength(result.length + blanks);
      result += " ".repeat(blanks);
      column += blanks;
    } else {
      result += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return result;
});

define("replace", "old new count?", (_, text: string, old: unknown, replacement: unknown, count?: unknown) =>
  replaceText(text, textArgument(old), textArgument(replacement), optionalInt(count, -1)),
);

/** `str.replace`; a negative count replaces all. An empty `old` is found in front of every character. */
export function replaceText(text: string, old: string, replacement: string, count: number): string {
  const parts = old === "" ? ["", ...characters(text), ""] : text.split(old);
  const replaced = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  checkTextLength(text.length + replaced * replacement.length);
  if (replaced === parts.length - 1) return parts.join(replacement);
  return parts.slice(0, replaced + 1).join(replacement) + old + parts.slice(replaced + 1).join(old);
}

define("split", "sep? maxsplit?", (_, text: string, sep?: unknown, maxsplit?: unknown) => {
  const separator = optionalText(sep);
  const limit = optionalInt(maxsplit, -1);
  if (separator === null) return splitWords(text, limit);
  if (separator === "") throw new ValueError("empty separator");
  const parts = text.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
});
define("rsplit", "sep? maxsplit?", (_, text: string, sep?: unknown, maxsplit?: unknown) => {
  const separator = optionalText(sep);
  const limit = optionalInt(maxsplit, -1);
  if (separator === null) return splitWordsRight(text, limit);
  if (separator === "") throw new ValueError("empty separator");
  const parts = splitRight(text, separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [parts.slice(0, parts.length - limit).join(separator), ...parts.slice(parts.length - limit)];
});

/** Overlapping separators are found from the right. */
function splitRight(text: string, separator: string): string[] {
  const parts: string[] = [];
  let end = text.length;
  for (;;) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (at === -1) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

define("splitlines", "keepends?", (_, text: string, keepends?: unknown) =>
  splitLines(text, keepends !== undefined && truth(keepends)),
);
define("partition", "sep", (_, text: string, sep: unknown) => {
  const separator = nonEmpty(sep);
  const at = text.indexOf(separator);
  if (at === -1) return new Tuple(text, "", "");
  return new Tuple(text.slice(0, at), separator, text.slice(at + separator.length));
});
define("rpartition", "sep", (_, text: string, sep: unknown) => {
  const separator = nonEmpty(sep);
  const at = text.lastIndexOf(separator);
  if (at === -1) return new Tuple("", "", text);
  return new Tuple(text.slice(0, at), separator, text.slice(at + separator.length));
});

function nonEmpty(sep: unknown): string {
  const separator = textArgument(sep);
  if (separator === "") throw new ValueError("empty separator");
  return separator;
}

define("join", "iterable", (_, text: string, iterable: unknown) => {
  const parts = itemsOf(iterable).map((item, index) => {
    if (typeof item === "string") return item;
    if (typeName(item) === "Markup") return textArgument(item);
    throw new OperandTypeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
  });
  checkTextLength(parts.reduce((sum, part) => sum + part.length, text.length * parts.length));
  return parts.join(text);
});

/** The stretch that a search is limited to, and where it begins, in characters. */
function stretch(
  text: string,
  start: unknown,
  end: unknown,
): { part: string; offset: number; isValid: boolean } {
  if (start === undefined && end === undefined) return { part: text, offset: 0, isValid: true };
  const length = textLength(text);
  const first = optionalInt(start, 0);
  const last = optionalInt(end, length);
  const offset = Math.max(0, first < 0 ? first + length : first);
  const stop = Math.min(length, Math.max(0, last < 0 ? last + length : last));
  const part = slice(text, first, last, null) as string;
  return { part, offset, isValid: offset <= stop };
}

function find(text: string, sub: unknown, start: unknown, end: unknown, isLast: boolean): number {
  const { part, offset, isValid } = stretch(text, start, end);
  const wanted = textArgument(sub);
  if (!isValid) return -1;
  const at = isLast ? part.lastIndexOf(wanted) : part.indexOf(wanted);
  return at === -1 ? -1 : offset + textLength(part.slice(0, at));
}

for (const [name, isLast] of [["find", false] as const, ["rfind", true] as const]) {
  define(name, "sub start? end?", (_, text: string, sub: unknown, start?: unknown, end?: unknown) =>
    find(text, sub, start, end, isLast),
  );
}
for (const [name, isLast] of [["index", false] as const, ["rindex", true] as const]) {
  define(name, "sub start? end?", (_, text: string, sub: unknown, start?: unknown, end?: unknown) => {
    const at = find(text, sub, start, end, isLast);
    if (at === -1) throw new ValueError("substring not found");
    return at;
  });
}
define("count", "sub start? end?", (_, text: string, sub: unknown, start?: unknown, end?: unknown) => {
  const { part, isValid } = stretch(text, start, end);
  const wanted = textArgument(sub);
  if (!isValid) return 0;
  return wanted === "" ? textLength(part) + 1 : part.split(wanted).length - 1;
});

function hasEnd(
  text: string,
  ends: unknown,
  start: unknown,
  end: unknown,
  test: (part: string, wanted: string) => boolean,
): boolean {
  const { part, isValid } = stretch(text, start, end);
  const wanted = ends instanceof Tuple ? [...ends].map(textArgument) : [textArgument(ends)];
  return isValid && wanted.some((one) => test(part, one));
}

define(
  "startswith",
  "prefix start? end?",
  (_, text: string, prefix: unknown, start?: unknown, end?: unknown) =>
    hasEnd(text, prefix, start, end, (part, wanted) => part.startsWith(wanted)),
);
define("endswith", "suffix start? end?", (_, text: string, suffix: unknown, start?: unknown, end?: unknown) =>
  hasEnd(text, suffix, start, end, (part, wanted) => part.endsWith(wanted)),
);

define("encode", "encoding? errors?", (_, text: string, encoding?: unknown, errors?: unknown) =>
  encodeText(text, optionalText(encoding) ?? "utf-8", optionalText(errors) ?? "strict"),
);

define("translate", "table", (_, text: string, table: unknown) => {
  if (!isDictionary(table)) throw new LookupError("translate() needs a dictionary of code points");
  let result = "";
  for (const character of text) {
    const found = dictGet(table, character.codePointAt(0));
    if (found === undefined) result += character;
    else if (found !== null)
      result += typeof found === "number" ? String.fromCodePoint(found) : textArgument(found);
    checkTextLength(result.length);
  }
  return result;
});
define("maketrans", "x y? z?", (_, _text: string, x: unknown, y?: unknown, z?: unknown) => {
  const table = new Dict();
  const from = Array.from(textArgument(x));
  const to = Array.from(optionalText(y) ?? "");
  if (from.length !== to.length) {
    throw new ValueError("the first two maketrans arguments must have equal length");
  }
  from.forEach((character, index) => void table.set(character.codePointAt(0), to[index]?.codePointAt(0)));
  for (const character of optionalText(z) ?? "") table.set(character.codePointAt(0), null);
  return table;
});
