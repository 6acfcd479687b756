/** The lines of a template around a place, that place marked. */
import type { Span } from "../syntax/token.ts";

const LINES_AROUND = 2;

/** A line longer than this is cut; some templates are one long line. */
const MAX_LENGTH = 120;

/** So much stands in front of the place in a line that was cut. */
const LEAD = 40;

/** The source lines around a place, each on a line of its own; nothing if there is no such line. */
export function excerpt(source: string | undefined, { lineno, column, end }: Span): string {
  if (source === undefined || lineno < 1) return "";
  const lines = source.split(/\r\n|\r|\n/);
  const marked = lines[lineno - 1];
  if (marked === undefined) return "";
  const [from, to] = underlined(marked, column, end);
  const cut = marked.length > MAX_LENGTH ? Math.max(0, from - LEAD) : 0;
  const first = Math.max(1, lineno - LINES_AROUND);
  const last = Math.min(lines.length, lineno + LINES_AROUND);
  const width = String(last).length;
  let text = "";
  for (let number = first; number <= last; number++) {
    const sign = number === lineno ? ">" : " ";
    text += `\n  ${sign} ${String(number).padStart(width)} | ${shortened(lines[number - 1] ?? "", cut)}`;
    if (number === lineno) text += `\n    ${" ".repeat(width)} | ${underline(marked, cut, from, to)}`;
  }
  return text;
}

/** From where to where a line is underlined; all of it if the column is not known. */
function underlined(line: string, column: number, end: number): readonly [from: number, to: number] {
  const length = line.trimEnd().length;
  if (column < 1) return [line.length - line.trimStart().length, length];
  const from = Math.min(column - 1, line.length);
  return [from, Math.max(from + 1, end > column ? Math.min(end - 1, line.length) : length)];
}

function underline(line: string, cut: number, from: number, to: number): string {
  // Tabs stay, so that the marks stand below what they mark.
  const indent = line.slice(cut, from).replace(/[^\t]/g, " ");
  const marks = Math.min(to, cut + MAX_LENGTH) - from;
  return `${cut > 0 ? " " : ""}${indent}${"^".repeat(Math.max(1, marks))}`;
}

function shortened(line: string, cut: number): string {
  if (line.length <= cut) return cut > 0 && line !== "" ? "…" : line;
  const shown = line.slice(cut, cut + MAX_LENGTH);
  return `${cut > 0 ? "…" : ""}${shown}${line.length > cut + MAX_LENGTH ? "…" : ""}`;
}
