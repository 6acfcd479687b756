/** Templates made from strings, kept so that the same string is compiled once. */
import type { Template } from "./template.ts";

/** How many are kept. */
const MAX_COUNT = 100;

/** How many characters their sources have together; a compiled template takes some thirty bytes for each. */
const MAX_LENGTH = 1 << 18;

/** A longer source is not kept, so that one can't push out all others. */
const MAX_SOURCE = 1 << 15;

/** The last few string templates; what was not asked for longest goes first. */
export class StringTemplates {
  readonly #templates = new Map<string, Template>();
  #length = 0;

  /** The template of a source, made if it is not there. */
  get(source: string, make: () => Template): Template {
    const known = this.#templates.get(source);
    if (known !== undefined) {
      this.#templates.delete(source);
      this.#templates.set(source, known);
      return known;
    }
    const template = make();
    if (source.length <= MAX_SOURCE) this.#keep(source, template);
    return template;
  }

  #keep(source: string, template: Template): void {
    this.#templates.set(source, template);
    this.#length += source.length;
    for (const oldest of this.#templates.keys()) {
      if (this.#templates.size <= MAX_COUNT && this.#length <= MAX_LENGTH) return;
      this.#templates.delete(oldest);
      this.#length -= oldest.length;
    }
  }

  /** Forgets all of them. */
  clear(): void {
    this.#templates.clear();
    this.#length = 0;
  }
}
