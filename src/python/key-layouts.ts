/** `KeyLayouts`: remembers in which order and how the keys of objects are written, for objects of one kind come often. */
import { sortByCodePoint } from "./code-points.ts";
import { writeString } from "./json-string.ts";

/** The keys of an object in the order they are written in, each with its text up to the value. */
export type KeyLayout = {
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  /** Whether one of them is a name by which an object may say what stands for it, or what it is. */
  readonly isSpecial: boolean;
};

const SPECIAL: readonly string[] = ["toJSON", "__html__", "rawJSON"];

/** What the layout of keys depends on. */
type KeyFormat = { readonly ensureAscii: boolean; readonly sortKeys: boolean; readonly keySeparator: string };

type Remembered = KeyLayout & { readonly given: readonly string[] };

// Objects with many keys, or long ones, are dictionaries of data: they hardly come again, and may be a stranger's.
const MOST_KEYS = 32;
const LONGEST_KEYS = 1000;
const MOST_LAYOUTS = 256;

/** Layouts by the keys that objects come with. To sort and escape them anew takes longer than to write the values. */
export class KeyLayouts {
  readonly #format: KeyFormat;
  /** By the number of the keys, then by the last. */
  #known: (Map<string, Remembered> | undefined)[] = [];
  #count = 0;

  constructor(format: KeyFormat) {
    this.#format = format;
  }

  /** The layout of the object's keys. */
  of(object: object): KeyLayout {
    const keys = Object.keys(object);
    const { length } = keys;
    const last = keys[length - 1];
    if (last === undefined || length > MOST_KEYS) return this.#make(keys);
    const known = this.#known[length]?.get(last);
    return known !== undefined && isSame(known.given, keys) ? known : this.#remember(keys, last);
  }

  #remember(keys: readonly string[], last: string): KeyLayout {
    const layout = this.#make(keys);
    let size = 0;
    for (const key of keys) size += key.length;
    if (size > LONGEST_KEYS) return layout;
    if (++this.#count > MOST_LAYOUTS) {
      this.#known = [];
      this.#count = 1;
    }
    const known = this.#known[keys.length];
    const entry = { ...layout, given: keys };
    if (known === undefined) this.#known[keys.length] = new Map([[last, entry]]);
    else known.set(last, entry);
    return layout;
  }

  #make(given: readonly string[]): KeyLayout {
    const { ensureAscii, keySeparator, sortKeys } = this.#format;
    const keys = sortKeys ? sortByCodePoint([...given]) : given;
    const texts = keys.map((key) => writeString(key, ensureAscii) + keySeparator);
    return { keys, texts, isSpecial: SPECIAL.some((name) => keys.includes(name)) };
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
