/** `TrackedValues`: the values of a session, with the texts that tell whether one was changed, however deep inside. */
import { pathStep, type SourceEntry, UnserializableError } from "../python/index.ts";

/** Writes values, and a dictionary of written values, as the session's interface stores them. */
export interface SessionCodec {
  /** The text of one value; throws `UnserializableError` if it has none. */
  dumps(value: unknown): string;
  /** The text of a dictionary whose values give their own texts. */
  dumpEntries<K>(keys: Iterable<K>, textOf: (key: K) => string): string;
}

type Entry = {
  readonly value: unknown;
  /** The text that the value was read from; a value that nobody changed is written back as this. */
  readonly source?: string;
  /** Our own text of the value when it was handed out; a different text later means it was changed. */
  baseline?: string;
};

/** Values by key. What is handed out is compared with what it was; what is set counts as changed by whoever sets it. */
export class TrackedValues {
  readonly #codec: SessionCodec;
  readonly #entries: Map<string, Entry>;

  /**
   * @param codec Writes the values.
   * @param stored What was read from the store, which is kept; nothing if it is left out.
   */
  constructor(codec: SessionCodec, stored: Map<string, SourceEntry> = new Map()) {
    this.#codec = codec;
    this.#entries = stored;
  }

  /** The number of keys. */
  get size(): number {
    return this.#entries.size;
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** The keys, in the order they were stored. */
  keys(): MapIterator<string> {
    return this.#entries.keys();
  }

  /** Hands out the value of a key; the fallback if there is none. */
  get(key: string, fallback?: unknown): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return fallback;
    const { value } = entry;
    // A primitive cannot be changed; and once something was set, everything is compared by the flag alone.
    if (typeof value === "object" && value !== null && entry.source !== undefined) {
      entry.baseline ??= this.#codec.dumps(value);
    }
    return value;
  }

  /** Removes a key and gives its value, which is no longer looked after; the fallback if there is none. */
  take(key: string, fallback: unknown): unknown {
    const entry = this.#entries.get(key);
    if (entry === undefined) return fallback;
    this.#entries.delete(key);
    return entry.value;
  }

  /** Stores a value. */
  set(key: string, value: unknown): void {
    this.#entries.set(key, { value });
  }

  /** Removes a key; says whether it was there. */
  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  /** Removes every key. */
  clear(): void {
    this.#entries.clear();
  }

  /** Whether a value that was handed out was changed. */
  hasChanges(): boolean {
    for (const entry of this.#entries.values()) {
      if (entry.baseline !== undefined && this.#textNow(entry) !== entry.baseline) return true;
    }
    return false;
  }

  /** The keys of the values that were changed since they were handed out. */
  changedKeys(): string[] {
    const changed = [...this.#entries].filter(
      ([, entry]) => entry.baseline !== undefined && this.#textNow(entry) !== entry.baseline,
    );
    return changed.map(([key]) => key);
  }

  /** Takes the state of this moment for unchanged. */
  acceptChanges(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.source !== undefined && entry.baseline === undefined) continue;
      const text = this.#textNow(entry);
      if (text === undefined || (text === entry.baseline && entry.source !== undefined)) continue;
      this.#entries.set(key, { value: entry.value, baseline: text });
    }
  }

  /**
   * The text of all. A value that nobody changed is written as it was read.
   *
   * @throws UnserializableError with the path of a value that cannot be written.
   */
  dump(): string {
    const entries = this.#entries;
    return this.#codec.dumpEntries(entries.keys(), (key) => this.#text(key, entries.get(key) as Entry));
  }

  /** The text of the value as it is now; `undefined` if it can no longer be written. */
  #textNow(entry: Entry): string | undefined {
    try {
      return this.#codec.dumps(entry.value);
    } catch {
      return undefined;
    }
  }

  #text(key: string, entry: Entry): string {
    if (entry.source !== undefined && entry.baseline === undefined) return entry.source;
    try {
      const text = this.#codec.dumps(entry.value);
      return text === entry.baseline && entry.source !== undefined ? entry.source : text;
    } catch (error) {
      throw error instanceof UnserializableError ? error.within(`session${pathStep(String(key))}`) : error;
    }
  }
}
