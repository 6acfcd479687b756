/** What stands for a missing value in a template: `Undefined` and its stricter and looser kin. */
import type { HasHTML } from "../../markup/index.ts";
import { quote } from "../../python/index.ts";
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
 * A class of your own overrides the methods whose answers should differ.
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
    if (this.#hint) return this.#hint;
    if (this.#object === missing) return `'${this.#name}' is undefined`;
    return typeof this.#name === "string"
      ? `'${objectTypeName(this.#object)}' has no attribute '${this.#name}'`
      : `${objectTypeName(this.#object)} has no element ${this.#name}`;
  }

  /** Throws the error that says what is missing; every use that is not allowed comes here. */
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

  /** `bool(value)`. */
  truth(): boolean {
    return false;
  }

  /** `len(value)`. */
  size(): number {
    return 0;
  }

  /** `value == other`. */
  equals(other: unknown): boolean {
    return other instanceof Undefined && other.constructor === this.constructor;
  }

  /** The same for all that {@link equals} holds equal. */
  hash(): unknown {
    return this.constructor;
  }

  /** What a loop sees. */
  [Symbol.iterator](): IterableIterator<unknown> {
    return [].values();
  }

  /** What a loop of an asynchronous template sees: nothing, also where other loops are refused, as in Jinja. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<unknown> {}

  /** `str(value)`. */
  toString(): string {
    return "";
  }

  /** `repr(value)`. */
  __repr__(): string {
    return "Undefined";
  }
}

const OWN_ATTRIBUTES: ReadonlyMap<unknown, (value: Undefined) => unknown> = new Map([
  ["_undefined_name", (value: Undefined) => value.undefinedName],
  ["_undefined_hint", (value: Undefined) => value.undefinedHint],
  ["_undefined_message", (value: Undefined) => value.undefinedMessage],
]);

/** An attribute of a missing value: the few that it has under Jinja's names, else what its class says. */
export function undefinedAttribute(value: Undefined, name: unknown): unknown {
  const own = OWN_ATTRIBUTES.get(name);
  return own === undefined ? value.getattr(name) : own(value);
}

/** An `Undefined` whose attributes and items are undefined too, not errors. Jinja's `ChainableUndefined`. */
export class ChainableUndefined extends Undefined implements HasHTML {
  override getattr(_name: unknown): unknown {
    return this;
  }

  /** What is shown where text is escaped. */
  __html__(): string {
    return this.toString();
  }
}

/** An `Undefined` that prints what is missing, in braces. Jinja's `DebugUndefined`. */
export class DebugUndefined extends Undefined {
  override toString(): string {
    const hint = this.undefinedHint;
    const name = this.undefinedName;
    if (hint) return `{{ undefined value printed: ${hint} }}`;
    if (this.undefinedObject === missing) return `{{ ${String(name)} }}`;
    const key = typeof name === "string" ? quote(name) : String(name);
    return `{{ no such element: ${objectTypeName(this.undefinedObject)}[${key}] }}`;
  }
}

/**
 * An `Undefined` that allows nothing but the tests `defined` and `undefined` and the filter `default`.
 * Jinja's `StrictUndefined`.
 */
export class StrictUndefined extends Undefined {
  override truth(): boolean {
    return this.fail();
  }

  override size(): number {
    return this.fail();
  }

  override equals(_other: unknown): boolean {
    return this.fail();
  }

  override hash(): unknown {
    return this.fail();
  }

  override [Symbol.iterator](): IterableIterator<unknown> {
    return this.fail();
  }

  override toString(): string {
    return this.fail();
  }
}

/** What {@link makeLoggingUndefined} writes to: `console`, or any logger like it. */
export interface UndefinedLogger {
  warn(message: string): void;
  error(message: string): void;
}

/**
 * A class like `base` that logs each use of a missing value. Jinja's `make_logging_undefined`.
 *
 * @param logger - Is warned when a missing value is printed, tested or looped over, and told of each error.
 */
export function makeLoggingUndefined(
  logger: UndefinedLogger = console,
  base: UndefinedClass = Undefined,
): UndefinedClass {
  const warn = (value: Undefined): void =>
    logger.warn(`Template variable warning: ${value.undefinedMessage}`);
  return class LoggingUndefined extends base {
    override fail(): never {
      try {
        return super.fail();
      } catch (error) {
        logger.error(`Template variable error: ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      }
    }

    override toString(): string {
      warn(this);
      return super.toString();
    }

    override truth(): boolean {
      warn(this);
      return super.truth();
    }

    override [Symbol.iterator](): IterableIterator<unknown> {
      warn(this);
      return super[Symbol.iterator]();
    }
  };
}
