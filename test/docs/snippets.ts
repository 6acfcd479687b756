/** The TypeScript of a document: its code blocks as modules, whose lines keep their numbers. */
import { type Block, fileOf } from "./blocks.ts";

/** A code block, or several that continue each other. */
export interface Snippet {
  /** The line of the document that the first block's code begins on, from 1. */
  readonly line: number;
  /** The file that it is, as the block's fence says; `undefined` for a module without a name. */
  readonly file: string | undefined;
  /** A module with its code on the lines where it stands in the document. */
  readonly module: string;
}

/**
 * The blocks marked `ts`, each a module of its own; `ts auth.ts` gives it a name, for others to import. One that
 * is marked `ts continues` goes on with the block before it.
 *
 * @param blocks - The code blocks of the document, or of its beginning.
 * @throws Error if the first one continues another, or the fence says something else
 */
export function snippetsOf(blocks: readonly Block[]): Snippet[] {
  const snippets: { readonly line: number; readonly file: string | undefined; readonly lines: string[] }[] =
    [];
  for (const block of blocks) {
    if (!/^(?:ts|typescript)\b/.test(block.language)) continue;
    const { line, language, note } = block;
    if (language !== "ts" || (note !== "" && note !== "continues" && fileOf(block) === undefined)) {
      throw new Error(
        `Line ${line - 1}: expected "ts", "ts continues" or "ts file.ts", got "${language} ${note}".`,
      );
    }
    if (note !== "continues") snippets.push({ line, file: fileOf(block), lines: [] });
    const lines = snippets.at(-1)?.lines;
    if (lines === undefined) throw new Error("The first block of a document can't continue another.");
    while (lines.length < line - 1) lines.push("");
    lines.push(...block.lines);
  }
  return snippets.map(({ line, file, lines }) => ({
    line,
    file,
    module: `${lines.join("\n")}\nexport {};\n`,
  }));
}
