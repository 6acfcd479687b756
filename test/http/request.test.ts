import { BadHost, Request, type RequestSource, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const get = (url: string, init?: globalThis.RequestInit): Request =>
  new Request(new WebRequestSource(new globalThis.Request(url, init)));

/** A request as a server might have it, with what matters here set. */
const from = (source: Partial<RequestSource>): Request =>
  new Request({
    method: "GET",
    target: "/",
    scheme: "http",
    host: "localhost",
    remoteAddr: "127.0.0.1",
    hasBody: false,
    raw: new globalThis.Request("http://localhost/"),
    header: () => undefined,
    headerPairs: () => [],
    pipeBody: async () => undefined,
    openStream: () => new globalThis.ReadableStream(),
    ...source,
  });

describe("the URL of a request", () => {
  test("has its parts decoded", () => {
    const request = get("http://example.com:8080/a%20b/%C3%BC?q=%C3%A9&x");
    expect(request.path).toBe("/a b/ü");
    expect(request.queryString).toBe("q=%C3%A9&x");
    expect(request.fullPath).toBe("/a b/ü?q=%C3%A9&x");
    expect(request.url).toBe("http://example.com:8080/a%20b/ü?q=é&x");
    expect(request.baseUrl).toBe("http://example.com:8080/a%20b/ü");
    expect(request.hostUrl).toBe("http://example.com:8080/");
    expect(request.urlRoot).toBe("http://example.com:8080/");
    expect(request.rootUrl).toBe(request.urlRoot);
    expect(request.host).toBe("example.com:8080");
    expect(request.scheme).toBe("http");
    expect(request.isSecure).toBe(false);
  });

  test("comes with a method in upper case, whatever case it came in", () => {
    expect([from({ method: "propFind" }).method, from({ method: "put" }).method]).toEqual([
      "PROPFIND",
      "PUT",
    ]);
  });

  test("has a question mark in fullPath even without a query", () => {
    expect(get("http://localhost/x").fullPath).toBe("/x?");
  });

  test("shows bytes that are no UTF-8 as U+FFFD in the path", () => {
    expect(from({ target: "/%FF/%C3%A9" }).path).toBe("/\ufffd/é");
  });

  test("has one leading slash in its path", () => {
    expect(from({ target: "//evil.example/x" }).path).toBe("/evil.example/x");
    expect(from({ target: "///" }).path).toBe("/");
    expect(from({ target: "*" }).path).toBe("*");
  });

  test("loses the scheme's own port, and no other", () => {
    expect(from({ host: "a.org:80" }).host).toBe("a.org");
    expect(from({ host: "a.org:443" }).host).toBe("a.org:443");
    expect(from({ host: "a.org:443", scheme: "https" }).host).toBe("a.org");
    expect(from({ host: "[::1]:80" }).host).toBe("[::1]");
    expect(from({ host: "A.org" }).host).toBe("A.org");
  });

  test("is refused with a 400 if its host is none", () => {
    for (const host of ["", "a b", "a_b", "user@a", "a/b", "a:", "ü.de", "a,b", "a\nb", "[x]", "a:1:2"]) {
      const request = from({ host });
      expect(() => request.host, host).toThrow(BadHost);
      expect(() => request.url, host).toThrow(BadHost);
      expect(String(request)).toBe("<Request GET />");
    }
  });
});

describe("what a request carries", () => {
  test("is empty before a rule has matched", () => {
    const request = get("http://localhost/");
    expect(request.endpoint).toBeUndefined();
    expect(request.viewArgs).toBeUndefined();
    expect(request.urlRule).toBeUndefined();
    expect(request.routingException).toBeUndefined();
  });

  test("args hold the query, in order, with all values", () => {
    const { args } = get("http://localhost/?a=1&b=x+y&a=2&c&=d&&e=%FF;f");
    expect([...args.lists()]).toEqual([
      ["a", ["1", "2"]],
      ["b", ["x y"]],
      ["c", [""]],
      ["", ["d"]],
      ["e", ["%FF;f"]],
    ]);
  });

  test("cookies keep every value of a name", () => {
    const request = get("http://localhost/", { headers: { cookie: "s=1; t=2; s=3" } });
    expect(request.cookies.get("s")).toBe("1");
    expect(request.cookies.getList("s")).toEqual(["1", "3"]);
  });

  test("headers join what comes several times", () => {
    const request = from({
      headerPairs: () => [
        ["X-A", "1"],
        ["Cookie", "a=1"],
        ["x-a", "2"],
        ["cookie", "b=2"],
      ],
    });
    expect(request.headers.get("X-A")).toBe("1, 2");
    expect(request.headers.get("Cookie")).toBe("a=1; b=2");
  });

  test("has its well-known headers at hand", () => {
    const request = get("http://localhost/", {
      headers: { referer: "http://a/", "user-agent": "tea/1", origin: "http://b" },
    });
    expect([request.referrer, request.userAgent, request.origin]).toEqual(["http://a/", "tea/1", "http://b"]);
    expect(get("http://localhost/").referrer).toBeUndefined();
  });

  test("type and length are read from its headers", () => {
    const request = get("http://localhost/", {
      method: "POST",
      headers: { "content-type": 'Text/HTML; Charset="x y"', "content-length": "12" },
    });
    expect(request.mimetype).toBe("text/html");
    expect([...request.mimetypeParams]).toEqual([["charset", "x y"]]);
    expect(request.contentLength).toBe(12);
    expect(request.isJson).toBe(false);
    expect(get("http://localhost/").mimetype).toBe("");
    expect(get("http://localhost/").contentLength).toBeUndefined();
  });

  test("a length that is none is 0, and one beside chunks is unknown", () => {
    const length = (headers: Record<string, string>): number | undefined =>
      from({ header: (name) => headers[name] }).contentLength;
    expect(length({ "content-length": "-5" })).toBe(0);
    expect(length({ "content-length": "five" })).toBe(0);
    expect(length({ "content-length": "5", "transfer-encoding": "chunked" })).toBeUndefined();
  });

  test("env, waitUntil and raw come from the runtime", async () => {
    const promises: Promise<unknown>[] = [];
    const raw = new globalThis.Request("http://localhost/");
    const request = new Request(
      new WebRequestSource(raw, { env: { KEY: 1 }, waitUntil: (promise) => promises.push(promise) }),
    );
    expect(request.env).toEqual({ KEY: 1 });
    expect(request.raw).toBe(raw);
    request.waitUntil(Promise.resolve("done"));
    expect(await Promise.all(promises)).toEqual(["done"]);
  });
});
