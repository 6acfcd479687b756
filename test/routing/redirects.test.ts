import fc from "fast-check";
import { NotFound } from "flagon/http";
import {
  BaseConverter,
  type MapAdapter,
  RequestRedirect,
  Rule,
  type RuleOptions,
  UrlMap,
  type UrlMapOptions,
} from "flagon/routing";
import { describe, expect, test } from "vitest";

class Raw extends BaseConverter<string> {
  override readonly regex: string = "[^]*";
  override readonly partIsolating: boolean = false;
  override toUrl(value: string): string {
    return value;
  }
}

type Rules = readonly (readonly [rule: string, endpoint: string, options?: RuleOptions])[];

function urlsOf(rules: Rules, options: UrlMapOptions = {}): MapAdapter {
  const made = rules.map(([rule, endpoint, more]) => new Rule(rule, { endpoint, ...more }));
  const map = new UrlMap(made, { converters: [["raw", Raw]], ...options });
  return map.bind("example.com", { scriptName: "/app", queryArgs: "q=1" });
}

function target(urls: MapAdapter, path: string): string | undefined {
  try {
    urls.match(path);
    return undefined;
  } catch (error) {
    if (error instanceof RequestRedirect) return error.newUrl;
    throw error;
  }
}

test("a redirect is a 308 with the URL in its header", () => {
  const error = new RequestRedirect("http://example.com/a/?q=1");
  const response = error.getResponse();
  expect([error.code, response.status, response.headers.get("Location")]).toEqual([
    308,
    308,
    "http://example.com/a/?q=1",
  ]);
});

describe("a URL that spells out the defaults of another rule", () => {
  const rules: Rules = [
    ["/all/", "all", { defaults: { page: 1 } }],
    ["/all/<int:page>", "all"],
  ];

  test("leads to the shorter one", () => {
    const urls = urlsOf(rules);
    expect(target(urls, "/all/1")).toBe("http://example.com/app/all/?q=1");
    expect(urls.match("/all/2").values).toEqual({ page: 2 });
    expect(urls.match("/all/").values).toEqual({ page: 1 });
  });

  test("is left alone if the map says so", () => {
    expect(urlsOf(rules, { redirectDefaults: false }).match("/all/1").values).toEqual({ page: 1 });
  });

  test("does not lead to a rule of another method, for building only, or with other variables", () => {
    for (const [options, rule] of [
      [{ methods: ["POST"] }, "/all/"],
      [{ buildOnly: true }, "/all/"],
      [{}, "/all/<x>"],
    ] as const) {
      const urls = urlsOf([[rule, "all", { ...options, defaults: { page: 1 } }], rules[1] as Rules[number]]);
      expect(urls.match("/all/1").values).toEqual({ page: 1 });
    }
  });

  test("takes the adapter's query, or that of the call, as text or as values", () => {
    const urls = urlsOf(rules);
    const newUrl = (queryArgs: string | Record<string, unknown>) => {
      try {
        return urls.match("/all/1", { queryArgs });
      } catch (error) {
        return (error as RequestRedirect).newUrl;
      }
    };
    expect(newUrl("")).toBe("http://example.com/app/all/");
    expect(newUrl({ a: [1, "b c"], d: null })).toBe("http://example.com/app/all/?a=1&a=b+c");
  });
});

describe("an alias", () => {
  const rules: Rules = [
    ["/users/<int:id>", "user"],
    ["/u/<int:id>", "user", { alias: true }],
  ];

  test("leads to the rule itself, which is the one that URLs are built with", () => {
    const urls = urlsOf(rules.toReversed());
    expect(target(urls, "/u/3")).toBe("http://example.com/app/users/3?q=1");
    expect(urls.build("user", { id: 3 })).toBe("/app/users/3");
  });

  test("is a rule like another if the map does not redirect", () => {
    expect(urlsOf(rules, { redirectDefaults: false }).match("/u/3").values).toEqual({ id: 3 });
  });
});

describe("redirectTo", () => {
  test.each([
    ["/new/<id>", "http://example.com/new/3"],
    ["new/<id>", "http://example.com/app/new/3"],
    ["../<id>", "http://example.com/3"],
    ["../../../<id>", "http://example.com/3"],
    ["./<id>/.", "http://example.com/app/3/"],
    ["", "http://example.com/app/"],
    ["?id=<id>", "http://example.com/app/?id=3"],
    ["https://other.example/<id>?x#y", "https://other.example/3?x#y"],
    ["//other.example/<id>", "http://other.example/3"],
    ["//other.example:<id>", "http://other.example:3"],
    ["https://n<id>.other.example/", "https://n3.other.example/"],
    ["mailto:<id>@other.example", "mailto:3@other.example"],
  ])("%j leads to %s, without the query", (redirectTo, url) => {
    expect(target(urlsOf([["/old/<int:id>", "old", { redirectTo }]]), "/old/3")).toBe(url);
  });

  test("writes values as their converters do", () => {
    const urls = urlsOf([["/old/<name>", "old", { redirectTo: "/new/<name>" }]]);
    expect(target(urls, "/old/a b?ü")).toBe("http://example.com/new/a%20b%3F%C3%BC");
  });

  test("can be a function of the adapter and the values", () => {
    const redirectTo: RuleOptions["redirectTo"] = (urls, { id }) => urls.build("new", { id: Number(id) + 1 });
    const urls = urlsOf([
      ["/old/<int:id>", "old", { redirectTo }],
      ["/new/<int:id>", "new"],
    ]);
    expect(target(urls, "/old/3")).toBe("http://example.com/app/new/4");
  });

  test("names no variable that the rule does not have", () => {
    const urls = urlsOf([["/old", "old", { redirectTo: "/<id>" }]]);
    expect(() => urls.match("/old")).toThrow(/redirects to <id>, which is none of its variables/);
  });
});

describe("no path leads to another host", () => {
  const redirects: Rules = [
    ["/slash/", "a"],
    ["/branch/<path:p>/", "b"],
    ["/to/<raw:p>", "c", { redirectTo: "/<p>" }],
    ["/relative/<raw:p>", "d", { redirectTo: "<p>" }],
    ["/joined/<raw:p>", "e", { redirectTo: "/x<p>" }],
    ["/leaf/<s>", "f"],
    ["/i/<raw:p>", "g", { alias: true }],
    ["/c/<raw:p>", "g"],
    ["/root/<raw:p>", "h", { alias: true }],
    ["/<raw:p>", "h"],
  ];

  test.each([
    "/to//evil.example",
    "/to/\\evil.example",
    "/to/\\\\evil.example",
    "/to/\t/evil.example",
    "/to//\\evil.example",
    "/relative/http://evil.example/",
    "/relative//evil.example",
    "/relative/javascript:alert(1)",
    "/relative/\\\\evil.example",
    "/relative/\u0001http://evil.example",
    "/joined/:@evil.example",
    "//evil.example/slash",
    "/\\evil.example/slash",
    "/slash",
    "/branch/evil.example",
    "/branch/\\evil.example",
    "/branch///evil.example",
    "/leaf//evil.example",
    "/leaf////evil.example",
    "/i//evil.example",
    "/root//evil.example",
    "/root/\\evil.example",
  ])("%j", (path) => {
    expect(hostAfter(path)).toBe("example.com");
  });

  function hostAfter(path: string, options: UrlMapOptions = {}): string {
    try {
      urlsOf(redirects, options).match(path);
      return "example.com";
    } catch (error) {
      if (error instanceof NotFound) return "example.com";
      const location = (error as RequestRedirect).getResponse().headers.get("Location") ?? "";
      expect(location).not.toMatch(/\p{Cc}/u);
      expect(location.startsWith("http://example.com/")).toBe(true);
      return new URL(location, "http://example.com/").host;
    }
  }

  test("whatever it is made of", () => {
    const piece = fc.constantFrom(
      ..."/ // \\ . .. : @ ? # % evil.example http: a \t \r\n \0 \u0085 \u2028 \ud800 ;".split(" "),
    );
    const start = fc.constantFrom(
      "",
      "/to/",
      "/relative/",
      "/joined/",
      "/branch/",
      "/leaf/",
      "/i/",
      "/root/",
    );
    fc.assert(
      fc.property(start, fc.array(piece, { maxLength: 8 }), (first, rest) => {
        expect(hostAfter(first + rest.join(""))).toBe("example.com");
      }),
      { numRuns: 2000 },
    );
  });

  test("nor a function that puts a visitor's text into its path", () => {
    const redirectTo: RuleOptions["redirectTo"] = (_, { p }) => `/x/..${p}`;
    const urls = urlsOf([["/old/<raw:p>", "old", { redirectTo }]]);
    expect(target(urls, "/old/\\evil.example")).toBe("http://example.com/x/..%5Cevil.example");
    expect(target(urls, "/old/\r\nSet-Cookie: a=b")).toBe("http://example.com/x/..%0D%0ASet-Cookie: a=b");
  });

  test.each([
    ["https://<p>.example.com/", "/old/evil.example/"],
    ["https://<p>.example.com/", "/old/evil.example?"],
    ["https://<p>.example.com/", "/old/evil.example#"],
    ["https://<p>.example.com/", "/old/evil.example\\"],
    ["https://example.com<p>", "/old/.evil.example"],
    ["https://example.com<p>", "/old/@evil.example"],
    ["https://example.com:<p>", "/old/1@evil.example"],
    ["//<p>.example.com", "/old/evil.example/"],
    ["https://<p>", "/old/"],
  ])("though its rule redirects to %s: %s is not found", (redirectTo, path) => {
    const urls = urlsOf([["/old/<raw:p>", "old", { redirectTo }]]);
    expect(() => urls.match(path)).toThrow(NotFound);
  });
});
