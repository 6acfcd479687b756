/** `TemplateModule`: a rendered template as something to import from. */

/**
 * What a template exports, and its text. Jinja's `TemplateModule`.
 *
 * @example
 * ```ts
 * const { exports } = environment.getTemplate("forms.html").module;
 * ```
 */
export class TemplateModule {
  /** What the template has set on its top level and does not begin with an underscore. */
  readonly exports: ReadonlyMap<string, unknown>;
  readonly #name: string | undefined;
  readonly #text: string;

  constructor(name: string | undefined, text: string, exports: ReadonlyMap<string, unknown>) {
    this.#name = name;
    this.#text = text;
    this.exports = exports;
  }

  /** What the template exports under the name. */
  __getitem__(name: unknown): unknown {
    return typeof name === "string" ? this.exports.get(name) : undefined;
  }

  /** The text that the template rendered to, as HTML. */
  __html__(): string {
    return this.#text;
  }

  /** What the template printed. */
  toString(): string {
    return this.#text;
  }

  /** How a template shows it: Python's `repr`. */
  __repr__(): string {
    return `<TemplateModule ${this.#name === undefined ? "memory" : `'${this.#name}'`}>`;
  }
}
