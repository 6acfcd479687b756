import { NotFound } from "flagon/http";
import {
  type MapAdapter,
  RequestRedirect,
  Rule,
  type RuleOptions,
  UrlMap,
  type UrlMapOptions,
} from "flagon/routing";
import { describe, expect, test } from "vitest";

function urlsOf(rules: Readonly<Record<string, RuleOptions>>, options: UrlMapOptions = {}): MapAdapter {
  const made = Object.entries(rules).map(([rule, more]) => new Rule(rule, { endpoint: rule, ...more }));
  return new UrlMap(made, options).bind("example.com", { scriptName: "/app", queryArgs: "q=1&q=%32" });
}

/** The endpoint of a path, the URL it is sent to, or 404. */
function answer(urls: MapAdapter, path: string, method = "GET"): string {
  try {
    return urls.match(path, { method }).endpoint;
  } catch (error) {
    if (error instanceof RequestRedirect) return error.newUrl;
    if (error instanceof NotFound) return "404";
    throw error;
  }
}

const ROOT = "http://example.com/app";

describe("a slash at the end", () => {
  test("that is missing is added, with the query as it came", () => {
    const urls = urlsOf({ "/a/": {}, "/<int:n>/b/": {}, "/p/<path:p>/": {} });
    expect(answer(urls, "/a/")).toBe("/a/");
    expect(answer(urls, "/a")).toBe(`${ROOT}/a/?q=1&q=%32`);
    expect(answer(urls, "/1/b")).toBe(`${ROOT}/1/b/?q=1&q=%32`);
    expect(answer(urls, "/p/x/y")).toBe(`${ROOT}/p/x/y/?q=1&q=%32`);
  });

  test("that is too many is not found", () => {
    const urls = urlsOf({ "/b": {}, "/<int:n>": {} });
    expect([answer(urls, "/b/"), answer(urls, "/1/"), answer(urls, "/b//")]).toEqual(["404", "404", "404"]);
  });

  test("does not count for a rule that is not strict, or in a map that is not", () => {
    for (const urls of [
      urlsOf({ "/a/": { strictSlashes: false }, "/b": { strictSlashes: false } }),
      urlsOf({ "/a/": {}, "/b": {} }, { strictSlashes: false }),
    ]) {
      expect(["/a", "/a/", "/b", "/b/"].map((path) => answer(urls, path))).toEqual([
        "/a/",
        "/a/",
        "/b",
        "/b",
      ]);
      expect(answer(urls, "/b//")).toMatch(/404|http/);
    }
    const strict = urlsOf({ "/a/": { strictSlashes: true } }, { strictSlashes: false });
    expect(answer(strict, "/a")).toBe(`${ROOT}/a/?q=1&q=%32`);
  });

  test("is added for the methods of the rule that has it", () => {
    const urls = urlsOf({ "/z/": { methods: ["POST"] } });
    expect(answer(urls, "/z")).toBe("404");
    expect(answer(urls, "/z", "POST")).toBe(`${ROOT}/z/?q=1&q=%32`);
    const both = urlsOf({ "/a": { methods: ["GET"] }, "/a/": { methods: ["POST"] } });
    expect(answer(both, "/a")).toBe("/a");
    expect(answer(both, "/a", "POST")).toBe(`${ROOT}/a/?q=1&q=%32`);
  });
});

describe("slashes in a row", () => {
  test("are one at the start, without a redirect", () => {
    const urls = urlsOf({ "/x/y": {}, "/": {} });
    expect(["//x/y", "///x/y", "x/y", "//", "///"].map((path) => answer(urls, path))).toEqual([
      "/x/y",
      "/x/y",
      "/x/y",
      "/",
      "/",
    ]);
  });

  test("lead to the path without them, if a rule has it", () => {
    const urls = urlsOf({ "/x/y": {}, "/a/": {}, "/p/<path:p>": {}, "/s/<s>": {} });
    expect(answer(urls, "/x//y")).toBe(`${ROOT}/x/y?q=1&q=%32`);
    expect(answer(urls, "/x////y")).toBe(`${ROOT}/x/y?q=1&q=%32`);
    expect(answer(urls, "/a//")).toBe(`${ROOT}/a/?q=1&q=%32`);
    expect(answer(urls, "/p//a")).toBe(`${ROOT}/p/a?q=1&q=%32`);
    expect(answer(urls, "/s//a?b")).toBe(`${ROOT}/s/a%3Fb?q=1&q=%32`);
    expect(answer(urls, "/no//where")).toBe("404");
  });

  test("and one missing at the end are mended at once", () => {
    const urls = urlsOf({ "/x/y/": {} });
    expect(answer(urls, "/x//y")).toBe(`${ROOT}/x/y/?q=1&q=%32`);
  });

  test("belong to the value of a path", () => {
    const urls = urlsOf({ "/p/<path:p>": {} });
    expect(urls.match("/p/a//b").values).toEqual({ p: "a//b" });
  });

  test("at the end of a path's value belong to no rule that ends with one", () => {
    const urls = urlsOf({ "/p/<path:p>/": {} }, { mergeSlashes: false });
    expect(urls.match("/p/a//b/").values).toEqual({ p: "a//b" });
    expect(answer(urls, "/p/a//")).toBe("404");
  });

  test("in a rule are one too", () => {
    expect(answer(urlsOf({ "/x//y": {} }), "/x/y")).toBe("/x//y");
  });

  test("count in a map or a rule that does not merge them", () => {
    for (const urls of [
      urlsOf({ "/x/y": {}, "/a//b": {} }, { mergeSlashes: false }),
      urlsOf({ "/x/y": { mergeSlashes: false }, "/a//b": { mergeSlashes: false } }),
    ]) {
      expect(["/x//y", "/a/b", "/a//b", "//x/y"].map((path) => answer(urls, path))).toEqual([
        "404",
        "404",
        "/a//b",
        "/x/y",
      ]);
    }
  });

  test("at the start are one on every way to a rule", () => {
    const map = new UrlMap([
      new Rule("//x", { endpoint: "x", mergeSlashes: false }),
      new Rule("/y", { endpoint: "y" }),
    ]);
    expect(map.matchDirect("/y", "GET")?.rule.rule).toBe("/y");
    expect(map.matchDirect("//x", "GET")).toBe(undefined);
    expect(() => map.bind("example.com").match("//x")).toThrow(NotFound);
  });
});
