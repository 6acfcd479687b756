/** The parts of a rule: what one segment of a path must be, or all that is left of it. */
import { type AtomGroup, matchAtoms } from "./atom-match.ts";
import { type BaseConverter, isPartIsolating } from "./base-converter.ts";
import { escapePattern } from "./escape-pattern.ts";

/** A rule's text with its converters made: a text in which a slash stands alone, or a variable. */
export type Piece = string | { readonly name: string; readonly converter: BaseConverter };

/** A segment without variables, or one with, or one that takes all that is left. */
export type Part = { readonly text: string } | VariablePart;

/** A part with variables. */
export interface VariablePart {
  /** The same for parts that match the same, so that their rules share a place in the machine. */
  readonly key: string;
  /** Compared number by number; the part with the smaller one is tried first. */
  readonly weight: readonly (readonly number[])[];
  /** Whether it takes all that is left of the path, not one segment. */
  readonly final: boolean;
  /** Whether a slash may end what it takes, and belongs to no variable. */
  readonly suffixed: boolean;
  /** Puts the texts of its variables on the stack if it matches the text. */
  capture(text: string, stack: string[]): boolean;
}

/** Whether the part has no variables. */
export function isStatic(part: Part): part is { readonly text: string } {
  return "text" in part;
}

/** The parts of a rule's path, or of its host or subdomain. */
export function compileParts(pieces: readonly Piece[]): Part[] {
  const parts: Part[] = [];
  let segment: Piece[] = [];
  let final = false;
  for (const piece of pieces) {
    if (piece === "/" && !final) {
      parts.push(partOf(segment, false, false));
      segment = [];
      continue;
    }
    if (typeof piece !== "string" && !isPartIsolating(piece.converter)) final = true;
    segment.push(piece);
  }
  const suffixed = final && segment.at(-1) === "/";
  parts.push(partOf(suffixed ? segment.slice(0, -1) : segment, final, suffixed));
  if (suffixed) parts.push({ text: "" });
  return parts;
}

function partOf(pieces: readonly Piece[], final: boolean, suffixed: boolean): Part {
  const variables = pieces.filter((piece) => typeof piece !== "string");
  if (variables.length === 0) return { text: pieces.join("") };
  const shape = { key: keyOf(pieces, final, suffixed), weight: weightOf(pieces), final, suffixed };
  const [only] = variables;
  if (variables.length === 1 && only !== undefined) {
    const place = pieces.indexOf(only);
    const prefix = pieces.slice(0, place).join("");
    const suffix = pieces.slice(place + 1).join("");
    if (prefix === "" && suffix === "" && !suffixed) return new WholePart(shape, only.converter);
    return new AffixPart(shape, prefix, only.converter, suffix);
  }
  const isLinear = variables.every(({ converter }) => converter.atoms !== undefined);
  return isLinear ? new AtomPart(shape, pieces) : new PatternPart(shape, pieces);
}

type Shape = Omit<VariablePart, "capture">;

/** What the parts with variables share. */
abstract class ShapedPart implements VariablePart {
  readonly key: string;
  readonly weight: readonly (readonly number[])[];
  readonly final: boolean;
  readonly suffixed: boolean;

  constructor({ key, weight, final, suffixed }: Shape) {
    this.key = key;
    this.weight = weight;
    this.final = final;
    this.suffixed = suffixed;
  }

  abstract capture(text: string, stack: string[]): boolean;
}

/** One variable and nothing else, as most parts are. */
class WholePart extends ShapedPart {
  readonly #converter: BaseConverter;

  constructor(shape: Shape, converter: BaseConverter) {
    super(shape);
    this.#converter = converter;
  }

  capture(text: string, stack: string[]): boolean {
    if (!this.#converter.accepts(text)) return false;
    stack.push(text);
    return true;
  }
}

/** One variable with texts around it. */
class AffixPart extends ShapedPart {
  readonly #prefix: string;
  readonly #converter: BaseConverter;
  readonly #suffix: string;

  constructor(shape: Shape, prefix: string, converter: BaseConverter, suffix: string) {
    super(shape);
    this.#prefix = prefix;
    this.#converter = converter;
    this.#suffix = suffix;
  }

  capture(text: string, stack: string[]): boolean {
    const whole = this.suffixed && text.endsWith("/") ? text.slice(0, -1) : text;
    if (this.suffixed && whole.endsWith("/")) return false;
    const end = whole.length - this.#suffix.length;
    if (end < this.#prefix.length || !whole.startsWith(this.#prefix) || !whole.endsWith(this.#suffix)) {
      return false;
    }
    const value = whole.slice(this.#prefix.length, end);
    if (!this.#converter.accepts(value)) return false;
    stack.push(value);
    return true;
  }
}

/** Several variables whose atoms are known. */
class AtomPart extends ShapedPart {
  readonly #groups: readonly AtomGroup[];

  constructor(shape: Shape, pieces: readonly Piece[]) {
    super(shape);
    this.#groups = pieces.map((piece) =>
      typeof piece === "string"
        ? { atoms: [{ kind: "text", text: piece }], captures: false }
        : { atoms: piece.converter.atoms ?? [], captures: true },
    );
  }

  capture(text: string, stack: string[]): boolean {
    const texts = matchAtoms(this.#groups, text, this.suffixed);
    if (texts === undefined) return false;
    for (const value of texts) stack.push(value);
    return true;
  }
}

/** Several variables, of which one has an expression of its own: as linear as that expression is. */
class PatternPart extends ShapedPart {
  readonly #pattern: RegExp;
  readonly #count: number;

  constructor(shape: Shape, pieces: readonly Piece[]) {
    super(shape);
    let count = 0;
    const source = pieces.map((piece) =>
      typeof piece === "string" ? escapePattern(piece) : `(?<v${count++}>${piece.converter.regex})`,
    );
    const end = shape.suffixed ? "(?<!/)/?" : "";
    this.#pattern = new RegExp(`^${source.join("")}${end}$`, "u");
    this.#count = count;
  }

  capture(text: string, stack: string[]): boolean {
    const groups = this.#pattern.exec(text)?.groups;
    if (groups === undefined) return false;
    for (let index = 0; index < this.#count; index++) stack.push(groups[`v${index}`] ?? "");
    return true;
  }
}

function keyOf(pieces: readonly Piece[], final: boolean, suffixed: boolean): string {
  const shape = pieces.map((piece) =>
    typeof piece === "string" ? piece : [piece.converter.regex, piece.converter.weight],
  );
  return JSON.stringify([final, suffixed, shape]);
}

/**
 * Werkzeug's order: more literals first, then longer ones, then more variables, then lighter ones. Lists are
 * compared like texts, so that an earlier difference counts more.
 */
function weightOf(pieces: readonly Piece[]): (readonly number[])[] {
  const literals = pieces.filter((piece) => typeof piece === "string" && piece !== "/") as string[];
  const converters = pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.converter]));
  return [
    [-literals.length],
    literals.flatMap((text, index) => [index, -text.length]),
    [-converters.length],
    converters.map((converter) => converter.weight),
  ];
}

/** Which of two parts is tried first: negative if it is the first. */
export function compareParts(a: VariablePart, b: VariablePart): number {
  for (const [index, list] of a.weight.entries()) {
    const difference = compareLists(list, b.weight[index] ?? []);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
