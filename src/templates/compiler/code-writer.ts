/** Writes the JavaScript that all of a template shares: its variables, and the places that errors may come from. */
import { TemplateAssertionError } from "../errors.ts";
import type { Variant } from "./frame.ts";
import { Positions } from "./positions.ts";

/** What the compiler has to know of the environment. */
export type CompileOptions = {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly hasFilter: (name: string) => boolean;
  readonly hasTest: (name: string) => boolean;
  /** Whether attributes and calls go through the environment's own methods. */
  readonly isSandboxed: boolean;
  readonly interceptsBinary: (operator: string) => boolean;
  readonly interceptsUnary: (operator: string) => boolean;
  readonly hasFinalize: boolean;
  readonly isNative: boolean;
  readonly isOptimized: boolean;
  readonly autoescape: boolean;
};

/** The code of a template, in one function after the other. */
export class CodeWriter {
  readonly options: CompileOptions;
  readonly variant: Variant;
  /** Constants and accessors, made once for the template. */
  readonly #hoisted = new Map<string, string>();
  #temporaries: string[] = [];
  #count = 0;
  /** The filters and tests that the function being written uses: declaration by variable. */
  #callees = new Map<string, string>();
  /** The place that was noted last, as an index of the table; 0 where that depends on what ran before. */
  protected place = 0;
  protected positions: Positions = new Positions();
  /** The places that errors may come from: line, column and end of each, an unknown one first. */
  readonly #places: number[] = [0, 0, 0];
  readonly #placeIndices = new Map<string, number>();

  constructor(options: CompileOptions, variant: Variant) {
    this.options = options;
    this.variant = variant;
  }

  /** A variable of the template's own, with its value. */
  protected hoist(prefix: string, code: string): string {
    const known = this.#hoisted.get(code);
    if (known !== undefined) return known;
    const name = `${prefix}${this.#hoisted.size}`;
    this.#hoisted.set(code, name);
    return name;
  }

  protected get hoistedCode(): string {
    const places = `const P = [${this.#places.join(", ")}];\n`;
    return places + [...this.#hoisted].map(([code, name]) => `const ${name} = ${code};\n`).join("");
  }

  /** A name that no other variable has. */
  protected unique(prefix: string): string {
    return `${prefix}${++this.#count}`;
  }

  /** A variable of the function being written. */
  protected temporary(): string {
    const name = this.unique("t");
    this.#temporaries.push(name);
    return name;
  }

  /** Writes a function's body; its temporaries and callees are declared in front. */
  protected functionBody<T>(write: () => T): { readonly result: T; readonly head: string } {
    const outer = { temporaries: this.#temporaries, callees: this.#callees, place: this.place };
    this.#temporaries = [];
    this.#callees = new Map();
    this.place = 0;
    const result = write();
    const names = ["L = 0", ...this.#temporaries];
    const head = `let ${names.join(", ")};\n${[...this.#callees].map(([name, code]) => `const ${name} = ${code};\n`).join("")}`;
    this.#temporaries = outer.temporaries;
    this.#callees = outer.callees;
    this.place = outer.place;
    return { result, head };
  }

  protected fail(message: string, lineno: number): TemplateAssertionError {
    const { name, filename } = this.options;
    const place = { templateName: name, filename, ...this.positions.at(lineno) };
    return new TemplateAssertionError(message, lineno, place);
  }

  /** Code that waits for what it gives, where the template is asynchronous. */
  protected awaited(code: string): string {
    return this.variant.isAsync ? `$none(await ${code})` : code;
  }

  /** Code that notes its place first, if another was noted last. */
  protected at(lineno: number, code: string): string {
    const place = this.placeOf(lineno);
    if (place === this.place) return code;
    // What stands inside notes places of its own, one of which is the last.
    this.place = code.includes("(L = ") ? 0 : place;
    return `(L = ${place}, ${code})`;
  }

  /** The place that the tag being compiled has in a line, as an index of the table. */
  protected placeOf(lineno: number): number {
    const { column, end } = this.positions.at(lineno);
    const key = `${lineno}:${column}`;
    const known = this.#placeIndices.get(key);
    if (known !== undefined) return known;
    const index = this.#places.length;
    this.#places.push(lineno, column, end);
    this.#placeIndices.set(key, index);
    return index;
  }

  /** The variable of a filter or test in the function being written. */
  protected callee(code: string): string {
    for (const [name, known] of this.#callees) if (known === code) return name;
    const name = this.unique("f");
    this.#callees.set(name, code);
    return name;
  }
}
