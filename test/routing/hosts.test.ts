import { BadHost, NotFound } from "flagon/http";
import { type BindableRequest, BuildError, Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** What binding reads of a request. */
function requestTo(host: string, scheme = "http", headers: Record<string, string> = {}): BindableRequest {
  return {
    host,
    scheme,
    isSecure: scheme === "https",
    method: "GET",
    path: "/",
    queryString: "q=1",
    scriptRoot: "",
    source: { header: (name) => new Headers(headers).get(name) ?? undefined },
  };
}

describe("subdomains", () => {
  const map = new UrlMap([
    new Rule("/", { endpoint: "home" }),
    new Rule("/", { endpoint: "api", subdomain: "api" }),
    new Rule("/", { endpoint: "user", subdomain: "<user>" }),
    new Rule("/", { endpoint: "deep", subdomain: "<int:n>.numbers" }),
  ]);
  const at = (host: string, serverName = "example.com", scheme = "http") =>
    map.bindToRequest(requestTo(host, scheme), { serverName });

  test.each([
    ["example.com", "home", {}],
    ["EXAMPLE.com", "home", {}],
    ["api.example.com", "api", {}],
    ["Alice.example.com", "user", { user: "alice" }],
    ["a.b.example.com", "user", { user: "a.b" }],
    ["7.numbers.example.com", "deep", { n: 7 }],
    ["seven.numbers.example.com", "user", { user: "seven.numbers" }],
  ])("of %s lead to %s", (host, endpoint, values) => {
    expect(at(host).match("/")).toMatchObject({ endpoint, values });
  });

  test.each([
    "evil.example",
    "notexample.com",
    "example.com.evil.example",
    "example.com:8000",
    "com",
  ])("of %s, which is no part of the server's name, lead nowhere", (host) => {
    expect(() => at(host).match("/")).toThrow(NotFound);
    expect(at(host).allowedMethods("/")).toEqual([]);
    expect(at(host).test("/")).toBe(false);
  });

  test("are looked for with the port of the server's name, unless it is the scheme's own", () => {
    expect(at("api.example.com:8000", "example.com:8000").match("/").endpoint).toBe("api");
    expect(at("api.example.com", "example.com:80").match("/").endpoint).toBe("api");
    expect(at("api.example.com", "example.com:443", "https").match("/").endpoint).toBe("api");
    expect(() => at("api.example.com", "example.com:443").match("/")).toThrow(NotFound);
  });

  test("are none without a server's name", () => {
    expect(map.bindToRequest(requestTo("api.example.com")).match("/").endpoint).toBe("home");
  });

  test("are those of the map where a rule names none", () => {
    const www = new UrlMap([new Rule("/", { endpoint: "home" })], { defaultSubdomain: "www" });
    expect(www.bind("example.com").match("/").endpoint).toBe("home");
    expect(() => www.bind("example.com", { subdomain: "" }).match("/")).toThrow(NotFound);
    expect(www.bind("example.com", { subdomain: "" }).build("home")).toBe("http://www.example.com/");
  });

  test("make a whole URL of one that leads to another", () => {
    const urls = at("api.example.com");
    expect(urls.build("api")).toBe("/");
    expect(urls.build("home")).toBe("http://example.com/");
    expect(urls.build("user", { user: "bob" })).toBe("http://bob.example.com/");
    expect(urls.build("deep", { n: 7 })).toBe("http://7.numbers.example.com/");
  });

  test.each(["evil.example/", "evil.example/x", "user@", "a/../b"])("are never built of %j", (user) => {
    expect(() => at("example.com").build("user", { user })).toThrow(BuildError);
    expect(() => at("example.com").build("user", { user })).toThrow(/cannot be part of a host/);
  });

  test.each([
    "evil.example?",
    "evil.example#",
    "evil.example\\",
    "\r\n",
  ])("hold nothing of %j as it is", (user) => {
    const { host } = new URL(at("example.com").build("user", { user: "x" }));
    expect(host).toBe("x.example.com");
    expect(at("example.com").build("user", { user })).toMatch(/^http:\/\/[\w.%]+\.example\.com\/$/);
  });
});

describe("whole hosts", () => {
  const map = new UrlMap(
    [
      new Rule("/", { endpoint: "api", host: "api.example.com:8000" }),
      new Rule("/", { endpoint: "tenant", host: "<tenant>.example.org" }),
      new Rule("/", { endpoint: "none" }),
      new Rule("/any", { endpoint: "any", host: "<host>" }),
    ],
    { hostMatching: true },
  );
  const at = (host: string) => map.bindToRequest(requestTo(host), { serverName: "ignored.example" });

  test("are matched with their port, in any case", () => {
    const bind = (host: string) => map.bindToRequest(requestTo(host));
    expect(bind("API.example.com:8000").match("/").endpoint).toBe("api");
    expect(bind("acme.example.org").match("/").values).toEqual({ tenant: "acme" });
    expect(bind("acme.example.org").match("/any").values).toEqual({ host: "acme.example.org" });
    expect(() => bind("api.example.com").match("/")).toThrow(NotFound);
    expect(() => at("api.example.com:8000").match("/")).toThrow(NotFound);
  });

  test("are what a URL leads to", () => {
    const urls = map.bind("acme.example.org");
    expect(urls.build("tenant", { tenant: "acme" })).toBe("/");
    expect(urls.build("tenant", { tenant: "other" })).toBe("http://other.example.org/");
    expect(urls.build("api")).toBe("http://api.example.com:8000/");
    expect(urls.build("any", { host: "other.example" })).toBe("http://other.example/any");
    expect(() => urls.build("tenant", { tenant: "evil.example/" })).toThrow(BuildError);
  });

  test("take no subdomain", () => {
    expect(() => map.bind("example.com", { subdomain: "a" })).toThrow(/has no subdomains/);
  });
});

test("a name is bound in the form that the network has for it", () => {
  const map = new UrlMap([new Rule("/", { endpoint: "e" })]);
  const external = (host: string) => map.bind(host).build("e", {}, { forceExternal: true });
  expect(external("BÜCHER.example:8000")).toBe("http://xn--bcher-kva.example:8000/");
  expect(external("[::1]:8000")).toBe("http://[::1]:8000/");
  expect(() => map.bind(`${"a".repeat(64)}.example`)).toThrow(BadHost);
});

test("a request for a WebSocket says so in its headers", () => {
  const map = new UrlMap([new Rule("/", { endpoint: "chat", websocket: true })]);
  const bind = (headers: Record<string, string>, scheme?: string) =>
    map.bindToRequest(requestTo("example.com", scheme, headers));
  expect(bind({ Upgrade: "WebSocket", Connection: "keep-alive, Upgrade" }).urlScheme).toBe("ws");
  expect(bind({ Upgrade: "websocket", Connection: "upgrade" }, "https").urlScheme).toBe("wss");
  expect(bind({ Upgrade: "websocket" }).urlScheme).toBe("http");
  expect(bind({ Connection: "upgrade", Upgrade: "h2c" }).urlScheme).toBe("http");
});
