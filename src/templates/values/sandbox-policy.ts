/** What a sandbox allows: which attributes may be read, which functions called, which values changed. */

import { Tuple } from "../../python/index.ts";
import { OverflowError, SecurityError } from "../errors.ts";
import { intArgument } from "./arguments.ts";
import { getitemOrNothing, itemOrNothing, lookup } from "./attributes.ts";
import { Builtin } from "./builtin.ts";
import { BoundFunction } from "./call.ts";
import { isDictionary } from "./dict.ts";
import type { ValueEnvironment } from "./environment.ts";
import { Range } from "./range.ts";
import { repr } from "./text.ts";
import { typeName } from "./type-name.ts";
import { Undefined, undefinedAttribute } from "./undefined.ts";

/** Ranges of a sandboxed template are no longer than this. Jinja's `MAX_RANGE`. */
export const MAX_RANGE: number = 100_000;

/** Whether a template may read the attribute: not if it begins with an underscore. Jinja's `is_safe_attribute`. */
export function isSafeAttribute(_value: unknown, name: string): boolean {
  return !name.startsWith("_");
}

/** What makes code of text; whoever hands it to a template did not mean to. */
const CODE_MAKERS: ReadonlySet<unknown> = new Set([
  Function,
  (async () => {}).constructor,
  function* () {}.constructor,
  async function* () {}.constructor,
  Reflect.get(globalThis, "eval"),
]);

/**
 * Whether a template may call the function: not if it has a property `unsafeCallable` or `altersData` that is
 * true. Jinja's `is_safe_callable`.
 */
export function isSafeCallable(callee: unknown): boolean {
  const fn = callee instanceof BoundFunction ? callee.fn : callee;
  if (CODE_MAKERS.has(fn)) return false;
  if (typeof fn !== "function" && (typeof fn !== "object" || fn === null)) return true;
  return Reflect.get(fn, "unsafeCallable") !== true && Reflect.get(fn, "altersData") !== true;
}

const CHANGE_LIST = new Set(["append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"]);
const CHANGE_DICT = new Set(["clear", "pop", "popitem", "setdefault", "update"]);
const CHANGE_SET = new Set(["add", "clear", "difference_update", "discard", "pop", "remove", "update"]);

/** Whether the method changes a list, dictionary, set or date. Jinja's `modifies_known_mutable`. */
export function modifiesKnownMutable(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return !(value instanceof Tuple) && CHANGE_LIST.has(name);
  if (value instanceof Date) return name.startsWith("set");
  if (value instanceof Set) return CHANGE_SET.has(name);
  return isDictionary(value) && CHANGE_DICT.has(name);
}

/** Decides over an attribute that exists. */
export type AttributePolicy = (value: unknown, name: string) => boolean;

/** `value.name` where the policy is asked about attributes; items are free. */
export function sandboxedGetattr(
  environment: ValueEnvironment,
  value: unknown,
  name: string,
  isSafe: AttributePolicy,
): unknown {
  if (value instanceof Undefined) return undefinedAttribute(value, name);
  const attribute = lookup(value, name);
  if (attribute !== undefined) {
    return isSafe(value, name) ? attribute : unsafeUndefined(environment, value, name);
  }
  const item = itemOrNothing(value, name);
  return item === undefined ? new environment.undefined(null, value, name) : item;
}

/** `value[key]` where the policy is asked about attributes; items are free. */
export function sandboxedGetitem(
  environment: ValueEnvironment,
  value: unknown,
  key: unknown,
  isSafe: AttributePolicy,
): unknown {
  if (value instanceof Undefined) return value.getattr(key);
  const item = itemOrNothing(value, key);
  if (item !== undefined) return item;
  const attribute = getitemOrNothing(value, key);
  if (attribute === undefined) return new environment.undefined(null, value, key);
  const name = String(key);
  return isSafe(value, name) ? attribute : unsafeUndefined(environment, value, name);
}

/** What stands for a refused attribute: missing, and a SecurityError when it is used. */
export function unsafeUndefined(environment: ValueEnvironment, value: unknown, name: string): Undefined {
  return new environment.undefined(
    `access to attribute ${repr(name)} of ${repr(typeName(value))} object is unsafe.`,
    value,
    name,
    SecurityError,
  );
}

/** `range` for a sandbox: an OverflowError for more than {@link MAX_RANGE} numbers. */
export const safeRange: Builtin = new Builtin(
  "range",
  "start stop? step?",
  (_, start: unknown, stop?: unknown, step?: unknown) => {
    const [first, last] =
      stop === undefined ? [0, intArgument(start)] : [intArgument(start), intArgument(stop)];
    const range = new Range(first, last, step === undefined ? 1 : intArgument(step));
    if (range.length > MAX_RANGE) {
      throw new OverflowError(
        `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`,
      );
    }
    return range;
  },
);
