/** What stands for a missing value in a template: `Undefined` and its stricter and looser kin. */
import { UndefinedError } from "../errors.ts";
import { missing, objectTypeName } from "./type-name.ts";

/** The class of an error to raise. */
export type ErrorClass = new (message: string) => Error;

/** A class whose objects stand for missing values. */
export type UndefinedClass = new (
  hint?: string | null,
  object?: unknown,
  name?: unknown,
  error?: ErrorClass,
) => Undefined;

/**
 * A missing value: empty when printed, looped over or tested, an error in any other use. Jinja's `Undefined`.
 *
 * A class of your own overrides what should differ.
 */
export class Undefined {
  readonly #hint: string | null;
  readonly #object: unknown;
  readonly #name: unknown;
  readonly #error: ErrorClass;

  /**
   * @param hint - The whole message of the error, if the names below don't say it.
   * @param object - The object that lacks the attribute or item; `missing` for a variable.
   * @param name - The name of the variable or attribute, or the key of the item.
   * @param error - What is thrown; `UndefinedError` by default.
   */
  constructor(
    hint: string | null = null,
    object: unknown = missing,
    name: unknown = null,
    error: ErrorClass = UndefinedError,
  ) {
    this.#hint = hint;
    this.#object = object;
    this.#name = name;
    this.#error = error;
  }

  /** The name of what is missing, as it was given. */
  get undefinedName(): unknown {
    return this.#name;
  }

  /** The object that lacks it; `missing` for a variable. */
  get undefinedObject(): unknown {
    return this.#object;
  }

  /** The message that was given instead of names. */
  get undefinedHint(): string | null {
    return this.#hint;
  }

  /** What the error says. */
  get undefinedMessage(): string {
    if (this.#hint !== null) return this.#hint;
    if (this.#object === missing) return `'${this.#name}' is undefined`;
    return typeof this.#name === "string"
      ? `'${objectTypeName(this.#object)}' has no attribute '${this.#name}'`
      : `${objectTypeName(this.#object)} has no element ${this.#name}`;
  }

  /** Throws the error that says what is missing. */
  fail(): never {
    throw new this.#error(this.undefinedMessage);
  }

  /** `value.name` and `value[name]`. */
  getattr(_name: unknown): unknown {
    return this.fail();
  }

  /** `value(…)`. */
  call(): unknown {
    return this.fail();
  }
}
