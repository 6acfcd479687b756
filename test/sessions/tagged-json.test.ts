import fc from "fast-check";
import { Markup } from "flagon/markup";
import { JSONTag, TaggedJSONSerializer, Tuple, UnserializableError, UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

const serializer = new TaggedJSONSerializer();

describe("tags", () => {
  test.each([
    ["a tuple", new Tuple(1, "a", null), '{" t":[1,"a",null]}'],
    ["bytes", new Uint8Array([0, 255]), '{" b":"AP8="}'],
    ["Markup", new Markup("<b>"), '{" m":"<b>"}'],
    ["a UUID", new UUID("12345678-1234-5678-1234-567812345678"), '{" u":"12345678123456781234567812345678"}'],
    [
      "a date, to the second",
      new Date(Date.UTC(2024, 1, 29, 12, 34, 56, 789)),
      '{" d":"Thu, 29 Feb 2024 12:34:56 GMT"}',
    ],
    ["a dictionary that looks like a tag", { " t": [1] }, '{" di":{" t__":[1]}}'],
    ["a Map that looks like a tag", new Map([[" b", 1]]), '{" di":{" b__":1}}'],
    ["an object with __html__", { __html__: (): string => "<i>" }, '{" m":"<i>"}'],
    ["nested values", [new Tuple([new Tuple()])], '[{" t":[[{" t":[]}]]}]'],
    ["an object with toJSON", { at: new URL("http://a/") }, '{"at":"http://a/"}'],
  ])("%s", (_name, value, text) => {
    expect(serializer.dumps(value)).toBe(text);
  });

  test("what is read has the same types again", () => {
    const value = {
      t: new Tuple(1, [2]),
      b: new Uint8Array([1]),
      m: new Markup("<b>"),
      d: new Date(0),
      di: { " m": "x" },
    };
    expect(serializer.loads(serializer.dumps(value))).toEqual(value);
  });

  test.each([
    '{" t":5}',
    '{" b":5}',
    '{" b":"A"}',
    '{" u":"zz"}',
    '{" d":true}',
    '{" di":[]}',
    '{" di":5}',
  ])("a tag that does not hold what it must is refused: %s", (text) => {
    expect(() => serializer.loads(text)).toThrow(TypeError);
  });

  test("a date that is none is null, as in Flask", () => {
    expect(serializer.loads('{" d":"soon"}')).toBeNull();
  });
});

describe("keys", () => {
  test("are sorted, and non-ASCII is escaped, as in a Flask application", () => {
    expect(serializer.dumps({ z: "é", a: { c: 1, b: 2 } })).toBe('{"a":{"b":2,"c":1},"z":"\\u00e9"}');
  });

  test("stay in their order and spelling if asked", () => {
    const plain = new TaggedJSONSerializer({ sortKeys: false, ensureAscii: false });
    expect(plain.dumps({ z: "é", a: 1 })).toBe('{"z":"é","a":1}');
  });
});

describe("values that cannot be stored", () => {
  class Cart {}
  test.each([
    ["a class instance", { cart: [new Cart()] }, ".cart[0]: an instance of Cart cannot be stored"],
    ["a Set", { a: { b: new Set() } }, ".a.b: an instance of Set cannot be stored"],
    ["a function inside a tuple", { a: new Tuple(() => 1) }, ".a[0]: a function cannot be stored"],
    ["undefined in an array", [undefined], "[0]: undefined cannot be stored"],
    ["an invalid date", { at: new Date(Number.NaN) }, ".at: "],
    ["a key that is an object", new Map([[{}, 1]]), "cannot be a key"],
  ])("%s is named with its path", (_name, value, message) => {
    expect(() => serializer.dumps(value)).toThrow(UnserializableError);
    expect(() => serializer.dumps(value)).toThrow(message);
  });

  test("a circular value is refused, and the serializer still works", () => {
    const loop: { self?: unknown } = {};
    loop.self = [loop];
    expect(() => serializer.dumps(loop)).toThrow("circular");
    expect(serializer.dumps([[[1]]])).toBe("[[[1]]]");
  });
});

describe("custom tags", () => {
  class TagURL extends JSONTag {
    readonly key: string = " url";
    check(value: unknown): boolean {
      return value instanceof URL;
    }
    toJson(value: unknown) {
      return String(value);
    }
    toValue(value: unknown) {
      return new URL(String(value));
    }
  }

  test("join the others", () => {
    const own = new TaggedJSONSerializer();
    own.register(TagURL);
    expect(own.dumps([new URL("http://a/")])).toBe('[{" url":"http://a/"}]');
    expect(own.loads('{" url":"http://a/"}')).toEqual(new URL("http://a/"));
    expect(own.dumps({ " url": 1 })).toBe('{" di":{" url__":1}}');
  });

  test("a key that is taken is an error, unless forced", () => {
    class Other extends TagURL {}
    const own = new TaggedJSONSerializer();
    own.register(TagURL);
    expect(() => own.register(Other)).toThrow('The tag " url" is registered already');
    own.register(Other, { force: true, index: 0 });
    expect(own.tags.get(" url")).toBeInstanceOf(Other);
  });

  test("may be for strings", () => {
    class TagSecret extends TagURL {
      override readonly key: string = " secret";
      override check(value: unknown) {
        return typeof value === "string" && value.startsWith("secret:");
      }
    }
    const own = new TaggedJSONSerializer();
    own.register(TagSecret, { index: 0 });
    expect(own.dumps(["secret:a", "b"])).toBe('[{" secret":"secret:a"},"b"]');
  });
});

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc
    .double({ noNaN: true })
    .map((n) => n + 0.5)
    .filter((n) => !Number.isInteger(n)),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: 2n ** 53n }),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  fc.string().map((text) => new Markup(text)),
  fc.uuid().map((text) => new UUID(text)),
  // As in Python, a year below 100 is read as one of this century or the last.
  fc.integer({ min: -59011459200, max: 253402300799 }).map((seconds) => new Date(seconds * 1000)),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom(" t", " di", " b", " m", " u", " d", "__proto__", "constructor", "10", "2"),
);

/** Any value that a session can store, nested. */
const { value: sessionValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Tuple(...items)),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

test("property: every value survives a round trip with its type", () => {
  fc.assert(
    fc.property(sessionValue, (value) => {
      expect(serializer.loads(serializer.dumps(value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test("property: a dictionary written entry by entry has the text of the whole", () => {
  fc.assert(
    fc.property(fc.dictionary(key, sessionValue, { maxKeys: 4, noNullPrototype: true }), (object) => {
      const whole = serializer.dumps(object);
      const entries = serializer.loadEntries(whole);
      const textOf = (name: string) => entries?.get(name)?.source ?? "";
      expect(serializer.dumpEntries(entries?.keys() ?? [], textOf)).toBe(whole);
      expect(Object.fromEntries([...(entries ?? [])].map(([name, entry]) => [name, entry.value]))).toEqual(
        object,
      );
    }),
    { numRuns: 500 },
  );
});
