import { Rule, RuleConflictError, type RuleOptions, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

type Given = readonly [rule: string, options?: RuleOptions];

const mapOf = (rules: readonly Given[]): UrlMap =>
  new UrlMap(rules.map(([rule, options], index) => new Rule(rule, { endpoint: `e${index}`, ...options })));

describe("a rule that another one hides is an error that names both", () => {
  test.each<[first: Given, second: Given]>([
    [["/a"], ["/a"]],
    [["/<a>"], ["/<b>"]],
    [["/<a>"], ["/<string:b>"]],
    [["/<int:a>"], ["/<int(max=3):b>"]],
    [["/<a>-<b>/x"], ["/<c>-<d>/x"]],
    [["/a"], ["/a", { methods: ["GET"] }]],
    [
      ["/a", { methods: ["GET", "POST"] }],
      ["/a", { methods: ["POST", "PUT"] }],
    ],
    [
      ["/a", { subdomain: "<x>" }],
      ["/a", { subdomain: "<y>" }],
    ],
    [["/a//b"], ["/a/b"]],
  ])("%j, then %j", (first, second) => {
    expect(() => mapOf([first, second])).toThrow(RuleConflictError);
    expect(() => mapOf([first, second])).toThrow(`${first[0]}`);
    expect(() => mapOf([first, second])).toThrow(/-> e0 and .*-> e1 answer the same requests/);
  });
});

describe("a rule that another one leaves some requests is none", () => {
  test.each<[first: Given, second: Given]>([
    [["/a"], ["/a/"]],
    [["/<a>"], ["/<int:a>"]],
    [["/<string(length=2):a>"], ["/<a>"]],
    [
      ["/a", { methods: ["GET"] }],
      ["/a", { methods: ["POST"] }],
    ],
    [
      ["/a", { methods: ["GET", "OPTIONS"] }],
      ["/a", { methods: ["POST", "OPTIONS"] }],
    ],
    [["/a"], ["/a", { subdomain: "x" }]],
    [["/a"], ["/a", { buildOnly: true }]],
    [["/a"], ["/a", { websocket: true }]],
  ])("%j, then %j", (first, second) => {
    expect([...mapOf([first, second]).iterRules()]).toHaveLength(2);
  });
});

test("a map can be told to keep them, and the first is taken", () => {
  const rules = [new Rule("/a", { endpoint: "one" }), new Rule("/a", { endpoint: "two" })];
  const map = new UrlMap(rules, { duplicateRules: "allow" });
  expect(map.bind("example.com").match("/a").endpoint).toBe("one");
});

test("a rule that was refused is not part of the map", () => {
  const map = new UrlMap([new Rule("/a", { endpoint: "one", methods: ["GET"] })]);
  expect(() => map.add(new Rule("/a", { endpoint: "two", methods: ["GET", "POST"] }))).toThrow(
    RuleConflictError,
  );
  expect([...map.iterRules()]).toHaveLength(1);
  expect(map.bind("example.com").allowedMethods("/a")).toEqual(["GET", "HEAD"]);
});
