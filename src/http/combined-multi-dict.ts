/** `CombinedMultiDict`: several dictionaries seen as one, as `request.values` sees query and form. */
import { ImmutableMultiDict } from "./multi-dict.ts";

/**
 * Several dictionaries as one that is read only: a key has the values of all of them, those of the first one
 * first. After Werkzeug's class.
 */
export class CombinedMultiDict<V = string> extends ImmutableMultiDict<V> {
  readonly #dictionaries: readonly ImmutableMultiDict<V>[];

  /** @param dictionaries - The dictionaries; what is changed in them later does not show. */
  constructor(dictionaries: readonly ImmutableMultiDict<V>[]) {
    super(pairsOf(dictionaries));
    this.#dictionaries = dictionaries;
  }

  /** The first value of a key; if it does not convert, that of the next dictionary counts. */
  override get(key: string): V | undefined;
  override get<D>(key: string, fallback: D): V | D;
  override get<T, D = undefined>(key: string, fallback: D, type: (value: V) => T): T | D;
  override get(key: string, fallback?: unknown, type?: (value: V) => unknown): unknown {
    if (type === undefined) return super.get(key, fallback);
    const missing = Symbol("missing");
    for (const dictionary of this.#dictionaries) {
      const found = dictionary.get(key, missing, type);
      if (found !== missing) return found;
    }
    return fallback;
  }
}

function* pairsOf<V>(dictionaries: readonly ImmutableMultiDict<V>[]): Iterable<[string, V]> {
  for (const dictionary of dictionaries) {
    for (const [key, values] of dictionary.lists()) for (const value of values) yield [key, value];
  }
}
