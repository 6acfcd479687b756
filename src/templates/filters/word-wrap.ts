/** The filter `wordwrap`: text in lines of a width, broken as Python's `textwrap` breaks it. */
import { ValueError } from "../errors.ts";
import { intArgument } from "../values/arguments.ts";
import { requireMethod } from "../values/attributes.ts";
import type { CallContext } from "../values/environment.ts";
import { itemsOf } from "../values/iterate.ts";
import { characters } from "../values/slice.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { type Table, table } from "./define.ts";

/** The one filter. */
export const wordWrapFilters: Table = table({
  wordwrap: ["s width? break_long_words? wrapstring? break_on_hyphens?", wordWrap],
});

function wordWrap(
  context: CallContext,
  s: unknown,
  width: unknown = 79,
  breakLongWords: unknown = true,
  wrapString: unknown = null,
  breakOnHyphens: unknown = true,
): string {
  const separator = str(wrapString ?? context.environment.newlineSequence);
  const options = {
    width: intArgument(width),
    breaksWords: truth(breakLongWords),
    breaksHyphens: truth(breakOnHyphens),
  };
  const lines = itemsOf(requireMethod(context, s, "splitlines")).map(str);
  return lines.map((line) => wrapLine(line, options).join(separator)).join(separator);
}

type Options = { readonly width: number; readonly breaksWords: boolean; readonly breaksHyphens: boolean };

function wrapLine(line: string, options: Options): string[] {
  if (options.width <= 0) throw new ValueError(`invalid width ${options.width} (must be > 0)`);
  const all = characters(line);
  if (typeof all === "string") return stretches(line, options).map(([start, end]) => line.slice(start, end));
  // A character of two units counts once: something of one unit stands for it while lines are measured.
  const measured = all.map((character) => (character.length === 1 ? character : "\ue000")).join("");
  return stretches(measured, options).map(([start, end]) => all.slice(start, end).join(""));
}

/** Where each line begins and ends. */
function stretches(line: string, options: Options): [start: number, end: number][] {
  const { width } = options;
  const chunks = options.breaksHyphens ? hyphenChunks(line) : spaceChunks(line);
  const lines: [start: number, end: number][] = [];
  let at = 0;
  let start = 0;
  while (at < chunks.length) {
    if (isBlank(chunks[at]) && lines.length > 0) start += chunks[at++]?.length ?? 0;
    let end = start;
    let last: string | undefined;
    for (
      let chunk = chunks[at];
      chunk !== undefined && end - start + chunk.length <= width;
      chunk = chunks[at]
    ) {
      last = chunk;
      end += chunk.length;
      at++;
    }
    const long = chunks[at];
    if (long !== undefined && long.length > width && (options.breaksWords || end === start)) {
      const room = options.breaksWords ? breakAt(long, width - (end - start), options) : long.length;
      last = long.slice(0, room);
      end += last.length;
      if (room < long.length) chunks[at] = long.slice(room);
      else at++;
    }
    const next = end;
    if (isBlank(last)) end -= last?.length ?? 0;
    if (end > start) lines.push([start, end]);
    start = next;
  }
  return lines;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === "";
}

/** A word that must be broken is broken behind a hyphen if there is one, unless all before it are hyphens. */
function breakAt(chunk: string, room: number, { breaksHyphens }: Options): number {
  if (!breaksHyphens) return room;
  const hyphen = room > 0 ? chunk.lastIndexOf("-", room - 1) : -1;
  return hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen)) ? hyphen + 1 : room;
}

const SPACE = /[\t\n\v\f\r ]/;
const LETTER = /\p{L}/u;
const WORD = /[\p{L}\p{N}_]/u;
const WORD_OR_MARK = /[\p{L}\p{N}_!"'&.,?]/u;

function spaceChunks(line: string): string[] {
  return line.match(/[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g) ?? [];
}

/** Words, the blanks between them, and the parts of hyphenated words. */
function hyphenChunks(line: string): string[] {
  const chunks: string[] = [];
  const test = (kind: RegExp, index: number): boolean => kind.test(line.charAt(index));
  // Where the run of hyphens around an index ends; each run is read once.
  let runEnd = 0;
  const isDash = (index: number): boolean => {
    if (index >= runEnd) {
      runEnd = index;
      while (line.charAt(runEnd) === "-") runEnd++;
    }
    return runEnd - index >= 2 && test(WORD_OR_MARK, index - 1) && test(WORD, runEnd);
  };
  const isHyphen = (index: number): boolean =>
    test(LETTER, index - 1) &&
    (test(LETTER, index - 2) || (line.charAt(index - 2) === "-" && test(LETTER, index - 3))) &&
    test(LETTER, index + 1) &&
    (test(LETTER, index + 2) || (line.charAt(index + 2) === "-" && test(LETTER, index + 3)));
  let start = 0;
  while (start < line.length) {
    let end = start + 1;
    if (test(SPACE, start)) {
      while (test(SPACE, end)) end++;
    } else if (line.charAt(start) === "-" && isDash(start)) {
      end = runEnd;
    } else {
      while (end < line.length && !test(SPACE, end)) {
        if (line.charAt(end) === "-") {
          if (isHyphen(end)) {
            end++;
            break;
          }
          if (isDash(end)) break;
        }
        end++;
      }
    }
    chunks.push(line.slice(start, end));
    start = end;
  }
  return chunks;
}
