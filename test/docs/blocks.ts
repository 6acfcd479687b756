/** The code blocks of a document: what each is marked as, and what stands in it. */

/** A code block between two fences. */
export interface Block {
  /** The line of the document that its text begins on, from 1. */
  readonly line: number;
  /** The first word after the fence: `ts`. */
  readonly language: string;
  /** What follows it: the path of a file such as `templates/hello.html`, or `continues`. */
  readonly note: string;
  /** Its lines, without the indentation of the fence. */
  readonly lines: readonly string[];
}

const FENCE = /^( *)```(.*)$/;

/** A path within the chapter's project: no `..`, and a name with a dot. */
const FILE = /^(?!.*\.\.)[\w-][\w./-]*\.\w+$/;

/** The blocks of a document, in its order. @throws Error if the last one has no end */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly indent: string; readonly block: Block & { readonly lines: string[] } } | undefined;
  markdown.split("\n").forEach((text, index) => {
    const [, indent = "", info] = FENCE.exec(text) ?? [];
    if (info === undefined) {
      open?.block.lines.push(
        text.startsWith(open.indent) ? text.slice(open.indent.length) : text.trimStart(),
      );
    } else if (open !== undefined) {
      blocks.push(open.block);
      open = undefined;
    } else {
      const [language = "", ...rest] = info.trim().split(/\s+/);
      open = { indent, block: { line: index + 2, language, note: rest.join(" "), lines: [] } };
    }
  });
  if (open !== undefined) throw new Error(`The code block of line ${open.block.line} has no end.`);
  return blocks;
}

/** The file that a block is: ` ```html templates/hello.html ` is `templates/hello.html`; `undefined` for none. */
export function fileOf({ note }: Block): string | undefined {
  return FILE.test(note) ? note : undefined;
}
