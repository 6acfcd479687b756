import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  COMPACT,
  JSONDecodeError,
  PYTHON_DEFAULT,
  parseJSON,
  parseJSONEntries,
  UnserializableError,
  writeJSON,
} from "../../src/python/index.ts";

const FLASK = { itemSeparator: ",", keySeparator: ":", ensureAscii: true, sortKeys: true };

describe("writing JSON", () => {
  test.each([
    [1, "1"],
    [-0, "-0.0"],
    [0.5, "0.5"],
    [1e15, "1000000000000000"],
    [1e16, "1e+16"],
    [9007199254740994, "9007199254740994.0"],
    [1e-5, "1e-05"],
    [0.0001, "0.0001"],
    [1.5e300, "1.5e+300"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [12345678901234567890n, "12345678901234567890"],
  ])("a number is written as Python writes it: %s", (value, text) => {
    expect(writeJSON(value, FLASK)).toBe(text);
  });

  test("keys are sorted by code point, not by UTF-16 unit", () => {
    expect(writeJSON({ "\u{1f600}": 1, "\uffff": 2, a: 3 }, { ...FLASK, ensureAscii: false })).toBe(
      '{"a":3,"\uffff":2,"\u{1f600}":1}',
    );
  });

  test("with ensureAscii everything but printable ASCII is escaped, DEL too", () => {
    expect(writeJSON("é\x7f\u{1f600}\n", FLASK)).toBe('"\\u00e9\\u007f\\ud83d\\ude00\\n"');
  });

  test("without ensureAscii a lone surrogate stays as it is, and an escaped backslash is not mistaken", () => {
    expect(writeJSON("\ud800\\ud800é", COMPACT)).toBe('"\ud800\\\\ud800é"');
  });

  test("Python's defaults put a space after comma and colon", () => {
    expect(writeJSON({ a: [1, 2], b: null }, PYTHON_DEFAULT)).toBe('{"a": [1, 2], "b": null}');
  });

  test("a Map is a dictionary whose keys keep their order and may be numbers", () => {
    expect(
      writeJSON(
        new Map<unknown, unknown>([
          ["b", 1],
          ["2", 2],
          [1, 3],
        ]),
        COMPACT,
      ),
    ).toBe('{"b":1,"2":2,"1":3}');
  });

  test("sorting keys of different types is refused, as in Python", () => {
    expect(() =>
      writeJSON(
        new Map<unknown, unknown>([
          ["b", 1],
          [1, 3],
        ]),
        FLASK,
      ),
    ).toThrow(UnserializableError);
  });

  test("the error names the place of the value", () => {
    expect(() => writeJSON({ cart: [{ "odd name": new Set() }] }, FLASK)).toThrow(
      '.cart[0]["odd name"]: an instance of Set cannot be written as JSON',
    );
  });

  test("a circular value is an error, not an endless loop", () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => writeJSON(loop, FLASK)).toThrow("circular");
  });

  test("toJSON is used, and properties without a value are left out", () => {
    expect(writeJSON({ at: new Date(0), nothing: undefined }, FLASK)).toBe(
      '{"at":"1970-01-01T00:00:00.000Z"}',
    );
  });
});

describe("reading JSON", () => {
  test.each([
    ["-0", 0],
    ["1e2", 100],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740991", -9007199254740991],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    [' [ 1 , { "a" : null } ] ', [1, { a: null }]],
    ['"\\ud800"', "\ud800"],
  ])("Python's JSON is read: %s", (text, value) => {
    expect(parseJSON(text)).toEqual(value);
    expect(Object.is(parseJSON("-0"), -0)).toBe(false);
  });

  test.each([
    "",
    "[1,]",
    "{'a':1}",
    "01",
    "1.",
    "-",
    "tru",
    '"\t"',
    '"\\x"',
    "\ufeff1",
    "1 2",
    '{"a" 1}',
    "--1",
    '"a',
  ])("what is no JSON is refused: %j", (text) => {
    expect(() => parseJSON(text)).toThrow(JSONDecodeError);
  });

  test("__proto__ and constructor are keys like any other", () => {
    const value = parseJSON('{"__proto__": {"admin": true}, "constructor": 1}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("integers of more than 4300 digits and deep nesting are refused", () => {
    expect(() => parseJSON("1".repeat(4301))).toThrow("4300 digits");
    expect(() => parseJSON("[".repeat(100_000))).toThrow("levels of nesting");
  });

  test("the source text of each top-level value is kept", () => {
    const entries = parseJSONEntries('{ "a" : 1.0 , "b":[1, 2] , "a": {"c":1} }');
    expect([...(entries ?? [])].map(([key, entry]) => [key, entry.source])).toEqual([
      ["a", '{"c":1}'],
      ["b", "[1, 2]"],
    ]);
    expect(parseJSONEntries("[1]")).toBeUndefined();
  });
});

const json = fc.jsonValue();

test("property: what is written is read back equal, in every format", () => {
  fc.assert(
    fc.property(json, fc.boolean(), fc.boolean(), (value, ensureAscii, sortKeys) => {
      const text = writeJSON(value, { ...COMPACT, ensureAscii, sortKeys });
      expect(parseJSON(text)).toEqual(value);
    }),
  );
});

test("property: strict JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value, null, 1);
      // Longer integers are exact here, as bigints, and not in JSON.parse.
      fc.pre(!/\d{16}/.test(text));
      expect(parseJSON(text)).toEqual(JSON.parse(text.replaceAll("-0,", "0,")));
    }),
  );
});

test("property: any text is either read or refused with a position", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'[]{}",:0123456789.eE+-truefalsn \\u') }), (text) => {
      let accepted: unknown;
      try {
        accepted = JSON.parse(text);
      } catch {
        return;
      }
      expect(writeJSON(parseJSON(text), COMPACT)).toBe(writeJSON(accepted, COMPACT).replace(/-0\.0/g, "0"));
    }),
  );
});
