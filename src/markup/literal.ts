/** Reads an `html` literal once: where each hole stands, and whether a value is safe there. */
import type { Hole } from "./hole.ts";
import { LiteralReader } from "./literal-reader.ts";

/** A literal that was read: its text up to the first hole, and the holes. */
export interface Literal {
  readonly start: string;
  readonly holes: readonly Hole[];
}

/**
 * Reads the literal's parts as an HTML tokenizer does (https://html.spec.whatwg.org/#tokenization).
 *
 * @throws HoleError if a hole stands where no value is safe, if the literal ends inside a tag, a comment
 *   or an element such as `<script>`, so that what follows it would be read as part of that, or if HTML and SVG
 *   would read it differently.
 */
export function readLiteral(parts: readonly string[]): Literal {
  const reader = new LiteralReader();
  const holes: Hole[] = [];
  parts.forEach((part, index) => {
    reader.read(part);
    const next = parts[index + 1];
    if (next !== undefined)
      holes.push({ number: index + 1, before: part, after: next, ...reader.hole(index + 1, part) });
  });
  reader.end();
  return { start: parts[0] ?? "", holes };
}
