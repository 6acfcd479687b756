/** Random values and questions for the comparison with Python. */
import fc from "fast-check";
import type { Neutral, Question } from "./python-oracle.ts";

const int = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: -20, max: 20 }).map(BigInt) },
    { weight: 2, arbitrary: fc.maxSafeInteger().map(BigInt) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }) },
  )
  .map((value) => ({ int: `${value}` }));

const float = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: -400, max: 400 }).map((value) => value / 8) },
    { weight: 2, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((value) => value / 100) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  )
  .map((value) => ({ float: Object.is(value, -0) ? "-0.0" : `${value}` }));

/** Numbers of every kind. */
export const number: fc.Arbitrary<Neutral> = fc.oneof(int, float, fc.boolean());

/** Short texts with a little of everything. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-cA-C ,.'"\n\t-]{0,12}$/),
  fc.constantFrom(
    "",
    " ",
    "a",
    "Hello World",
    "it's",
    "ÄÖß",
    "naïve café",
    "x\u00a0y",
    "a😀b",
    "3.14",
    "<b>&",
    "0x1F",
  ),
);

const leaf: fc.Arbitrary<Neutral> = fc.oneof(number, text, fc.constant(null));

/** Lists, tuples and dictionaries of values without text that Python's Unicode tables may see otherwise. */
export const value: fc.Arbitrary<Neutral> = fc.oneof(
  { weight: 5, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 4 }).map((list) => ({ list })) },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }).map((tuple) => ({ tuple })) },
  {
    weight: 1,
    arbitrary: fc.array(fc.tuple(fc.oneof(text, number), leaf), { maxLength: 3 }).map((dict) => ({ dict })),
  },
  { weight: 1, arbitrary: text.map((markup) => ({ markup })) },
);

/** One of the texts. */
export function texts(...choices: readonly string[]): fc.Arbitrary<Neutral> {
  return fc.constantFrom(...choices);
}

/** A list of numbers, or of texts. */
export const list: fc.Arbitrary<Neutral> = fc
  .oneof(
    fc.array(number, { maxLength: 6 }),
    fc.array(text, { maxLength: 6 }),
    fc.array(leaf, { maxLength: 4 }),
  )
  .map((items) => ({ list: items }));

/** Small integers, as widths, counts and indexes are. */
export const small: fc.Arbitrary<Neutral> = fc.integer({ min: -3, max: 12 }).map((n) => ({ int: `${n}` }));

/** A question of a kind about random operands. */
export function question(
  kind: Question["kind"],
  name: string,
  ...operands: readonly fc.Arbitrary<Neutral>[]
): fc.Arbitrary<Question> {
  return fc.tuple(...operands).map((chosen) => ({ kind, name, operands: chosen }));
}
