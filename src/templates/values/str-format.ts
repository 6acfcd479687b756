/** `str.format`: fields in braces, with attributes, items, conversions and formats. */
import { IndexError, KeyError, ValueError } from "../errors.ts";
import { type Dictionary, dictGet, dictHas } from "./dict.ts";
import { checkTextLength } from "./numbers.ts";
import { ascii } from "./percent-format.ts";
import { repr, str } from "./text.ts";

/** How a format reaches into its arguments, and shows what it found. */
export interface FieldAccess {
  /** `field.name`; throws if there is none. */
  attribute(value: unknown, name: string): unknown;
  /** `field[key]`; throws if there is none. */
  item(value: unknown, key: string | number): unknown;
  /** The text of a field. */
  format(value: unknown, spec: string): string;
}

/** Fills in a format. `{}` and `{0}` take from the list, `{name}` from the dictionary. */
export function formatString(
  format: string,
  args: readonly unknown[],
  keywords: Dictionary,
  access: FieldAccess,
): string {
  return new Formatter(args, keywords, access).run(format, 2);
}

class Formatter {
  readonly #args: readonly unknown[];
  readonly #keywords: Dictionary;
  readonly #access: FieldAccess;
  /** The number of the next `{}`; `undefined` once fields were numbered by hand. */
  #next: number | undefined = 0;

  constructor(args: readonly unknown[], keywords: Dictionary, access: FieldAccess) {
    this.#args = args;
    this.#keywords = keywords;
    this.#access = access;
  }

  /** @param depth - How deep fields may nest: a format specification may hold fields itself. */
  run(format: string, depth: number): string {
    if (depth === 0) throw new ValueError("Max string recursion exceeded");
    let text = "";
    let at = 0;
    while (at < format.length) {
      const brace = nextBrace(format, at);
      text += format.slice(at, brace);
      if (brace === format.length) break;
      const unit = format.charAt(brace);
      if (format.charAt(brace + 1) === unit) {
        text += unit;
        at = brace + 2;
        continue;
      }
      if (unit === "}") throw new ValueError("Single '}' encountered in format string");
      if (brace + 1 === format.length) throw new ValueError("Single '{' encountered in format string");
      const end = closingBrace(format, brace + 1);
      text += this.#field(format.slice(brace + 1, end), depth);
      checkTextLength(text.length);
      at = end + 1;
    }
    return text;
  }

  #field(field: string, depth: number): string {
    const { name, conversion, spec } = splitField(field);
    const value = convert(this.#find(name), conversion);
    return this.#access.format(
      value,
      spec.includes("{") || spec.includes("}") ? this.run(spec, depth - 1) : spec,
    );
  }

  #find(name: string): unknown {
    const first = wordAt(name, 0);
    let value = this.#argument(first);
    let at = first.length;
    while (at < name.length) {
      if (name.charAt(at) === ".") {
        const attribute = wordAt(name, at + 1);
        if (attribute === "") throw new ValueError("Empty attribute in format string");
        value = this.#access.attribute(value, attribute);
        at += attribute.length + 1;
        continue;
      }
      if (name.charAt(at) !== "[") {
        throw new ValueError("Only '.' or '[' may follow ']' in format field specifier");
      }
      const end = name.indexOf("]", at);
      if (end === -1) throw new ValueError("Missing ']' in format string");
      const key = name.slice(at + 1, end);
      if (key === "") throw new ValueError("Empty attribute in format string");
      value = this.#access.item(value, /^[0-9]+$/.test(key) ? Number(key) : key);
      at = end + 1;
    }
    return value;
  }

  #argument(name: string): unknown {
    if (name !== "" && !/^[0-9]+$/.test(name)) {
      if (!dictHas(this.#keywords, name)) throw new KeyError(repr(name));
      return dictGet(this.#keywords, name);
    }
    const index = name === "" ? this.#automatic() : this.#manual(Number(name));
    if (index >= this.#args.length) {
      throw new IndexError(`Replacement index ${index} out of range for positional args tuple`);
    }
    return this.#args[index];
  }

  #automatic(): number {
    if (this.#next === undefined) {
      throw new ValueError("cannot switch from manual field specification to automatic field numbering");
    }
    return this.#next++;
  }

  #manual(index: number): number {
    if (this.#next !== undefined && this.#next > 0) {
      throw new ValueError("cannot switch from automatic field numbering to manual field specification");
    }
    this.#next = undefined;
    return index;
  }
}

function nextBrace(format: string, from: number): number {
  for (let i = from; i < format.length; i++) {
    const unit = format.charCodeAt(i);
    if (unit === 0x7b || unit === 0x7d) return i;
  }
  return format.length;
}

function closingBrace(format: string, from: number): number {
  let depth = 1;
  let isKey = false;
  for (let i = from; i < format.length; i++) {
    const unit = format.charAt(i);
    // Braces in the brackets of the field itself are part of a key.
    if (unit === "[" && depth === 1) isKey = true;
    else if (unit === "]") isKey = false;
    else if (unit === "{" && !isKey) depth++;
    else if (unit === "}" && !isKey && --depth === 0) return i;
  }
  throw new ValueError("expected '}' before end of string");
}

function splitField(field: string): { name: string; conversion: string; spec: string } {
  let end = 0;
  let isKey = false;
  for (; end < field.length; end++) {
    const unit = field.charAt(end);
    if (unit === "[") isKey = true;
    else if (unit === "]") isKey = false;
    else if (unit === "{" && !isKey) throw new ValueError("unexpected '{' in field name");
    else if (!isKey && (unit === "!" || unit === ":")) break;
  }
  const name = field.slice(0, end);
  if (field.charAt(end) !== "!") return { name, conversion: "", spec: field.slice(end + 1) };
  const conversion = field.charAt(end + 1);
  const after = field.charAt(end + 2);
  if (conversion === "") throw new ValueError("end of string while looking for conversion specifier");
  if (after !== "" && after !== ":") throw new ValueError("expected ':' after conversion specifier");
  return { name, conversion, spec: field.slice(end + 3) };
}

/** The name up to the next `.` or `[`. */
function wordAt(name: string, start: number): string {
  let end = start;
  while (end < name.length && name.charAt(end) !== "." && name.charAt(end) !== "[") end++;
  return name.slice(start, end);
}

function convert(value: unknown, conversion: string): unknown {
  switch (conversion) {
    case "":
      return value;
    case "s":
      return str(value);
    case "r":
      return repr(value);
    case "a":
      return ascii(repr(value));
    default:
      throw new ValueError(`Unknown conversion specifier '${conversion}'`);
  }
}
