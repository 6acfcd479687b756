/** Reads JSON as Python's `json.loads` does: exact integers, NaN and Infinity, and any key. */
import { MAX_DEPTH } from "./json-writer.ts";

/** More digits than this in one integer are refused, as CPython does, since their cost is quadratic. */
const MAX_INTEGER_DIGITS = 4300;

/** Text that is not JSON; `position` counts UTF-16 units from 0. */
export class JSONDecodeError extends SyntaxError {
  override readonly name: string = "JSONDecodeError";
  /** Where the text stops being JSON, in UTF-16 units from 0. */
  readonly position: number;

  constructor(reason: string, position: number) {
    super(`${reason} at character ${position}`);
    this.position = position;
  }
}

/** Replaces an object just read by what it stands for; called for inner objects first. */
export type ObjectHook = (object: Record<string, unknown>) => unknown;

/** One entry of the outermost object, with the stretch of text that its value was read from. */
export type SourceEntry = { readonly value: unknown; readonly source: string };

/**
 * Reads one JSON value. Integers beyond 2^53 become bigints, `__proto__` is a key like any other.
 *
 * @param objectHook Sees every object, inner ones first, and gives what takes its place.
 * @throws JSONDecodeError if the text is not JSON, or nested or numbered beyond the limits.
 */
export function parseJSON(text: string, objectHook?: ObjectHook): unknown {
  return new Parser(text, objectHook).document();
}

/**
 * Reads a JSON object and keeps the text of each value beside it; `undefined` if the JSON is no object.
 *
 * @throws JSONDecodeError as {@link parseJSON} does.
 */
export function parseJSONEntries(
  text: string,
  objectHook?: ObjectHook,
): Map<string, SourceEntry> | undefined {
  return new Parser(text, objectHook).entries();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;

class Parser {
  readonly #text: string;
  readonly #objectHook: ObjectHook | undefined;
  #position = 0;

  constructor(text: string, objectHook: ObjectHook | undefined) {
    this.#text = text;
    this.#objectHook = objectHook;
  }

  document(): unknown {
    this.#skipSpace();
    const value = this.#value(0);
    this.#end();
    return value;
  }

  entries(): Map<string, SourceEntry> | undefined {
    this.#skipSpace();
    if (this.#code() !== OPEN_BRACE) {
      this.document();
      return undefined;
    }
    const entries = new Map<string, SourceEntry>();
    this.#members((key) => {
      const start = this.#position;
      const value = this.#value(1);
      entries.set(key, { value, source: this.#text.slice(start, this.#position) });
    });
    this.#end();
    return entries;
  }

  #value(depth: number): unknown {
    const code = this.#code();
    if (code === QUOTE) return this.#string();
    if (code === OPEN_BRACE) return this.#object(depth);
    if (code === OPEN_BRACKET) return this.#array(depth);
    if (code === MINUS || isDigit(code)) return this.#number();
    return this.#constant();
  }

  #object(depth: number): unknown {
    this.#checkDepth(depth);
    const object: Record<string, unknown> = {};
    this.#members((key) => {
      const value = this.#value(depth + 1);
      if (key === "__proto__") {
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      } else {
        object[key] = value;
      }
    });
    return this.#objectHook === undefined ? object : this.#objectHook(object);
  }

  #members(readValue: (key: string) => void): void {
    this.#position++;
    this.#skipSpace();
    if (this.#code() === CLOSE_BRACE) {
      this.#position++;
      return;
    }
    for (;;) {
      if (this.#code() !== QUOTE) throw this.#expected("a key in double quotes");
      const key = this.#string();
      this.#skipSpace();
      if (this.#code() !== COLON) throw this.#expected("a colon");
      this.#position++;
      this.#skipSpace();
      readValue(key);
      this.#skipSpace();
      const next = this.#code();
      if (next === CLOSE_BRACE) break;
      if (next !== COMMA) throw this.#expected("a comma or a closing brace");
      this.#position++;
      this.#skipSpace();
    }
    this.#position++;
  }

  #array(depth: number): unknown[] {
    this.#checkDepth(depth);
    const items: unknown[] = [];
    this.#position++;
    this.#skipSpace();
    if (this.#code() === CLOSE_BRACKET) {
      this.#position++;
      return items;
    }
    for (;;) {
      items.push(this.#value(depth + 1));
      this.#skipSpace();
      const next = this.#code();
      if (next === CLOSE_BRACKET) break;
      if (next !== COMMA) throw this.#expected("a comma or a closing bracket");
      this.#position++;
      this.#skipSpace();
    }
    this.#position++;
    return items;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#position;
    let escaped = false;
    let i = start + 1;
    for (; ; i++) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        escaped = true;
        i++;
      } else if (code < 0x20) {
        this.#position = i;
        throw this.#expected("no control character in a string");
      } else if (Number.isNaN(code)) {
        throw this.#expected("a closing quote");
      }
    }
    this.#position = i + 1;
    if (!escaped) return text.slice(start + 1, i);
    try {
      return JSON.parse(text.slice(start, i + 1)) as string;
    } catch {
      throw new JSONDecodeError("expected a valid escape in the string", start);
    }
  }

  #number(): number | bigint {
    const text = this.#text;
    const start = this.#position;
    let i = start;
    if (text.charCodeAt(i) === MINUS) i++;
    if (text.startsWith("Infinity", i)) return this.#constant() as number;
    const integerStart = i;
    i = skipDigits(text, i);
    if (i === integerStart) throw this.#expected("a digit");
    // A leading zero ends the number: what follows it is "extra data", as in Python.
    if (text.charCodeAt(integerStart) === 0x30) i = integerStart + 1;
    const integerEnd = i;
    i = skipFraction(text, i);
    i = skipExponent(text, i);
    this.#position = i;
    if (i > integerEnd) return Number(text.slice(start, i));
    if (integerEnd - integerStart < 16) return Number(text.slice(start, i)) + 0;
    if (integerEnd - integerStart > MAX_INTEGER_DIGITS) {
      throw new JSONDecodeError(`expected an integer of at most ${MAX_INTEGER_DIGITS} digits`, start);
    }
    const value = BigInt(text.slice(start, i));
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  #constant(): unknown {
    for (const [name, value] of CONSTANTS) {
      if (this.#text.startsWith(name, this.#position)) {
        this.#position += name.length;
        return value;
      }
    }
    throw this.#expected("a value");
  }

  #checkDepth(depth: number): void {
    if (depth >= MAX_DEPTH) throw this.#expected(`at most ${MAX_DEPTH} levels of nesting`);
  }

  #end(): void {
    this.#skipSpace();
    if (this.#position < this.#text.length) throw this.#expected("the end");
  }

  #code(): number {
    return this.#text.charCodeAt(this.#position);
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#code();
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#position++;
    }
  }

  #expected(what: string): JSONDecodeError {
    return new JSONDecodeError(`expected ${what}`, this.#position);
  }
}

const CONSTANTS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];

function skipFraction(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x2e) return at;
  const end = skipDigits(text, at + 1);
  return end === at + 1 ? at : end;
}

function skipExponent(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== 0x65 && code !== 0x45) return at;
  const sign = text.charCodeAt(at + 1);
  const start = sign === 0x2b || sign === MINUS ? at + 2 : at + 1;
  const end = skipDigits(text, start);
  return end === start ? at : end;
}

function skipDigits(text: string, at: number): number {
  let i = at;
  while (isDigit(text.charCodeAt(i))) i++;
  return i;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
