import fc from "fast-check";
import {
  DefaultJSONProvider,
  Flagon,
  JSONProvider,
  json,
  jsonify,
  renderTemplateString,
  request,
} from "flagon";
import { Markup } from "flagon/markup";
import { Tuple, UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

// Not in TypeScript's library yet.
const { rawJSON } = JSON as unknown as { rawJSON(source: string): unknown };
const DATE = new Date("2024-01-02T03:04:05.678Z");

describe("what is written", () => {
  const json = new DefaultJSONProvider();

  test.each([
    ["text in ASCII", "ü\u{1f600}", '"\\u00fc\\ud83d\\ude00"'],
    ["text without what a terminal would not show", "\u007f\u0000\n", '"\\u007f\\u0000\\n"'],
    ["a date as HTTP has it", DATE, '"Tue, 02 Jan 2024 03:04:05 GMT"'],
    ["a UUID", new UUID("deadbeefdeadbeefdeadbeefdeadbeef"), '"deadbeef-dead-beef-dead-beefdeadbeef"'],
    ["HTML as its text", new Markup("<b>"), '"<b>"'],
    ["what gives its own HTML", { __proto__: { __html__: () => "<i>" } }, '"<i>"'],
    ["a tuple as a list", new Tuple(1, "a"), '[1, "a"]'],
    ["a Map as an object", new Map([["b", 1]]), '{"b": 1}'],
    ["an integer of any size", 2n ** 70n, "1180591620717411303424"],
    ["a decimal by its toJSON", { toJSON: () => "1.10" }, '"1.10"'],
    ["NaN as null", [Number.NaN, Number.POSITIVE_INFINITY], "[null, null]"],
    ["a text of JSON as it is", [rawJSON("1.0")], "[1.0]"],
    ["a plain object with HTML as that", [{ __html__: () => "<i>" }], '["<i>"]'],
    ["the name of such a method as any key", { toJSON: 1, rawJSON: "2" }, '{"rawJSON": "2", "toJSON": 1}'],
    ["keys in order of code points", { "\u{1f600}": 1, "\uffff": 2 }, '{"\\uffff": 2, "\\ud83d\\ude00": 1}'],
    ["keys in order", { b: 1, a: { d: 1, c: 2 } }, '{"a": {"c": 2, "d": 1}, "b": 1}'],
  ])("is %s", (_, value, text) => {
    expect(json.dumps(value)).toBe(text);
  });

  test.each([
    [
      "a function",
      { a: [() => 1] },
      ".a[0]: a function cannot be written as JSON; call it, if what it returns is meant",
    ],
    ["a Set", { tags: new Set() }, ".tags: an instance of Set cannot be written as JSON"],
    ["bytes", [new Uint8Array(1)], "[0]: an instance of Uint8Array cannot be written as JSON"],
    ["an invalid date", { at: [new Date(Number.NaN)] }, ".at[0]: An invalid Date is no moment"],
    [
      "a class's object",
      { user: new (class User {})() },
      ".user: an instance of User cannot be written as JSON",
    ],
    ["a missing item", [1, undefined], "[1]: undefined cannot be written as JSON"],
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

  test("objects with the same keys are written each in its own order", () => {
    const compact = { separators: [",", ":"] as const, sortKeys: false };
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.constantFrom("a", "b", "ü", "toJSON"), fc.nat(9))), (objects) => {
        expect(json.dumps(objects, { ...compact, ensureAscii: false })).toBe(JSON.stringify(objects));
        expect(JSON.parse(json.dumps(objects))).toEqual(objects);
      }),
    );
  });

  test("more kinds of objects than are remembered are no matter", () => {
    const objects = Array.from({ length: 1000 }, (_, index) => ({ [`key${index}`]: index, b: 1, a: 2 }));
    expect(JSON.parse(json.dumps(objects))).toEqual(objects);
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

  test("is nothing that is nested too deep, though it be JSON", () => {
    const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(() => json.loads(nested(100_000))).toThrow(/at most 900 levels/);
    expect(json.dumps(json.loads(nested(900)))).toBe(nested(900));
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
    app.json.compact = true;
    expect((await app.testClient().get("/")).text()).toBe('{"a":[1]}\n');
  });

  test("its settings bear on the responses", async () => {
    const app = new Flagon();
    app.json.ensureAscii = false;
    app.json.sortKeys = false;
    app.json.mimetype = "application/vnd.api+json";
    app.json.dateFormat = "iso";
    app.get("/", () => ({ ü: DATE, a: 1 }));
    const answer = await app.testClient().get("/");
    expect(answer.text()).toBe('{"ü":"2024-01-02T03:04:05.678Z","a":1}\n');
    expect(answer.headers.get("Content-Type")).toBe("application/vnd.api+json");
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

  test("the filter tojson takes an indent", async () => {
    const app = new Flagon();
    app.get("/", () =>
      renderTemplateString("{{ x|tojson(indent=1) }}|{{ x|tojson }}", { x: { b: [], a: 1 } }),
    );
    expect((await app.testClient().get("/")).text()).toBe('{\n "a": 1,\n "b": []\n}|{"a": 1, "b": []}');
  });

  test("the functions of json are its own, and outside of a request those of a new one", async () => {
    const app = new Flagon();
    app.json.dateFormat = "iso";
    app.get("/", () => json.dumps({ b: DATE, a: json.loads("12345678901234567890") }));
    expect((await app.testClient().get("/")).text()).toBe(
      '{"a": 12345678901234567890, "b": "2024-01-02T03:04:05.678Z"}',
    );
    expect(json.dumps({ b: 1, a: DATE })).toBe('{"b": 1, "a": "Tue, 02 Jan 2024 03:04:05 GMT"}');
  });

  test("the test client writes and reads with it", async () => {
    const app = new Flagon();
    app.post("/", () => jsonify(request.json()));
    const answer = await app.testClient().post("/", { json: { at: DATE, id: 2n ** 60n } });
    expect(answer.json()).toEqual({ at: "Tue, 02 Jan 2024 03:04:05 GMT", id: 2n ** 60n });
  });

  test("JSON that is nested too deep is answered with 400", async () => {
    const app = new Flagon();
    app.post("/", () => jsonify(request.json()));
    const data = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const headers = { "Content-Type": "application/json" };
    expect((await app.testClient().post("/", { data, headers })).status).toBe(400);
  });

  test("another provider can take its place", async () => {
    const app = new Flagon();
    class Shouting extends DefaultJSONProvider {
      override dumps(value: unknown): string {
        return super.dumps(value).toUpperCase();
      }
    }
    app.json = new Shouting();
    app.get("/", () => ({ a: "b" }));
    expect((await app.testClient().get("/")).text()).toBe('{"A": "B"}\n');
    class Plain extends JSONProvider {
      override dumps(value: unknown): string {
        return JSON.stringify(value);
      }
      override loads(text: string): unknown {
        return JSON.parse(text);
      }
    }
    app.json = new Plain();
    expect((await app.testClient().get("/")).text()).toBe('{"a":"b"}\n');
  });
});
