import { MethodNotAllowed } from "flagon/http";
import { Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** The rule that matches a path, of rules that are their own endpoints. */
function winner(path: string, rules: readonly string[], method = "GET"): string {
  const map = new UrlMap(
    rules.map((rule) => new Rule(rule, { endpoint: rule })),
    { duplicateRules: "allow" },
  );
  return map.bind("example.com").match(path, { method }).endpoint;
}

describe("whatever their order, a path is for", () => {
  test.each([
    ["a static segment before a variable", "/new", "/new", "/<v>"],
    ["a static segment that comes earlier", "/x/y", "/x/<b>", "/<a>/y"],
    ["a number before a text", "/7", "/<int:v>", "/<v>"],
    ["a float before a text", "/1.5", "/<float:v>", "/<v>"],
    ["a text before a path", "/a", "/<v>", "/<path:v>"],
    ["a number before a path", "/1", "/<int:v>", "/<path:v>"],
    ["segments before a path", "/a/b", "/<a>/<b>", "/<path:v>"],
    ["a literal around a variable before none", "/v1", "/v<n>", "/<n>"],
    ["a longer literal before a shorter one", "/version1", "/version<n>", "/v<n>"],
    ["more literals before a longer one", "/ab-c", "/a<x>-<y>", "/ab-<x>"],
    ["more variables before fewer, with the same literals", "/v12", "/v<s><int:n>", "/v<int:n>"],
    ["a lighter variable beside the same literals", "/v1", "/v<int:n>", "/v<n>"],
    ["a path with a text after it before one without", "/a/b/edit", "/<path:p>/edit", "/<path:p>"],
    ["two variables with a dash before one", "/a-b", "/<a>-<b>", "/<v>"],
  ])("%s", (_, path, wanted, other) => {
    expect(winner(path, [wanted, other])).toBe(wanted);
    expect(winner(path, [other, wanted])).toBe(wanted);
  });
});

describe("the first of them is for", () => {
  test.each([
    ["a UUID or a text", "/12345678-1234-5678-1234-567812345678", "/<uuid:v>", "/<v>"],
    ["a listed text or any", "/q", "/<any(q, r):v>", "/<v>"],
    ["a text or another", "/a", "/<a>", "/<b>"],
  ])("%s, which weigh the same", (_, path, one, other) => {
    expect(winner(path, [one, other])).toBe(one);
    expect(winner(path, [other, one])).toBe(other);
  });
});

test("a way that leads nowhere is left for the next one", () => {
  const rules = ["/x/<int:n>/a", "/<v>/<w>/b", "/<path:p>"];
  expect(winner("/x/1/a", rules)).toBe("/x/<int:n>/a");
  expect(winner("/x/1/b", rules)).toBe("/<v>/<w>/b");
  expect(winner("/x/1/c", rules)).toBe("/<path:p>");
  expect(winner("/1/2/c", ["/<int:a>/<int:b>/d", "/<a>/<b>/<c>"])).toBe("/<a>/<b>/<c>");
});

test("the values are those of the way that was found, not of one that was left", () => {
  const urls = new UrlMap([new Rule("/<int:a>/<int:b>/d"), new Rule("/<x>/<y>/<z>")]).bind("example.com");
  expect(urls.match("/1/2/3").values).toEqual({ x: "1", y: "2", z: "3" });
});

test("a rule of another method does not hide one that answers", () => {
  const map = new UrlMap([
    new Rule("/new", { endpoint: "make", methods: ["POST"] }),
    new Rule("/<name>", { endpoint: "show", methods: ["GET"] }),
  ]);
  const urls = map.bind("example.com");
  expect(urls.match("/new", { method: "POST" }).endpoint).toBe("make");
  expect(urls.match("/new").endpoint).toBe("show");
  expect(() => urls.match("/new", { method: "PUT" })).toThrow(MethodNotAllowed);
});
