import { EndpointPrefix, Rule, RuleTemplate, Subdomain, Submount, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

const listed = (map: UrlMap): string[] => [...map.iterRules()].map((rule) => `${rule}`);

test("rules are put under a path, with or without a slash at its end", () => {
  for (const path of ["/blog", "/blog/"]) {
    const map = new UrlMap([
      new Submount(path, [new Rule("/", { endpoint: "list" }), new Rule("/<int:id>", { endpoint: "show" })]),
    ]);
    expect(listed(map)).toEqual(["/blog/ -> list", "/blog/<int:id> -> show"]);
  }
});

test("rules are put on a subdomain, and get a prefix to their endpoints, one within the other", () => {
  const map = new UrlMap([
    new Subdomain("<user>", [
      new EndpointPrefix("blog.", [
        new Submount("/blog", [new Rule("/", { endpoint: "list", methods: ["GET"] })]),
      ]),
    ]),
  ]);
  expect(listed(map)).toEqual(["<user>|/blog/ (GET, HEAD) -> blog.list"]);
  expect(map.bind("example.com", { subdomain: "ada" }).match("/blog/")).toMatchObject({
    endpoint: "blog.list",
    values: { user: "ada" },
  });
});

test("a factory's rules can be used again, as each map gets copies", () => {
  const factory = new Submount("/a", [new Rule("/b", { endpoint: "e", strictSlashes: false })]);
  for (const map of [new UrlMap([factory]), new UrlMap([factory])]) {
    expect(map.bind("example.com").match("/a/b/").endpoint).toBe("e");
  }
});

test("a rule belongs to one map, and its copy to another", () => {
  const rule = new Rule("/a", { endpoint: "e" });
  new UrlMap([rule]);
  expect(() => new UrlMap([rule])).toThrow(/is in a map already; add its copy\(\)/);
  expect(() => new UrlMap([rule.copy()])).not.toThrow();
  expect(() => new Rule("/b").parts).toThrow(/is in no map yet; add it with urlMap.add\(\)/);
});

describe("a template", () => {
  const template = new RuleTemplate([
    new Rule("/$name/", { endpoint: "$name.list", defaults: { title: `All \${name}s`, page: 1 } }),
    new Rule(`/\${name}s/<int:id>`, { endpoint: "$name.show", subdomain: "$name" }),
  ]);

  test("is filled for each use", () => {
    const map = new UrlMap([template.fill({ name: "user" }), template.fill({ name: "page" })]);
    expect(listed(map)).toEqual([
      "/user/ -> user.list",
      "user|/users/<int:id> -> user.show",
      "/page/ -> page.list",
      "page|/pages/<int:id> -> page.show",
    ]);
    expect(map.bind("example.com").match("/user/").values).toEqual({ title: "All users", page: 1 });
  });

  test("has a dollar for two, and no gap that is not filled", () => {
    const fill = (rule: string, values: Record<string, string>) =>
      listed(new UrlMap([new RuleTemplate([new Rule(rule, { endpoint: "e" })]).fill(values)]));
    expect(fill("/$$a/$a", { a: "x" })).toEqual(["/$a/x -> e"]);
    expect(() => fill("/$b", { a: "x" })).toThrow(/has the gap \$b, and no text is given for b/);
    expect(() => fill("/$toString", {})).toThrow(/no text is given for toString/);
  });
});
