/** Matches rules whose segments hold several variables, such as `/<year>-<month>`, in linear time. */

/** A piece of a rule: a text that must stand there, or the characters of which a variable needs one or more. */
export type Piece = string | { readonly character: RegExp };

/**
 * The texts of the variables, each as long as it can be and the first ones longest, as a regular expression
 * would give them; `undefined` if the path does not match. An expression would try all ways to cut the path,
 * whose number grows with a power of the length; this looks at each character once for each piece.
 */
export function matchPieces(pieces: readonly Piece[], path: string): string[] | undefined {
  const reachable = endsReachable(pieces, path);
  const texts: string[] = [];
  let position = 0;
  if (reachable[0]?.[0] !== 1) return undefined;
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === "string") {
      position += piece.length;
      continue;
    }
    const end = longestEnd(piece.character, reachable[index + 1] as Uint8Array, path, position);
    texts.push(path.slice(position, end));
    position = end;
  }
  return texts;
}

/** For each piece and position: 1 if the path from there on is matched by this piece and those after it. */
function endsReachable(pieces: readonly Piece[], path: string): Uint8Array[] {
  const length = path.length;
  const end = new Uint8Array(length + 1);
  end[length] = 1;
  const tables = [end];
  for (const piece of [...pieces].reverse()) {
    const after = tables[0] as Uint8Array;
    const table = new Uint8Array(length + 1);
    for (let position = length - 1; position >= 0; position--) {
      if (typeof piece === "string") {
        if (after[position + piece.length] === 1 && path.startsWith(piece, position)) table[position] = 1;
      } else if (after[position + 1] === 1 || table[position + 1] === 1) {
        if (piece.character.test(path.charAt(position))) table[position] = 1;
      }
    }
    tables.unshift(table);
  }
  return tables;
}

function longestEnd(character: RegExp, after: Uint8Array, path: string, start: number): number {
  let end = start;
  for (let position = start; position < path.length && character.test(path.charAt(position)); position++) {
    if (after[position + 1] === 1) end = position + 1;
  }
  return end;
}
