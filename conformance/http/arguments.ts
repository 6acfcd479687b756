/** The arguments of a recorded call, read as the kinds that the functions of Flagon take. */
import type { Fields } from "../area.ts";
import { readBytesOrText, readValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";

/** What a recorded call was given, by the name of each parameter. */
export class Arguments {
  readonly #given: Fields;

  constructor(given: Fields) {
    this.#given = given;
  }

  /** The value as it is recorded. */
  raw(name: string): unknown {
    return this.#given[name];
  }

  /** The value as JavaScript has it, `undefined` for None; dictionaries are Maps. */
  value(name: string): unknown {
    const value = this.#given[name];
    return value === null || value === undefined
      ? undefined
      : readValue(value, { dictionary: "map", other: readPythonOnly });
  }

  /** Text, or `undefined` for None. */
  optional(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : textOf(value);
  }

  /** Text that is there. */
  text(name: string): string {
    return textOf(this.value(name));
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : Number(value);
  }

  flag(name: string): boolean {
    return this.#given[name] === true;
  }

  list(name: string): readonly unknown[] {
    const value = this.value(name);
    return Array.isArray(value) ? value : [];
  }

  dictionary(name: string): Map<string, unknown> {
    const value = this.value(name);
    return value instanceof Map ? value : new Map();
  }

  /** Bytes or text, as bytes. */
  bytes(name: string): Uint8Array {
    const read = readBytesOrText(this.#given[name]);
    return typeof read === "string" ? new TextEncoder().encode(read) : read;
  }
}

/** How the calls of some functions are run: what each gives, in the form of a recorded `ok`. */
export type Calls = { readonly [fn: string]: (args: Arguments) => unknown };

/** A moment in the form of the records. */
export function moment(date: Date | undefined): unknown {
  return date === undefined ? null : { epoch: date.getTime() / 1000 };
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
  return `${value}`;
}
