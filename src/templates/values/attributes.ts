/**
 * Attributes and items: `value.name` and `value[key]`.
 *
 * Values of Python's types have Python's methods, dictionaries their items, and instances of classes their own
 * properties and what their classes define. Nothing reaches `Object.prototype`, `Function.prototype` or a
 * constructor, so that no template can get hold of JavaScript's own machinery.
 */
import { Markup } from "../../markup/index.ts";
import { isPlainObject, memberNamed, pythonNamesOf, Tuple } from "../../python/index.ts";
import { AttributeError } from "../errors.ts";
import { BoundMethod } from "./bound-method.ts";
import { Builtin, type Method } from "./builtin.ts";
import { BoundFunction, call, callFunction, type HostFunction, type Keywords } from "./call.ts";
import { Dict, dictGet, isDictionary, type NamedDictionary } from "./dict.ts";
import type { CallContext, ValueEnvironment } from "./environment.ts";
import { Float } from "./float.ts";
import { dictMethods, listMethods, setMethods, tupleMethods } from "./methods/collections.ts";
import { dateAttributes, dateMethods } from "./methods/date.ts";
import { makeFormatMethods } from "./methods/format.ts";
import { markupMethods } from "./methods/markup.ts";
import { bytesMethods, floatAttributes, floatMethods, intAttributes, intMethods } from "./methods/numbers.ts";
import { strMethods } from "./methods/str.ts";
import { asInt } from "./numbers.ts";
import { refusePromise } from "./promise.ts";
import { isSequence, itemAt } from "./slice.ts";
import { isClass, PythonType, typeName } from "./type-name.ts";
import { Undefined, undefinedAttribute } from "./undefined.ts";

const formatMethods = makeFormatMethods(lookup, getitemOrNothing);
const stringTable: ReadonlyMap<string, Method> = new Map<string, Method>([...strMethods, ...formatMethods]);
const markupTable: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...markupMethods,
  ...formatMethods,
]);

/** `value.name`: an attribute, else an item, else undefined. */
export function getattr(environment: ValueEnvironment, value: unknown, name: string): unknown {
  if (isPlain(value) && !isSpecialName(name)) {
    const item = value[name];
    if (item !== undefined) return item;
  }
  if (value instanceof Undefined) return undefinedAttribute(value, name);
  const attribute = lookup(value, name);
  if (attribute !== undefined) return attribute;
  const item = itemOrNothing(value, name);
  return item === undefined ? missingFrom(environment, value, name) : item;
}

/**
 * Whether the value is an object made by a literal. With a name that is not {@link isSpecialName special} its
 * property is the attribute: compiled code asks this first, and reads the property by a name V8 can cache.
 */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const SPECIAL_NAMES: ReadonlySet<string> = new Set([
  ...dictMethods.keys(),
  ...Object.getOwnPropertyNames(Object.prototype),
  "__class__",
]);

/** Whether a name may mean something else of a plain object than its property: `items`, `constructor`. */
export function isSpecialName(name: string): boolean {
  return SPECIAL_NAMES.has(name);
}

/** `value[key]`: an item, else an attribute, else undefined. */
export function getitem(environment: ValueEnvironment, value: unknown, key: unknown): unknown {
  if (value instanceof Undefined) return value.getattr(key);
  const found = getitemOrNothing(value, key);
  return found === undefined ? missingFrom(environment, value, key) : found;
}

function missingFrom(environment: ValueEnvironment, value: unknown, name: unknown): Undefined {
  if (typeof value === "object" && value !== null) refusePromise(value);
  return new environment.undefined(null, value, name);
}

/** `value[key]`, `undefined` where there is no such item or attribute. */
export function getitemOrNothing(value: unknown, key: unknown): unknown {
  const found = itemOrNothing(value, key);
  if (found !== undefined) return found;
  return typeof key === "string" || key instanceof Markup ? lookup(value, key.toString()) : undefined;
}

/** `value.name(…)`, without making the method an object first. */
export function callMethod(
  context: CallContext,
  value: unknown,
  name: string,
  args: readonly unknown[],
  keywords?: Keywords | undefined,
): unknown {
  const method = methodsOf(value)?.get(name);
  if (method !== undefined) return callBuiltin(context, method, value, args, keywords);
  const callee = typeof value === "object" && value !== null ? property(value, name) : undefined;
  if (typeof callee === "function")
    return callFunction(context, value, callee as HostFunction, args, keywords);
  return call(context, getattr(context.environment, value, name), args, keywords);
}

function callBuiltin(
  context: CallContext,
  method: Method,
  value: unknown,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): unknown {
  if (keywords === undefined && args.length === 0 && method instanceof Builtin && method.accepts(1)) {
    return method.run(context, value);
  }
  return method.__call__(context, [value, ...args], keywords);
}

/** {@link callMethod} where Python would not look for an item: a missing method is an AttributeError. */
export function requireMethod(
  context: CallContext,
  value: unknown,
  name: string,
  args: readonly unknown[] = [],
): unknown {
  if (value instanceof Undefined || lookup(value, name) !== undefined) {
    return callMethod(context, value, name, args);
  }
  throw new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`);
}

/** The attribute of a value, as Python's `getattr` finds it; `undefined` if it has none of the name. */
export function lookup(value: unknown, name: string): unknown {
  const table = methodsOf(value);
  const method = table?.get(name);
  if (method !== undefined) return new BoundMethod(value, method);
  if (name === "__class__") return value instanceof PythonType ? undefined : new PythonType(typeName(value));
  // The properties of a dictionary are its items.
  if (table === dictMethods && !(value instanceof Map)) return undefined;
  if (typeof value === "object" && value !== null) return objectAttribute(value, name);
  if (typeof value === "function") return staticAttribute(value, name);
  return numberAttribute(value, name);
}

function methodsOf(value: unknown): ReadonlyMap<string, Method> | undefined {
  switch (typeof value) {
    case "string":
      return stringTable;
    case "object":
      return value === null ? undefined : objectMethods(value);
    case "number":
      return Number.isSafeInteger(value) ? intMethods : floatMethods;
    case "boolean":
    case "bigint":
      return intMethods;
    default:
      return undefined;
  }
}

type Table = ReadonlyMap<string, Method>;

/** The tables of values that are of a built-in class itself: one look-up for nearly all objects of a page. */
const TABLES: ReadonlyMap<object | null, Table> = new Map<object | null, Table>([
  [Object.prototype, dictMethods],
  [null, dictMethods],
  [Map.prototype, dictMethods],
  [Dict.prototype, dictMethods],
  [Array.prototype, listMethods],
  [Tuple.prototype, tupleMethods],
  [Set.prototype, setMethods],
  [Markup.prototype, markupTable],
  [Float.prototype, floatMethods],
  [Uint8Array.prototype, bytesMethods],
]);

function objectMethods(value: object): Table | undefined {
  return TABLES.get(Object.getPrototypeOf(value)) ?? derivedMethods(value);
}

/** The table of what is made from a built-in class, or comes from another realm. */
function derivedMethods(value: object): Table | undefined {
  if (Array.isArray(value)) return value instanceof Tuple ? tupleMethods : listMethods;
  if (value instanceof Map) return dictMethods;
  if (value instanceof Set) return setMethods;
  if (value instanceof Markup) return markupTable;
  if (value instanceof Uint8Array) return bytesMethods;
  if (value instanceof Date) return dateMethods;
  return isPlainObject(value) ? dictMethods : undefined;
}

function numberAttribute(value: unknown, name: string): unknown {
  const attributes = asInt(value) === undefined ? floatAttributes : intAttributes;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? attributes.get(name)?.(value)
    : undefined;
}

function objectAttribute(value: object, name: string): unknown {
  if (value instanceof PythonType) return typeAttribute(value, name);
  if (value instanceof Float) return floatAttributes.get(name)?.(value);
  if (isShadowed(value, name)) return undefined;
  let found: unknown = value instanceof Date ? dateAttributes.get(name)?.(value) : undefined;
  // `null` is an attribute too: None.
  if (found === undefined) found = property(value, name);
  if (found === undefined) found = namedInPython(value, name);
  if (typeof found !== "function" || isClass(found)) return found;
  if (pythonNamesOf(value)?.attributes.has(name) === true) return (found as HostFunction).call(value);
  return new BoundFunction(value, found as HostFunction);
}

/** Whether an item of a dictionary goes before a member that Python's has not: `request.args.size` is a field. */
function isShadowed(value: object, name: string): boolean {
  const names = pythonNamesOf(value);
  if (names?.isDictionary !== true || names.members.has(name) || dictMethods.has(name)) return false;
  return (value as NamedDictionary).has(name);
}

/** The member of an object of ours that Python has under another name; one without a value is Python's `None`. */
function namedInPython(value: object, name: string): unknown {
  const names = pythonNamesOf(value);
  if (names === undefined || name === "constructor" || name.startsWith("_")) return undefined;
  if (names.isDictionary && name === "items") return itemsAsTuples;
  const own = memberNamed(names, name);
  const found = property(value, own);
  if (found !== undefined) return found;
  return !names.isOpen && own in value && !(own in Object.prototype) ? null : undefined;
}

function* itemsAsTuples(
  this: NamedDictionary,
  options?: Parameters<NamedDictionary["entries"]>[0],
): Generator<Tuple> {
  for (const [key, value] of this.entries(options)) yield new Tuple(key, value);
}

function typeAttribute(type: PythonType, name: string): unknown {
  if (name === "__name__" || name === "__qualname__") return type.__name__;
  // There to be refused by a sandbox, and empty outside of one.
  return name === "__subclasses__" ? new BoundFunction(type, () => []) : undefined;
}

/** Where the search of an object's classes ends: what JavaScript defines for all objects of a kind is no attribute. */
const ROOTS: ReadonlySet<object | null> = new Set([...TABLES.keys(), Function.prototype]);

/**
 * Properties that JavaScript, or this package, gives to objects of built-in classes, which have no such attribute
 * in a template: `length`, `size`. Code may not read them directly.
 */
const HIDDEN_PROPERTIES: ReadonlySet<string> = new Set(
  [...TABLES.keys(), Undefined.prototype].flatMap((prototype) => dataProperties(prototype)),
);

/** What objects with the prototype have that is no method. */
function dataProperties(prototype: object | null): string[] {
  const names: string[] = [];
  for (let owner = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value !== "function") names.push(name);
    }
  }
  return names;
}

/** Whether a property of the name may be none of a built-in object's attributes. */
export function isHiddenProperty(name: string): boolean {
  return HIDDEN_PROPERTIES.has(name);
}

/** The property of an object or of its classes; a constructor and names of Python's machinery are none. */
function property(value: object, name: string): unknown {
  if (Object.hasOwn(value, name)) {
    if (Array.isArray(value) && (name === "length" || isIndex(name))) return undefined;
    return safe((value as Readonly<Record<string, unknown>>)[name], name);
  }
  if (name === "constructor" || name.startsWith("__")) return undefined;
  for (let owner = Object.getPrototypeOf(value); !isRoot(owner); owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, name)) return safe((value as Readonly<Record<string, unknown>>)[name], name);
  }
  return undefined;
}

function isRoot(prototype: object | null): prototype is null {
  // Another realm has roots of its own.
  return ROOTS.has(prototype) || Object.hasOwn(prototype as object, "__defineGetter__");
}

function isIndex(name: string): boolean {
  return /^[0-9]+$/.test(name);
}

/** A `constructor` that is data is data; one that is a function leads to `Function`. */
function safe(found: unknown, name: unknown): unknown {
  return typeof found === "function" && (name === "constructor" || found === Function) ? undefined : found;
}

const FUNCTION_NAMES = new Set(["prototype", "constructor", "caller", "callee", "arguments", "length"]);

/** What a class offers as static, or what was put on a function. */
function staticAttribute(value: object, name: string): unknown {
  if (name === "__name__" || name === "name") return Reflect.get(value, "name");
  if (FUNCTION_NAMES.has(name) || name.startsWith("__")) return undefined;
  for (let owner: object | null = value; !isRoot(owner); owner = Object.getPrototypeOf(owner)) {
    if (!Object.hasOwn(owner, name)) continue;
    const found: unknown = Reflect.get(value, name);
    return typeof found === "function" && !isClass(found)
      ? new BoundFunction(value, found as HostFunction)
      : found;
  }
  return undefined;
}

/** The item of a value; `undefined` if it has no such item, or no items. */
export function itemOrNothing(value: unknown, key: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    if (isDictionary(value)) return safe(dictGet(value, key), key);
    const own = ownItem(value, key);
    if (own !== undefined) return own;
  }
  if (!isSequence(value)) return undefined;
  const index = typeof key === "number" && Number.isSafeInteger(key) ? key : asInt(key);
  return index === undefined ? undefined : itemAt(value, Number(index));
}

/** The item of an object that says so itself: by `__getitem__`, or by `has` and `get` as a session does. */
function ownItem(value: object, key: unknown): unknown {
  if ("__getitem__" in value && typeof value.__getitem__ === "function") return value.__getitem__(key);
  if (!("get" in value && "has" in value)) return undefined;
  if (typeof value.get !== "function" || typeof value.has !== "function") return undefined;
  if (typeof key !== "string" || !value.has(key)) return undefined;
  return value.get(key);
}
