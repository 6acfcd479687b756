/** The tables of `docs/moving-from-flask.md` that are headed "Flask | Flagon": the code of each side, row by row. */

/** A row: its line, and the code in it. */
export type NamesRow = {
  readonly row: string;
  readonly flask: readonly string[];
  readonly flagon: readonly string[];
};

/** The rows of all such tables of a document. */
export function rowsOf(markdown: string): NamesRow[] {
  const rows: NamesRow[] = [];
  let isTable = false;
  for (const line of markdown.split("\n")) {
    if (line === "| Flask | Flagon |") isTable = true;
    else if (!line.startsWith("|")) isTable = false;
    else if (isTable && !line.startsWith("| ---")) {
      const [left = "", ...right] = line.split(" | ");
      rows.push({ row: line, flask: codeOf(left), flagon: codeOf(right.join(" | ")) });
    }
  }
  return rows;
}

const SPAN = /`([^`]+)`/g;
/** Names of modules, prefixes and values that the words around the code mention. */
const NO_CODE = /^(?:flagon\/\w+|\w+_…|declare module "flagon"|undefined)$/;

function codeOf(cell: string): string[] {
  return [...cell.matchAll(SPAN)].map(([, text = ""]) => text.trim()).filter((text) => !NO_CODE.test(text));
}
