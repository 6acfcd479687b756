import { BuildError, Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

const urls = new UrlMap([
  new Rule("/", { endpoint: "index" }),
  new Rule("/about", { endpoint: "about_us", methods: ["GET"] }),
  new Rule("/u/<int:id>/<tab>", { endpoint: "user" }),
  new Rule("/all/", { endpoint: "all", defaults: { page: 1 } }),
]).bind("example.com");

function errorOf(endpoint: string, values: Record<string, unknown> = {}, method?: string): BuildError {
  try {
    urls.build(endpoint, values, { method });
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
  throw new Error("A URL was built.");
}

describe("a URL that cannot be built", () => {
  test.each<
    [endpoint: string, values: Record<string, unknown>, reason: RegExp, suggested: string | undefined]
  >([
    ["inxed", {}, /no such endpoint; did you mean "index"\?/, "index"],
    ["About_Us", {}, /did you mean "about_us"\?/, "about_us"],
    ["something else", {}, /the endpoints are "index", "about_us", "user", "all"/, undefined],
    ["user", {}, /the rule \/u\/<int:id>\/<tab> needs a value for "id", "tab"/, "user"],
    ["user", { id: 1, tab: null }, /needs a value for "tab"/, "user"],
    ["all", { page: 2 }, /the rule \/all\/ is only for page = 1/, "all"],
    ["user", { id: "x", tab: 1 }, /id in the rule .*: expected a whole number, not "x"/, undefined],
  ])("for %j with %o says why", (endpoint, values, reason, suggested) => {
    const error = errorOf(endpoint, values);
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(`Could not build a URL for endpoint ${JSON.stringify(endpoint)}`);
    expect(error.suggested).toBe(suggested);
  });

  test("for a method says which there are", () => {
    const error = errorOf("about_us", {}, "POST");
    expect(error.message).toMatch(/no rule of it takes POST; the rule \/about takes GET, HEAD/);
    expect(error.method).toBe("POST");
  });

  test("keeps endpoint and values, without those that count as missing", () => {
    const error = errorOf("user", { id: 1, tab: undefined });
    expect([error.endpoint, [...error.values]]).toEqual(["user", [["id", 1]]]);
  });

  test("in a map without rules says that there are none, and in a long one not all", () => {
    expect(() => new UrlMap().bind("example.com").build("x")).toThrow(/the endpoints are none yet/);
    const rules = Array.from(
      { length: 14 },
      (_, index) => new Rule(`/${index}`, { endpoint: `view-${index}` }),
    );
    expect(() => new UrlMap(rules).bind("example.com").build("elsewhere")).toThrow(/ and 4 more/);
  });

  test("is found out fast, however long the endpoint is", () => {
    const start = performance.now();
    expect(() => urls.build("x".repeat(1_000_000))).toThrow(BuildError);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
