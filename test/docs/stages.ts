/** A chapter's application as it stands at a transcript: its code and the files shown before. */
import { type Block, blocksOf, fileOf } from "./blocks.ts";
import { snippetsOf } from "./snippets.ts";
import { type Exchange, exchangesOf } from "./transcripts.ts";

/** The transcript of a document, and the application that it talks to. */
export interface Stage {
  /** The line of the document that the transcript begins on. */
  readonly line: number;
  readonly exchanges: readonly Exchange[];
  /** The path of the module that exports the application as `transcribed`. */
  readonly entry: string;
  /** The texts of all files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

const APP = /^(?:export )?(?:const|let) app\b/m;
const START = /^(?:await )?app\.run\(.*\);?$/gm;

/**
 * The transcripts of a document: each talks to the last `app` that a block before it has at its top level.
 *
 * @param markdown - The document.
 * @throws Error with the line of what can't be run
 */
export function stagesOf(markdown: string): Stage[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap((block, index) =>
    block.language === "http" ? [stageAt(block, blocks.slice(0, index))] : [],
  );
}

function stageAt({ line, lines }: Block, before: readonly Block[]): Stage {
  const snippet = snippetsOf(before).findLast(({ module }) => APP.test(module));
  if (snippet === undefined) {
    throw new Error(`Line ${line}: no block marked ts before this transcript has an app at its top level.`);
  }
  const files = new Map<string, string>();
  for (const block of before) {
    const file = fileOf(block);
    if (file !== undefined) files.set(file, `${block.lines.join("\n")}\n`);
  }
  for (const { file, module } of snippetsOf(before)) if (file !== undefined) files.set(file, module);
  const entry = snippet.file ?? "transcript.ts";
  // A program that starts itself is started by a server elsewhere; here the client calls it.
  files.set(entry, `${snippet.module.replace(START, "")}export { app as transcribed };\n`);
  return { line, exchanges: exchangesOf(lines, line), entry, files };
}
