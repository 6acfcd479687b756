/** `namespace`: an object whose attributes a template can set, also from within a loop. */
import { Dict } from "../values/dict.ts";
import { repr, str } from "../values/text.ts";

/**
 * What `{% set ns = namespace(found=false) %}` makes and `{% set ns.found = true %}` changes. Its attributes are
 * kept apart from its methods, so that no name is special.
 */
export class Namespace {
  readonly #attributes = new Map<string, unknown>();

  constructor(attributes: Iterable<readonly [unknown, unknown]> = []) {
    for (const [name, value] of attributes) this.#attributes.set(str(name), value);
  }

  /** An attribute; `undefined` if there is none. */
  __getitem__(name: unknown): unknown {
    return typeof name === "string" ? this.#attributes.get(name) : undefined;
  }

  /** Sets an attribute. */
  __setitem__(name: string, value: unknown): void {
    this.#attributes.set(name, value);
  }

  /** How a template shows it: Python's `repr`. */
  __repr__(): string {
    return `<Namespace ${repr(new Dict(this.#attributes))}>`;
  }
}
