import { MultiDict } from "flagon/http";
import { BuildError, Rule, type RuleOptions, UrlMap, type UrlMapOptions } from "flagon/routing";
import { describe, expect, test } from "vitest";

type Rules = readonly (readonly [rule: string, endpoint: string, options?: RuleOptions])[];

function mapOf(rules: Rules, options: UrlMapOptions = {}): UrlMap {
  return new UrlMap(
    rules.map(([rule, endpoint, more]) => new Rule(rule, { endpoint, ...more })),
    options,
  );
}

describe("values that are no variables", () => {
  const urls = mapOf([
    ["/", "index"],
    ["/u/<name>", "user"],
  ]).bind("example.com");

  test.each<[values: Record<string, unknown>, url: string]>([
    [{}, "/"],
    [{ a: 1, b: "x y&z" }, "/?a=1&b=x+y%26z"],
    [{ a: [1, "2", null, undefined, true] }, "/?a=1&a=2&a=True"],
    [{ a: [] }, "/"],
    [{ a: new Set(["x", "y"]) }, "/?a=x&a=y"],
    [{ a: null, b: undefined, c: "" }, "/?c="],
    [{ a: true, b: false }, "/?a=True&b=False"],
    [{ a: new Date("2026-11-28T15:00:00Z") }, "/?a=2026-11-28+15:00:00%2B00:00"],
    [{ a: 1.5, b: 10n, c: -0 }, "/?a=1.5&b=10&c=-0.0"],
    [{ "a b": "ü", "&": "=" }, "/?a+b=%C3%BC&%26=%3D"],
    [{ a: "$,/:;?@-._~" }, "/?a=$,/:;?@-._~"],
    [{ a: '+%#[]"<>\\^{|}`' }, "/?a=%2B%25%23%5B%5D%22%3C%3E%5C%5E%7B%7C%7D%60"],
    [{ a: "\r\n\0" }, "/?a=%0D%0A%00"],
    [{ a: "\ud800" }, "/?a=%EF%BF%BD"],
    [{ ["__proto__x"]: 1, constructor: 2 }, "/?__proto__x=1&constructor=2"],
  ])("%o become the query %s", (values, url) => {
    expect(urls.build("index", values)).toBe(url);
  });

  test("stay in their order, or are sorted if the map says so", () => {
    const sorted = mapOf([["/", "index"]], { sortParameters: true }).bind("example.com");
    const values = { c: 1, a: [3, 2], b: 1 };
    expect(urls.build("index", values)).toBe("/?c=1&a=3&a=2&b=1");
    expect(sorted.build("index", values)).toBe("/?a=3&a=2&b=1&c=1");
  });

  test("can be left out", () => {
    expect(urls.build("user", { name: "a", q: 1 }, { appendUnknown: false })).toBe("/u/a");
  });

  test("come in any dictionary", () => {
    const pairs: [string, string][] = [
      ["name", "a"],
      ["q", "1"],
      ["q", "2"],
    ];
    expect(urls.build("user", new MultiDict(pairs))).toBe("/u/a?q=1&q=2");
    expect(
      urls.build(
        "user",
        new Map<string, unknown>([
          ["name", "a"],
          ["q", [1, 2]],
        ]),
      ),
    ).toBe("/u/a?q=1&q=2");
    expect(urls.build("index", null)).toBe("/");
  });
});

describe("of several rules", () => {
  test("the one with the most variables that are there is taken", () => {
    const urls = mapOf([
      ["/opt/", "e"],
      ["/opt/<a>", "e"],
      ["/opt/<a>/<b>", "e"],
    ]).bind("example.com");
    expect(urls.build("e")).toBe("/opt/");
    expect(urls.build("e", { a: 1 })).toBe("/opt/1");
    expect(urls.build("e", { a: 1, b: 2 })).toBe("/opt/1/2");
    expect(urls.build("e", { b: 2 })).toBe("/opt/?b=2");
    expect(urls.build("e", { a: null, b: 2 })).toBe("/opt/?b=2");
  });

  test("the one whose defaults are the values is taken", () => {
    const urls = mapOf([
      ["/all/<int:page>", "all"],
      ["/all/", "all", { defaults: { page: 1 } }],
    ]).bind("example.com");
    const build = (page: unknown) => urls.build("all", { page });
    expect([undefined, 1, true, 1n, 2, "1"].map(build)).toEqual([
      "/all/",
      "/all/",
      "/all/",
      "/all/",
      "/all/2",
      "/all/1",
    ]);
  });

  test("one with a default that is an object is only taken for what is the same", () => {
    const day = (text: string) => ({ toString: () => text });
    const plain = { kind: "a" };
    const urls = mapOf([
      ["/first/", "e", { defaults: { on: day("1"), filter: plain } }],
      ["/<on>/<filter>", "e"],
    ]).bind("example.com");
    expect(urls.build("e", { on: day("1"), filter: plain })).toBe("/first/");
    expect(urls.build("e", { on: day("2"), filter: plain })).not.toBe("/first/");
    expect(urls.build("e", { on: day("1"), filter: { kind: "b" } })).not.toBe("/first/");
  });

  test("the one for the method is taken, or the adapter's own, or any", () => {
    const map = mapOf([
      ["/read", "e", { methods: ["GET"] }],
      ["/write", "e", { methods: ["POST"] }],
    ]);
    expect(map.bind("example.com").build("e", {}, { method: "POST" })).toBe("/write");
    expect(map.bind("example.com").build("e")).toBe("/read");
    expect(map.bind("example.com", { defaultMethod: "POST" }).build("e")).toBe("/write");
    expect(map.bind("example.com", { defaultMethod: "PUT" }).build("e")).toBe("/read");
    expect(() => map.bind("example.com").build("e", {}, { method: "PUT" })).toThrow(BuildError);
  });

  test("an alias is taken last, a rule for building only like others", () => {
    const urls = mapOf([
      ["/short/<a>", "e", { alias: true }],
      ["/long/<a>", "e"],
      ["/built/<x>", "b", { buildOnly: true }],
    ]).bind("example.com");
    expect(urls.build("e", { a: 1 })).toBe("/long/1");
    expect(urls.build("b", { x: 1 })).toBe("/built/1");
    expect(() => urls.match("/built/1")).toThrow();
  });
});

describe("where it leads", () => {
  const map = mapOf([
    ["/", "index"],
    ["/f/<path:p>", "file"],
  ]);

  test.each([
    ["/", "/", "http://example.com/"],
    ["", "/", "http://example.com/"],
    ["/root", "/root/", "http://example.com/root/"],
    ["/root/", "/root/", "http://example.com/root/"],
    ["/a/b", "/a/b/", "http://example.com/a/b/"],
    ["//evil.example", "/evil.example/", "http://example.com/evil.example/"],
    ["/\\evil.example", "/evil.example/", "http://example.com/evil.example/"],
    ["/\t/evil.example", "/%09/evil.example/", "http://example.com/%09/evil.example/"],
    [".evil.example", "/.evil.example/", "http://example.com/.evil.example/"],
  ])("with a mount at %j", (scriptName, inside, outside) => {
    const urls = map.bind("example.com", { scriptName });
    expect(urls.build("index")).toBe(inside);
    expect(urls.build("index", {}, { forceExternal: true })).toBe(outside);
  });

  test.each([
    ["http", undefined, "http://example.com/"],
    ["https", undefined, "https://example.com/"],
    ["http", "https", "https://example.com/"],
    ["https", "http", "http://example.com/"],
    ["http", "", "//example.com/"],
    ["http", "wss", "https://example.com/"],
    ["http", "ftp", "http://example.com/"],
  ])("from %s with the scheme %j", (urlScheme, scheme, url) => {
    const urls = map.bind("example.com", { urlScheme });
    expect(urls.build("index", {}, { forceExternal: true, urlScheme: scheme })).toBe(url);
  });

  test.each([
    "/evil.example",
    "//evil.example",
    "\\evil.example",
    "\t/evil.example",
  ])("a value of %j stays in the path", (p) => {
    for (const [rule, start] of [
      ["/<path:p>", ""],
      ["/f/<path:p>", "/f"],
    ] as const) {
      const url = mapOf([[rule, "e"]])
        .bind("example.com")
        .build("e", { p });
      expect(url.startsWith(`${start}/`)).toBe(true);
      expect(new URL(url, "http://example.com").host).toBe("example.com");
    }
  });
});

test("the text of a rule is written as a URL has it", () => {
  const urls = mapOf([["/a b/ü/%41?#/<x>", "e"]]).bind("example.com");
  expect(urls.build("e", { x: 1 })).toBe("/a%20b/%C3%BC/%2541%3F%23/1");
});

test("the map knows which variables an endpoint expects", () => {
  const map = mapOf([
    ["/<lang>/a", "a"],
    ["/a/<id>", "a", { defaults: { sort: 1 } }],
  ]);
  expect(map.isEndpointExpecting("a", "lang")).toBe(true);
  expect(map.isEndpointExpecting("a", "id", "sort")).toBe(true);
  expect(map.isEndpointExpecting("a", "lang", "id")).toBe(false);
  expect(map.isEndpointExpecting("b", "lang")).toBe(false);
});
