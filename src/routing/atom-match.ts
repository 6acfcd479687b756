/** Matches a text against several variables and the literals between them, in linear time. */

/**
 * A piece of what is matched. A run takes as many characters as it can, or as few if it is lazy; an optional
 * text is taken if it is there; a choice takes the first of its texts that leads to a match.
 */
export type Atom =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "optional"; readonly text: string }
  | { readonly kind: "choice"; readonly texts: readonly string[] }
  | {
      readonly kind: "run";
      /** Whether a character belongs to the run, by its code point. */
      readonly accepts: (code: number) => boolean;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** The atoms of a literal, or of a variable, whose text is then captured. */
export type AtomGroup = { readonly atoms: readonly Atom[]; readonly captures: boolean };

const SLASH = 0x2f;

/**
 * The texts of the capturing groups, as a backtracking regular expression would give them; `undefined` if the
 * text does not match. An expression tries all ways to cut the text, whose number grows with a power of its
 * length; this looks at each character once for each atom: first from the end, to learn from which places the
 * rest can be matched, then from the start, to take each atom's first choice that leads to a match.
 *
 * @param endsWithSlash The text may have one more slash at its end, which belongs to no group.
 */
export function matchAtoms(
  groups: readonly AtomGroup[],
  text: string,
  endsWithSlash: boolean,
): string[] | undefined {
  const characters = Array.from(text);
  const codes = codePoints(text);
  const tables = reachable(
    groups.flatMap((group) => group.atoms),
    codes,
    endsWithSlash,
  );
  if (tables[0]?.[0] !== 1) return undefined;
  const captured: string[] = [];
  let position = 0;
  let index = 0;
  for (const { atoms, captures } of groups) {
    const start = position;
    for (const atom of atoms) position = endOf(atom, codes, position, tables[++index] as Uint8Array);
    if (captures) captured.push(characters.slice(start, position).join(""));
  }
  return captured;
}

/** For each atom and place: 1 if the atom and those after it match from there to the end. */
function reachable(
  atoms: readonly Atom[],
  codes: readonly number[],
  endsWithSlash: boolean,
): readonly Uint8Array[] {
  const tables = [lastTable(codes, endsWithSlash)];
  for (const atom of atoms.toReversed()) {
    const after = tables[0] as Uint8Array;
    tables.unshift(
      atom.kind === "run" ? runTable(atom, codes, after) : fixedTable(textsOf(atom), codes, after),
    );
  }
  return tables;
}

function lastTable(codes: readonly number[], endsWithSlash: boolean): Uint8Array {
  const length = codes.length;
  const table = new Uint8Array(length + 1);
  if (!endsWithSlash) {
    table[length] = 1;
    return table;
  }
  const last = codes[length - 1] === SLASH ? length - 1 : length;
  if (codes[last - 1] !== SLASH) table[last] = 1;
  return table;
}

function fixedTable(
  texts: readonly (readonly number[])[],
  codes: readonly number[],
  after: Uint8Array,
): Uint8Array {
  const table = new Uint8Array(codes.length + 1);
  for (let position = 0; position <= codes.length; position++) {
    if (texts.some((text) => after[position + text.length] === 1 && isAt(codes, position, text))) {
      table[position] = 1;
    }
  }
  return table;
}

function runTable(
  { accepts, min, max }: Extract<Atom, { kind: "run" }>,
  codes: readonly number[],
  after: Uint8Array,
): Uint8Array {
  const length = codes.length;
  const table = new Uint8Array(length + 1);
  // nearest[p]: the first place from p on from which the rest matches.
  const nearest = new Int32Array(length + 2);
  nearest[length + 1] = length + 1;
  for (let place = length; place >= 0; place--) {
    nearest[place] = after[place] === 1 ? place : (nearest[place + 1] as number);
  }
  let runEnd = length;
  for (let place = length; place >= 0; place--) {
    if (place < length && !accepts(codes[place] as number)) runEnd = place;
    const first = nearest[Math.min(place + min, length + 1)] as number;
    if (first <= Math.min(runEnd, place + max) && place + min <= runEnd) table[place] = 1;
  }
  return table;
}

/** Where the atom ends that starts at a place from which all matches. */
function endOf(atom: Atom, codes: readonly number[], start: number, after: Uint8Array): number {
  if (atom.kind !== "run") {
    const taken = textsOf(atom).find((text) => after[start + text.length] === 1 && isAt(codes, start, text));
    return start + (taken?.length ?? 0);
  }
  let end = start;
  let best = start;
  for (; end - start <= atom.max; end++) {
    if (end - start >= atom.min && after[end] === 1) {
      best = end;
      if (atom.lazy) return best;
    }
    if (end >= codes.length || !atom.accepts(codes[end] as number)) break;
  }
  return best;
}

const NOTHING: readonly number[] = [];

/** What an atom that is no run can take, the first choice first. */
function textsOf(atom: Exclude<Atom, { kind: "run" }>): readonly (readonly number[])[] {
  if (atom.kind === "choice") return atom.texts.map(codePoints);
  return atom.kind === "text" ? [codePoints(atom.text)] : [codePoints(atom.text), NOTHING];
}

function codePoints(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

function isAt(codes: readonly number[], position: number, text: readonly number[]): boolean {
  return text.every((code, index) => codes[position + index] === code);
}
