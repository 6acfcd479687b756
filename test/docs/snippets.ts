/** The TypeScript of a document: its code blocks as modules, whose lines keep their numbers. */

/** A code block, or several that continue each other. */
export interface Snippet {
  /** The line of the document that the first block's code begins on, from 1. */
  readonly line: number;
  /** A module with its code on the lines where it stands in the document. */
  readonly module: string;
}

const FENCE = /^\s*```(.*)$/;

/**
 * The blocks marked `ts`, each a module of its own. One that is marked `ts continues` goes on with the block
 * before it.
 *
 * @param markdown - The document.
 */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: { readonly line: number; readonly lines: string[] }[] = [];
  let open: { readonly isCode: boolean } | undefined;
  markdown.split("\n").forEach((text, index) => {
    const info = FENCE.exec(text)?.[1]?.trim();
    if (info === undefined) {
      if (open?.isCode === true) place(snippets.at(-1)?.lines, index, text);
    } else if (open !== undefined) {
      open = undefined;
    } else {
      open = { isCode: info === "ts" || info === "ts continues" };
      if (info === "ts") snippets.push({ line: index + 2, lines: [] });
    }
  });
  return snippets.map(({ line, lines }) => ({ line, module: `${lines.join("\n")}\nexport {};\n` }));
}

function place(lines: string[] | undefined, index: number, text: string): void {
  if (lines === undefined) throw new Error("The first block of a document can't continue another.");
  while (lines.length < index) lines.push("");
  lines.push(text);
}
