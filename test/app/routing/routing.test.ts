import { Flagon, type FlagonOptions, request, urlFor } from "flagon";
import { BaseConverter, BuildError, RuleConflictError, RuleSyntaxError } from "flagon/routing";
import { describe, expect, test } from "vitest";

function quietApp(options: FlagonOptions = {}): { readonly app: Flagon; readonly log: string[] } {
  const log: string[] = [];
  const app = new Flagon(options);
  app.logger = { warn: (message) => log.push(message), error: (message) => log.push(message) };
  return { app, log };
}

/** Status, and body or Location, of a request. */
async function ask(app: Flagon, url: string, init: RequestInit = {}): Promise<[number, string]> {
  const response = await app.fetch(new Request(url.startsWith("/") ? `http://example.com${url}` : url, init));
  return [response.status, response.headers.get("Location") ?? (await response.text())];
}

async function allowOf(
  app: Flagon,
  path: string,
  method = "OPTIONS",
): Promise<[number, string[] | undefined]> {
  const response = await app.fetch(new Request(`http://example.com${path}`, { method }));
  return [response.status, response.headers.get("Allow")?.split(", ").sort()];
}

describe("the options of a route", () => {
  test("defaults are given to the view, and lead longer URLs to the shorter one", async () => {
    const { app } = quietApp();
    const list = ({ page }: { readonly page: number }) => `page ${page}`;
    app.route("/all/", { endpoint: "list", defaults: { page: 1 } }, list);
    app.route("/all/<int:page>", { endpoint: "list" }, list);
    expect(await ask(app, "/all/")).toEqual([200, "page 1"]);
    expect(await ask(app, "/all/2")).toEqual([200, "page 2"]);
    expect(await ask(app, "/all/1?q=%20")).toEqual([308, "http://example.com/all/?q=%20"]);
  });

  test("defaults of a variable take its place", async () => {
    const { app } = quietApp();
    app.get("/a/<x>", { defaults: { x: "dflt" } }, ({ x }) => x);
    expect(await ask(app, "/a/other")).toEqual([200, "dflt"]);
  });

  test("strictSlashes and mergeSlashes", async () => {
    const { app } = quietApp();
    app.get("/strict/", () => "strict");
    app.get("/loose/", { strictSlashes: false }, () => "loose");
    app.get("/leaf", { strictSlashes: false }, () => "leaf");
    app.get("/a/b", () => "merged");
    app.get("/c/d", { mergeSlashes: false }, () => "not merged");
    expect(await ask(app, "/strict?a=b&c")).toEqual([308, "http://example.com/strict/?a=b&c"]);
    expect(await ask(app, "/loose")).toEqual([200, "loose"]);
    expect(await ask(app, "/leaf/")).toEqual([200, "leaf"]);
    expect(await ask(app, "/a//b?q")).toEqual([308, "http://example.com/a/b?q"]);
    expect((await ask(app, "/c//d"))[0]).toBe(404);
    expect(await ask(app, "//a/b")).toEqual([200, "merged"]);
  });

  test("redirectTo, as text and as a function", async () => {
    const { app } = quietApp();
    const never = () => "never";
    app.get("/old/<int:id>", { endpoint: "text", redirectTo: "/new/<id>" }, never);
    app.get(
      "/older/<int:id>",
      { endpoint: "fn", redirectTo: (urls, { id }) => urls.build("new", { id }) },
      never,
    );
    app.get("/new/<int:id>", { endpoint: "new" }, ({ id }) => `new ${id}`);
    expect(await ask(app, "/old/3?q=1")).toEqual([308, "http://example.com/new/3"]);
    expect(await ask(app, "/older/3")).toEqual([308, "http://example.com/new/3"]);
  });

  test("alias", async () => {
    const { app } = quietApp();
    const user = ({ id }: { readonly id: number }) => urlFor("user", { id });
    app.route("/u/<int:id>", { endpoint: "user", alias: true }, user);
    app.route("/users/<int:id>", { endpoint: "user" }, user);
    expect(await ask(app, "/u/3?q=1")).toEqual([308, "http://example.com/users/3?q=1"]);
    expect(await ask(app, "/users/3")).toEqual([200, "/users/3"]);
  });

  test("buildOnly", async () => {
    const { app } = quietApp();
    app.addUrlRule("/cdn/<path:file>", { endpoint: "cdn", buildOnly: true });
    app.get("/", () => urlFor("cdn", { file: "a/b.css" }));
    expect(await ask(app, "/")).toEqual([200, "/cdn/a/b.css"]);
    expect((await ask(app, "/cdn/a/b.css"))[0]).toBe(404);
  });

  test("subdomain, in an application that matches them", async () => {
    const { app } = quietApp({ subdomainMatching: true, config: { serverName: "example.com" } });
    app.get("/", { endpoint: "home" }, () => urlFor("user", { name: "ada" }));
    app.get("/", { endpoint: "user", subdomain: "<name>" }, ({ name }) => `${name} ${urlFor("home")}`);
    expect(await ask(app, "/")).toEqual([200, "http://ada.example.com/"]);
    expect(await ask(app, "http://bob.example.com/")).toEqual([200, "bob http://example.com/"]);
    expect((await ask(app, "http://evil.example/"))[0]).toBe(404);
  });

  test("subdomain, in an application that does not, never matches", async () => {
    const { app } = quietApp({ config: { serverName: "example.com" } });
    app.get("/", { endpoint: "user", subdomain: "<name>" }, ({ name }) => name);
    app.get("/api", { subdomain: "api" }, () => "api");
    expect((await ask(app, "http://bob.example.com/"))[0]).toBe(404);
    expect((await ask(app, "http://api.example.com/api"))[0]).toBe(404);
  });

  test("host, in an application that matches them", async () => {
    const { app } = quietApp({ hostMatching: true, staticHost: "static.example" });
    app.get("/", { endpoint: "api", host: "api.example:8000" }, () => urlFor("tenant", { name: "a" }));
    app.get("/", { endpoint: "tenant", host: "<name>.example" }, ({ name }) => name);
    expect(await ask(app, "http://api.example:8000/")).toEqual([200, "http://a.example/"]);
    expect(await ask(app, "http://b.example/")).toEqual([200, "b"]);
    expect((await ask(app, "http://evil.test/"))[0]).toBe(404);
  });

  test("endpoint", async () => {
    const { app } = quietApp();
    app.get(
      "/a",
      { endpoint: "named" },
      () => `${request.endpoint} ${request.urlRule?.rule} ${urlFor("named")}`,
    );
    expect(await ask(app, "/a")).toEqual([200, "named /a /a"]);
  });
});

describe("OPTIONS", () => {
  test("is answered with the methods of all rules of the path", async () => {
    const { app } = quietApp();
    app.get("/a", () => "");
    app.post("/a", () => "");
    app.put("/<x>", () => "");
    expect(await allowOf(app, "/a")).toEqual([200, ["GET", "HEAD", "OPTIONS", "POST", "PUT"]]);
  });

  test("has no empty Allow where the router names no methods: below a rule that takes the path without its slash", async () => {
    const { app } = quietApp();
    app.post("/a/", { strictSlashes: false }, () => "");
    expect(await allowOf(app, "/a")).toEqual([200, undefined]);
    expect(await allowOf(app, "/a/")).toEqual([200, ["OPTIONS", "POST"]]);
  });

  test("is not, where a route or the configuration says so", async () => {
    const { app } = quietApp();
    app.get("/a", { provideAutomaticOptions: false }, () => "");
    expect(await allowOf(app, "/a")).toEqual([405, ["GET", "HEAD"]]);
    const { app: other } = quietApp({ config: { provideAutomaticOptions: false } });
    other.get("/a", () => "");
    other.get("/b", { provideAutomaticOptions: true }, () => "");
    expect((await allowOf(other, "/a"))[0]).toBe(405);
    // Flask takes the flag and forgets the method.
    expect(await allowOf(other, "/b")).toEqual([200, ["GET", "HEAD", "OPTIONS"]]);
  });

  test("is for the view that lists it, unless the route says that it is answered", async () => {
    const { app } = quietApp();
    app.route("/own", { methods: ["options"] }, () => "own");
    app.route("/not", { methods: ["OPTIONS"], provideAutomaticOptions: true }, () => "never");
    expect(await ask(app, "/own", { method: "OPTIONS" })).toEqual([200, "own"]);
    expect(await ask(app, "/not", { method: "OPTIONS" })).toEqual([200, ""]);
  });

  test("is answered for a rule whose view is not there yet", async () => {
    const { app } = quietApp();
    app.addUrlRule("/a", { endpoint: "a" });
    expect(await allowOf(app, "/a")).toEqual([200, ["GET", "HEAD", "OPTIONS"]]);
    expect((await ask(app, "/a"))[0]).toBe(500);
  });
});

describe("registering", () => {
  test("has a method for each of HTTP's", async () => {
    const { app } = quietApp();
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      app[method](`/${method}`, { endpoint: method }, () => request.method);
      const sent = method.toUpperCase();
      expect(app.urlMap.rulesOf(method)[0]?.methods?.has(sent)).toBe(true);
    }
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const path = `/${method.toLowerCase()}`;
      expect(await ask(app, path, { method })).toEqual([200, method]);
      expect((await ask(app, path, { method: method === "PUT" ? "GET" : "PUT" }))[0]).toBe(405);
    }
  });

  test("can come apart: rule, endpoint and view", async () => {
    const { app } = quietApp();
    app.addUrlRule("/a", { endpoint: "a", methods: ["GET", "POST"] });
    const view = app.endpoint("a", () => "a");
    app.addUrlRule("/b", { endpoint: "a" });
    app.addUrlRule("/c", { view });
    expect(view()).toBe("a");
    for (const path of ["/a", "/b", "/c"]) expect(await ask(app, path)).toEqual([200, "a"]);
  });

  test("takes one view for many rules, and no two for one endpoint", () => {
    const { app } = quietApp();
    const view = () => "";
    app.get("/a", view);
    app.get("/b", view);
    expect(() => app.get("/c", { endpoint: "view" }, () => "")).toThrow(
      /endpoint "view" of the rule \/c is taken by another view, at the rule \/a/,
    );
    expect(() => app.endpoint("view", () => "")).toThrow(/endpoint "view" is taken/);
    expect([...app.urlMap.iterRules("view")].map((rule) => rule.rule)).toEqual(["/a", "/b"]);
  });

  test("refuses what cannot be", () => {
    const { app } = quietApp();
    app.get("/a", { endpoint: "a" }, () => "");
    const loose = app as unknown as Record<string, (...args: unknown[]) => unknown>;
    const view = () => "";
    expect(() => loose.get?.("/a", { endpoint: "b" }, view)).toThrow(RuleConflictError);
    expect(() => loose.get?.("/<", view)).toThrow(RuleSyntaxError);
    expect(() => loose.get?.("a", view)).toThrow(/must start with a slash/);
    expect(() => loose.get?.("/x")).toThrow(/app.get\("\/x", …\) needs a view function/);
    expect(() => loose.get?.("/x", { methods: ["POST"] }, view)).toThrow(
      /has its method; give methods to app.route/,
    );
    expect(() => loose.route?.("/x", { methods: "POST" }, view)).toThrow(/must be a list/);
    expect(() => loose.route?.("/x", { methods: [1] }, view)).toThrow(/must be a list/);
    expect(() => app.addUrlRule("/x")).toThrow(/has neither a view nor an endpoint/);
    expect(() => loose.endpoint?.("x", "y")).toThrow(/needs a view/);
  });

  test("is over after the first request", async () => {
    const { app } = quietApp();
    await ask(app, "/");
    expect(() => app.get("/late", () => "")).toThrow(/get/);
    expect(() => app.addUrlRule("/late", { endpoint: "x" })).toThrow(/addUrlRule/);
    expect(() => app.endpoint("x", () => "")).toThrow(/endpoint/);
  });

  test("takes converters of one's own", async () => {
    const { app } = quietApp();
    class Reversed extends BaseConverter<string> {
      override toValue(text: string): string {
        return [...text].reverse().join("");
      }
      override toUrl(value: string): string {
        return super.toUrl([...value].reverse().join(""));
      }
    }
    app.urlMap.converters.set("reversed", Reversed);
    app.addUrlRule("/<reversed:x>", {
      endpoint: "r",
      view: ({ x }: { readonly x: string }) => `${x} ${urlFor("r", { x })}`,
    });
    expect(await ask(app, "/abc")).toEqual([200, "cba /abc"]);
  });
});

describe("urlFor", () => {
  async function built(build: () => string, url = "http://example.com/here"): Promise<string> {
    const { app } = quietApp();
    const user = () => "";
    app.get("/u/<int:id>", { endpoint: "user" }, user);
    app.post("/u/<int:id>/edit", { endpoint: "user" }, user);
    app.get("/anonymous", () => "");
    app.get("/here", { endpoint: "here" }, () => {
      try {
        return build();
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });
    return (await ask(app, url))[1];
  }

  test.each<[values: Record<string, unknown>, options: Parameters<typeof urlFor>[2], url: string]>([
    [{ id: 3 }, {}, "/u/3"],
    [{ id: 3, q: ["a", "b"], n: null, t: true }, {}, "/u/3?q=a&q=b&t=True"],
    [{ id: 3 }, { anchor: "a b%20#" }, "/u/3#a%20b%20#"],
    [{ id: 3 }, { anchor: "" }, "/u/3#"],
    [{ id: 3 }, { anchor: "\r\n<" }, "/u/3#%0D%0A%3C"],
    [{ id: 3 }, { external: true }, "http://example.com/u/3"],
    [{ id: 3 }, { scheme: "https" }, "https://example.com/u/3"],
    [{ id: 3 }, { scheme: "ftp" }, "ftp://example.com/u/3"],
    [{ id: 3, q: 1 }, { scheme: "ftp", anchor: "a" }, "ftp://example.com/u/3?q=1#a"],
    [{ id: 3 }, { scheme: "" }, "//example.com/u/3"],
    [{ id: 3 }, { method: "post" }, "/u/3/edit"],
    [{ id: 3 }, { method: "GET" }, "/u/3"],
  ])("with %o and %o is %s", async (values, options, url) => {
    expect(await built(() => urlFor("user", values, options))).toBe(url);
  });

  test("takes the text of a rule, and the view of one", async () => {
    expect(await built(() => urlFor("/anonymous", { q: 1 }))).toBe("/anonymous?q=1");
    const { app } = quietApp();
    const show = app.get("/<int:id>", ({ id }) => `${id}`);
    app.get("/", () => urlFor(show, { id: 2 }));
    expect(await ask(app, "/")).toEqual([200, "/2"]);
  });

  test("says what is wrong", async () => {
    expect(await built(() => urlFor("usre", { id: 1 }))).toMatch(/^BuildError: .*did you mean "user"\?/);
    expect(await built(() => urlFor("user"))).toMatch(/^BuildError: .*needs a value for "id"/);
    expect(await built(() => urlFor("user", { id: "x" }))).toMatch(/^BuildError: .*id in the rule .*not "x"/);
    expect(await built(() => urlFor("user", { id: 1 }, { scheme: "https", external: false }))).toMatch(
      /^TypeError: A URL with the scheme "https" is external/,
    );
    expect(await built(() => urlFor("user", { id: 1 }, { scheme: "java script" }))).toMatch(
      /^TypeError: "java script" is no scheme/,
    );
    for (const scheme of ["javascript", "JavaScript", "data", "vbscript"]) {
      expect(await built(() => urlFor("user", { id: 1 }, { scheme }))).toMatch(/could be run as a script/);
    }
    expect(await built(() => urlFor((() => "") as never))).toMatch(/^BuildError: .*not registered as a view/);
    expect(() => urlFor("user", { id: 1 })).toThrow(/outside/i);
    expect(new BuildError("e", "r")).toBeInstanceOf(Error);
  });
});

describe("hostile requests are answered with an HTTP error, and nothing is logged", () => {
  const { app, log } = quietApp();
  app.get("/", () => "home");
  app.get("/i/<int:n>", ({ n }) => `${n}`);
  app.get("/s/<a>-<b>-<c>!", () => "s");
  app.get("/p/<path:a>-<path:b>/x", () => "p");
  app.get("/slash/", () => "slash");
  app.get("/v/<name>", ({ name }) => name);

  test.each([
    ["100 kB", `/v/${"a".repeat(100_000)}/`],
    ["thousands of slashes", `/p${"/".repeat(50_000)}`],
    ["thousands of dashes", `/s/${"-".repeat(100_000)}`],
    ["thousands of digits", `/i/${"9".repeat(100_000)}`],
    ["dots", "/%2e%2e/%2e%2e/etc/passwd"],
    ["a null byte", "/i/%00"],
    ["a slash in disguise", "/v/a%2Fb"],
    ["what is no UTF-8", "/i/%ff%fe"],
    ["the name of a prototype's member", "/__proto__/constructor"],
  ])("with a path of %s", async (_, path) => {
    expect((await ask(app, path))[0]).toBe(404);
    expect(log).toEqual([]);
  });

  test("or as what they are, if a rule takes them", async () => {
    expect(await ask(app, "/v/%00")).toEqual([200, "\0"]);
    expect(await ask(app, "/v/%ff")).toEqual([200, "\ufffd"]);
    expect(await ask(app, "/v/%3Fa%23")).toEqual([200, "?a#"]);
  });

  test.each([
    "//evil.example/slash",
    "/slash//evil.example/..//",
    "/%2F%2Fevil.example/slash",
    "/%5C%5Cevil.example/slash",
    "/slash?next=//evil.example",
    "/slash?%0d%0aSet-Cookie:a",
    "/%0d%0aSet-Cookie:a=b/slash",
    "/slash%2f%2f",
  ])("and lead to no other host and set no header: %s", async (path) => {
    const response = await app.fetch(new Request(`http://example.com${path}`));
    const location = response.headers.get("Location") ?? "http://example.com/";
    expect(location).toMatch(/^http:\/\/example\.com\/[!-~]*$/);
    expect(response.headers.get("Set-Cookie")).toBe(null);
    expect(log).toEqual([]);
  });

  test.each([
    "evil.example/slash",
    "a b",
    "[",
    "a@b",
    "a:b:c",
    "",
    "\\",
    "a%00",
  ])("and a Host of %j", async (host) => {
    const response = await app.fetch(new Request("http://example.com/slash", { headers: { Host: host } }));
    expect(response.status).toBe(400);
    expect(response.headers.get("Location")).toBe(null);
  });
});
