import { inspect } from "node:util";
import { Rule, UrlMap } from "flagon/routing";
import { expect, test } from "vitest";

test("a rule is shown as it is listed", () => {
  const rule = new Rule("/u/<int:id>", { endpoint: "user", methods: ["POST", "GET"] });
  expect(`${rule}`).toBe("/u/<int:id> (GET, HEAD, POST) -> user");
  expect(inspect(rule)).toBe("<Rule /u/<int:id> (GET, HEAD, POST) -> user>");
  expect(`${new Rule("/", { endpoint: "e", subdomain: "api" })}`).toBe("api|/ -> e");
  expect(`${new Rule("/", { endpoint: "e", host: "example.com" })}`).toBe("example.com/ -> e");
});

test("a map is shown as its rules in their order", () => {
  const map = new UrlMap([new Rule("/<a>", { endpoint: "a" }), new Rule("/b", { endpoint: "b" })]);
  expect(inspect(map)).toBe(
    "UrlMap([\n  <Rule /<a> -> a>,\n  <Rule /b -> b>\n])".replace(/<Rule (.*)>/g, "$1"),
  );
  expect([...map.iterRules()].map((rule) => rule.endpoint)).toEqual(["a", "b"]);
  expect([...map.iterRules("b")].map((rule) => rule.rule)).toEqual(["/b"]);
  expect([...map.endpoints]).toEqual(["a", "b"]);
});
