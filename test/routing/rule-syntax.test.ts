import { NotFound } from "flagon/http";
import { Rule, RuleSyntaxError, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

describe("a rule that cannot be read says where and why", () => {
  test.each([
    ["tea", /"tea" cannot be read: it must start with a slash/],
    ["", /must start with a slash/],
    ["<a>/b", /must start with a slash/],
    ["/<", /the variable that begins at position 1 has no closing bracket/],
    ["/a/<b", /at position 3 has no closing bracket/],
    ["/<>", /"<>" at position 1 is no variable; write <name>/],
    ["/<1a>", /"<1a>" at position 1 is no variable/],
    ["/<a-b>", /"<a-b>" at position 1/],
    ["/<foo bar>", /"<foo bar>" at position 1/],
    ["/<ä>", /at position 1 is no variable/],
    ["/<int:>", /"<int:>" at position 1/],
    ["/<:a>", /"<:a>" at position 1/],
    ["/<int(1:a>", /at position 1 is no variable/],
    ["/x<a<b>>", /at position 2 is no variable/],
    ["/<__proto__>", /a variable cannot be named __proto__/],
    ["/<int(min=):a>", /the arguments of <int\(…\):a>: a value is missing/],
  ])("%j", (text, reason) => {
    expect(() => new Rule(text)).toThrow(RuleSyntaxError);
    expect(() => new Rule(text)).toThrow(reason);
  });

  test.each([
    ["/<a>/<a>", {}, /the variable <a> is there twice/],
    ["/<a>", { subdomain: "<a>" }, /the variable <a> is there twice/],
    ["/<number:a>", {}, /there is no converter "number"; there are default, string, any, path, int/],
    ["/<constructor:a>", {}, /there is no converter "constructor"/],
    ["/<int:a>", { defaults: { a: "x" } }, /the default of <a>: expected a whole number/],
  ])("%j, once it is in a map", (text, options, reason) => {
    expect(() => new UrlMap([new Rule(text, options)])).toThrow(RuleSyntaxError);
    expect(() => new UrlMap([new Rule(text, options)])).toThrow(reason);
  });

  test("in its host or subdomain too", () => {
    expect(() => new Rule("/", { subdomain: "<1>" })).toThrow(/"<1>" at position 0/);
    expect(() => new Rule("/", { host: "a.<b" })).toThrow(/at position 2 has no closing bracket/);
  });
});

describe("what has no meaning stands for itself", () => {
  test.each([
    ["/a.b", "/a.b", "/axb"],
    ["/a+", "/a+", "/aa"],
    ["/(a|b)", "/(a|b)", "/a"],
    ["/^$", "/^$", "/"],
    ["/[ab]{2}", "/[ab]{2}", "/ab"],
    ["/a>b", "/a>b", "/ab"],
    ["/a\\d", "/a\\d", "/a1"],
    ["/|x", "/|x", "/x"],
    ["/%41", "/%41", "/A"],
    ["/ü", "/ü", "/u"],
  ])("%j matches %j and not %j", (rule, path, other) => {
    const urls = new UrlMap([new Rule(rule), new Rule(`/v/<a>-<b>${rule.slice(1)}`)]).bind("example.com");
    expect(urls.match(path).rule.rule).toBe(rule);
    expect(urls.match(`/v/1-2${path.slice(1)}`).values).toEqual({ a: "1", b: "2" });
    expect(() => urls.match(other)).toThrow(NotFound);
  });
});

test("variables and texts share a segment, and the first takes what it can", () => {
  const urls = new UrlMap([
    new Rule("/<a>-<b>"),
    new Rule("/page<int:n>.html"),
    new Rule("/x/<a>.<int:b>.<c>"),
    new Rule("/y/<path:p>-<path:q>"),
  ]).bind("example.com");
  expect(urls.match("/a-b-c").values).toEqual({ a: "a-b", b: "c" });
  expect(urls.match("/page7.html").values).toEqual({ n: 7 });
  expect(urls.match("/x/a.1.b.2.c.3").values).toEqual({ a: "a.1.b", b: 2, c: "c.3" });
  expect(urls.match("/y/a-b/c-d").values).toEqual({ p: "a", q: "b/c-d" });
  expect(() => urls.match("/pagex.html")).toThrow(NotFound);
});

test("names of an object's own members are variables like others", () => {
  const urls = new UrlMap([new Rule("/<constructor>/<toString>", { endpoint: "e" })]).bind("example.com");
  const { values } = urls.match("/a/b");
  expect(Object.entries(values)).toEqual([
    ["constructor", "a"],
    ["toString", "b"],
  ]);
  expect(urls.build("e", values)).toBe("/a/b");
});
