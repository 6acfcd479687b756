import fc from "fast-check";
import {
  DefaultJSONProvider,
  Flagon,
  type JSONProvider,
  jsonify,
  renderTemplateString,
  request,
} from "flagon";
import { Markup } from "flagon/markup";
import { Tuple, UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

const DATE = new Date("2024-01-02T03:04:05.678Z");

describe("what is written", () => {
  const json = new DefaultJSONProvider();

  test.each([
    ["text in ASCII", "ü\u{1f600}", '"\\u00fc\\ud83d\\ude00"'],
    ["a date as HTTP has it", DATE, '"Tue, 02 Jan 2024 03:04:05 GMT"'],
    ["a UUID", new UUID("deadbeefdeadbeefdeadbeefdeadbeef"), '"deadbeef-dead-beef-dead-beefdeadbeef"'],
    ["HTML as its text", new Markup("<b>"), '"<b>"'],
    ["what gives its own HTML", { __proto__: { __html__: () => "<i>" } }, '"<i>"'],
    ["a tuple as a list", new Tuple(1, "a"), '[1, "a"]'],
    ["a Map as an object", new Map([["b", 1]]), '{"b": 1}'],
    ["an integer of any size", 2n ** 70n, "1180591620717411303424"],
    ["a decimal by its toJSON", { toJSON: () => "1.10" }, '"1.10"'],
    ["NaN as null", [Number.NaN, Number.POSITIVE_INFINITY], "[null, null]"],
    ["keys in order", { b: 1, a: { d: 1, c: 2 } }, '{"a": {"c": 2, "d": 1}, "b": 1}'],
  ])("is %s", (_, value, text) => {
    expect(json.dumps(value)).toBe(text);
  });

  test.each([
    ["a function", { a: [() => 1] }, ".a[0]: a function cannot be written as JSON"],
    ["a Set", { tags: new Set() }, ".tags: an instance of Set cannot be written as JSON"],
    ["bytes", [new Uint8Array(1)], "[0]: an instance of Uint8Array cannot be written as JSON"],
    [
      "what gives itself",
      {
        toJSON() {
          return this;
        },
      },
      "gives itself",
    ],
  ])("is no %s, and the error says where it stands", (_, value, message) => {
    expect(() => json.dumps(value)).toThrow(message);
  });

  test("keys of several types are an error where they are sorted", () => {
    const mixed = new Map<unknown, number>([
      [null, 1],
      ["a", 2],
    ]);
    expect(() => json.dumps(mixed)).toThrow("cannot be sorted");
    expect(json.dumps(mixed, { sortKeys: false })).toBe('{"null": 1, "a": 2}');
  });

  test("has the layout that is asked for", () => {
    const value = { a: [1, { b: [] }], c: {} };
    expect(json.dumps(value, { separators: [",", ":"] })).toBe('{"a":[1,{"b":[]}],"c":{}}');
    expect(json.dumps(value, { indent: 2 })).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ],\n  "c": {}\n}',
    );
    expect(json.dumps([1, 2], { indent: 0 })).toBe("[\n1,\n2\n]");
    expect(json.dumps(["é"], { ensureAscii: false })).toBe('["é"]');
  });

  test("follows the settings", () => {
    const other = Object.assign(new DefaultJSONProvider(), {
      dateFormat: "iso",
      nonFinite: "token",
      sortKeys: false,
    });
    expect(other.dumps({ b: DATE, a: Number.NaN })).toBe('{"b": "2024-01-02T03:04:05.678Z", "a": NaN}');
  });

  test("can be extended for classes of one's own", () => {
    class Point {
      readonly x = 1;
    }
    class Provider extends DefaultJSONProvider {
      override default(value: object): unknown {
        return value instanceof Point ? { x: value.x } : super.default(value);
      }
    }
    expect(new Provider().dumps([new Point(), DATE])).toBe('[{"x": 1}, "Tue, 02 Jan 2024 03:04:05 GMT"]');
  });
});

describe("what is read", () => {
  const json = new DefaultJSONProvider();

  test.each([
    ["an integer beyond 2^53", "[12345678901234567890]", [12345678901234567890n]],
    ["Python's tokens", "[NaN, -Infinity]", [Number.NaN, Number.NEGATIVE_INFINITY]],
    ["the last of equal keys", '{"a": 1, "a": 2}', { a: 2 }],
    ["-0 as an integer", "-0", 0],
  ])("is %s", (_, text, value) => {
    expect(json.loads(text)).toEqual(value);
  });

  test.each(["utf-8", "utf-16le"])("are bytes in %s", (encoding) => {
    expect(json.loads(new Uint8Array(Buffer.from('{"a":"x"}', encoding as "utf-8")))).toEqual({ a: "x" });
  });

  test.each(["", "{", "01", "[1,]", "'a'", "nul"])("is not %j", (text) => {
    expect(() => json.loads(text)).toThrow(SyntaxError);
  });

  test("property: whatever was written is read back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has one zero, and a Map is not needed for these.
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(json.loads(json.dumps(plain))).toEqual(plain);
        expect(JSON.parse(json.dumps(plain))).toEqual(plain);
      }),
    );
  });
});

describe("in an application", () => {
  test("it answers for views that return objects, and for jsonify", async () => {
    const app = new Flagon();
    app.get("/object", () => ({ b: DATE, a: 1 }));
    app.get("/text", () => jsonify("ü"));
    app.get("/several", () => jsonify(1, 2));
    app.get("/none", () => jsonify());
    const client = app.testClient();
    expect((await client.get("/object")).text()).toBe('{"a":1,"b":"Tue, 02 Jan 2024 03:04:05 GMT"}\n');
    expect((await client.get("/text")).text()).toBe('"\\u00fc"\n');
    expect((await client.get("/several")).text()).toBe("[1,2]\n");
    expect((await client.get("/none")).text()).toBe("null\n");
    expect((await client.get("/none")).headers.get("Content-Type")).toBe("application/json");
  });

  test("it is laid out for people in debug, unless it is to be compact", async () => {
    const app = new Flagon({ config: { debug: true } });
    app.get("/", () => ({ a: [1] }));
    expect((await app.testClient().get("/")).text()).toBe('{\n  "a": [\n    1\n  ]\n}\n');
    (app.json as DefaultJSONProvider).compact = true;
    expect((await app.testClient().get("/")).text()).toBe('{"a":[1]}\n');
  });

  test("it reads the bodies of requests, and writes for templates", async () => {
    const app = new Flagon();
    app.post("/", () => {
      const { id } = request.json<{ id: bigint }>() ?? { id: 0n };
      return `${typeof id} ${id} ${renderTemplateString("{{ x|tojson }}", { x: { d: DATE } })}`;
    });
    const headers = { "Content-Type": "application/json" };
    const answer = await app.testClient().post("/", { data: '{"id": 12345678901234567890}', headers });
    expect(answer.text()).toBe('bigint 12345678901234567890 {"d": "Tue, 02 Jan 2024 03:04:05 GMT"}');
  });

  test("another provider can take its place", async () => {
    const app = new Flagon();
    class Shouting extends DefaultJSONProvider {
      override dumps(value: unknown): string {
        return super.dumps(value).toUpperCase();
      }
    }
    app.json = new Shouting() satisfies JSONProvider;
    app.get("/", () => ({ a: "b" }));
    expect((await app.testClient().get("/")).text()).toBe('{"A": "B"}\n');
  });
});
