/** Python's order of strings. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCodePoints, sortByCodePoint } from "../../src/python/code-points.ts";

test("keys, few or many, are sorted by code point", () => {
  const keys = fc.array(fc.string({ unit: "binary", maxLength: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(keys, (given) => {
      expect(sortByCodePoint([...given])).toEqual([...given].sort(compareCodePoints));
    }),
  );
});

test("keys without surrogates are sorted in the same way", () => {
  const keys = fc.array(fc.string({ maxLength: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(keys, (given) => {
      expect(sortByCodePoint([...given])).toEqual([...given].sort(compareCodePoints));
    }),
  );
});
