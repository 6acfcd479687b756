import { BuildError, Rule, RuleSyntaxError } from "flagon/routing";
import { describe, expect, test } from "vitest";

function rule(text: string, methods: readonly string[] = ["GET"]): Rule {
  return new Rule(text, { endpoint: "view", methods });
}

function built(text: string, values: Record<string, unknown>): string {
  return rule(text).build(new Map(Object.entries(values)));
}

describe("matching", () => {
  test("a rule without variables matches its own text alone", () => {
    expect(rule("/tea").match("/tea")).toEqual({});
    expect(rule("/tea").match("/tea/")).toBeUndefined();
    expect(rule("/tea").match("/Tea")).toBeUndefined();
  });

  test("characters that mean something in an expression are ordinary text", () => {
    expect(rule("/a.b(c)+<n>").match("/a.b(c)+1")).toEqual({ n: "1" });
    expect(rule("/a.b(c)+<n>").match("/axb(c)+1")).toBeUndefined();
  });

  test("a variable takes anything but a slash, and not nothing", () => {
    expect(rule("/u/<name>").match("/u/O'Brien & söhne?#\n")).toEqual({ name: "O'Brien & söhne?#\n" });
    expect(rule("/u/<string:name>").match("/u/a")).toEqual({ name: "a" });
    expect(rule("/u/<name>").match("/u/")).toBeUndefined();
    expect(rule("/u/<name>").match("/u/a/b")).toBeUndefined();
  });

  test("an int is digits, and comes as a number", () => {
    expect(rule("/<int:id>").match("/007")).toEqual({ id: 7 });
    for (const path of ["/-1", "/1.5", "/1e3", "/0x1f", "/ 1", "/१", "/"]) {
      expect(rule("/<int:id>").match(path)).toBeUndefined();
    }
  });

  test("an int that a number cannot hold exactly does not match", () => {
    expect(rule("/<int:id>").match(`/${Number.MAX_SAFE_INTEGER}`)).toEqual({ id: Number.MAX_SAFE_INTEGER });
    expect(rule("/<int:id>").match("/9007199254740993")).toBeUndefined();
  });

  test("of several variables in a segment the first takes the most", () => {
    expect(rule("/<a>-<b>").match("/a-b-c")).toEqual({ a: "a-b", b: "c" });
    expect(rule("/<int:a>-<b>").match("/1-2-3")).toEqual({ a: 1, b: "2-3" });
    expect(rule("/<a><b>.txt").match("/xyz.txt")).toEqual({ a: "xy", b: "z" });
    expect(rule("/<a>-<b>.txt").match("/a-b.md")).toBeUndefined();
    expect(rule("/<a>-<b>").match("/-b")).toBeUndefined();
  });

  test("of several variables in a segment, each is matched as a regular expression would", () => {
    const expression = /^\/([^/]+)-([0-9]+)-([^/]+)x\/y$/;
    const letters = ["a", "1", "-", "x", "-", "2"];
    for (let seed = 0; seed < 3000; seed++) {
      const text = Array.from(
        { length: 3 + (seed % 9) },
        (_, i) => letters[(seed * (i + 7) * 13 + i * i) % 6],
      );
      const path = `/${text.join("")}x/y`;
      const [, a, b, c] = expression.exec(path) ?? [];
      const wanted = a === undefined ? undefined : { a, b: Number(b), c };
      expect(rule("/<a>-<int:b>-<c>x/y").match(path), path).toEqual(wanted);
    }
  });
});

describe("building", () => {
  test("values are percent-encoded, a percent sign too", () => {
    expect(built("/u/<name>", { name: "a b" })).toBe("/u/a%20b");
    expect(built("/u/<name>", { name: "50%" })).toBe("/u/50%25");
    expect(built("/u/<name>", { name: "a%2Fb" })).toBe("/u/a%252Fb");
    expect(built("/u/<name>", { name: "c?d#e" })).toBe("/u/c%3Fd%23e");
    expect(built("/u/<name>", { name: "日本" })).toBe("/u/%E6%97%A5%E6%9C%AC");
    expect(built("/u/<name>", { name: "a:b@c;d=1,2" })).toBe("/u/a:b@c;d=1,2");
  });

  test("the rule's own text is encoded as well", () => {
    expect(built("/café/<n>", { n: "1" })).toBe("/caf%C3%A9/1");
  });

  test("half a surrogate pair is replaced, not an error", () => {
    expect(built("/<n>", { n: "\ud800" })).toBe("/%EF%BF%BD");
  });

  test("an int takes whole numbers and bigints from 0", () => {
    expect(built("/<int:id>", { id: 0 })).toBe("/0");
    expect(built("/<int:id>", { id: 12n })).toBe("/12");
    for (const id of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "x", {}, true]) {
      expect(() => built("/<int:id>", { id })).toThrow(BuildError);
    }
  });

  test("text that could not come back is refused", () => {
    expect(() => built("/<name>", { name: "" })).toThrow(BuildError);
    expect(() => built("/<name>", { name: "a/b" })).toThrow(/"name" in the rule \/<name>.*slash/);
  });

  test("a missing value is named", () => {
    expect(() => built("/<a>/<b>", { a: "1" })).toThrow(/needs a value for "b"/);
  });
});

describe("a rule", () => {
  test("answers HEAD where it answers GET, and has its methods in upper case", () => {
    expect([...rule("/", ["get", "Post"]).methods].sort()).toEqual(["GET", "HEAD", "POST"]);
    expect([...rule("/", ["POST"]).methods]).toEqual(["POST"]);
  });

  test("lists itself readably", () => {
    expect(String(rule("/u/<int:id>"))).toBe("/u/<int:id> (GET, HEAD) -> view");
  });

  test.each([
    ["tea", /start with a slash/],
    ["", /start with a slash/],
    ["/<", /no partner/],
    ["/a>", /no partner/],
    ["/<a<b>>", /no partner/],
    ["/<>", /no valid variable name/],
    ["/<1a>", /no valid variable name/],
    ["/<a-b>", /no valid variable name/],
    ["/<int:>", /no valid variable name/],
    ["/<a>/<a>", /<a> is there twice/],
    ["/<number:a>", /no converter "number"; there are default, string, int/],
    ["/<constructor:a>", /no converter "constructor"/],
  ])("that is written %j says what is wrong", (text, reason) => {
    expect(() => rule(text)).toThrow(RuleSyntaxError);
    expect(() => rule(text)).toThrow(reason);
  });
});
