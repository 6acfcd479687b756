import { ContentRange, generateEtag, Response, WWWAuthenticate } from "flagon/http";
import { describe, expect, test } from "vitest";

const DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
const MOMENT = new Date(784_111_777_000);

describe("properties that are headers", () => {
  test.each([
    ["Date", "date"],
    ["Expires", "expires"],
    ["Last-Modified", "lastModified"],
  ] as const)("%s is a moment", (header, property) => {
    const response = new Response();
    response[property] = new Date(MOMENT.getTime() + 999);
    expect(response.headers.get(header)).toBe(DATE);
    expect(response[property]).toEqual(MOMENT);
    response.headers.set(header, "nonsense");
    expect(response[property]).toBeUndefined();
    response[property] = undefined;
    expect(response.headers.has(header)).toBe(false);
  });

  test.each([
    ["Accept-Ranges", "acceptRanges"],
    ["Access-Control-Allow-Origin", "accessControlAllowOrigin"],
    ["Content-Encoding", "contentEncoding"],
    ["Content-MD5", "contentMd5"],
    ["Cross-Origin-Embedder-Policy", "crossOriginEmbedderPolicy"],
    ["Cross-Origin-Opener-Policy", "crossOriginOpenerPolicy"],
  ] as const)("%s is text", (header, property) => {
    const response = new Response();
    response[property] = "tea";
    expect([response.headers.get(header), response[property]]).toEqual(["tea", "tea"]);
    response[property] = undefined;
    expect(response.headers.has(header)).toBe(false);
    expect(() => {
      response[property] = "a\r\nSet-Cookie: b=c";
    }).toThrow(/U\+000D/);
  });

  test.each([
    ["Access-Control-Allow-Headers", "accessControlAllowHeaders"],
    ["Access-Control-Allow-Methods", "accessControlAllowMethods"],
    ["Access-Control-Expose-Headers", "accessControlExposeHeaders"],
    ["Allow", "allow"],
    ["Content-Language", "contentLanguage"],
    ["Vary", "vary"],
  ] as const)("%s is a live set", (header, property) => {
    const response = new Response();
    response[property] = ["A", "b"];
    response[property].add("a");
    response[property].add("C");
    expect(response.headers.get(header)).toBe("A, b, C");
    response[property].clear();
    expect(response.headers.has(header)).toBe(false);
    response[property] = "x, y";
    expect([...response[property]]).toEqual(["x", "y"]);
    expect(() => response[property].add("a\nb")).toThrow(/U\+000A/);
  });

  test("a set takes in every field of its name", () => {
    const response = new Response("", { headers: { Vary: ["Cookie", "Accept, X-Tea"] } });
    response.vary.add("Origin");
    expect(response.headers.getList("Vary")).toEqual(["Cookie, Accept, X-Tea, Origin"]);
  });

  test("ages and lengths are numbers", () => {
    const response = new Response();
    response.age = 5;
    response.contentLength = 10;
    response.accessControlMaxAge = 600;
    expect([response.age, response.contentLength, response.accessControlMaxAge]).toEqual([5, 10, 600]);
    expect(() => {
      response.age = -1;
    }).toThrow(RangeError);
    response.headers.set("Content-Length", "-5");
    expect(response.contentLength).toBeUndefined();
  });

  test("credentials are allowed or not", () => {
    const response = new Response();
    response.accessControlAllowCredentials = true;
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBe("true");
    response.accessControlAllowCredentials = false;
    expect(response.headers.has("Access-Control-Allow-Credentials")).toBe(false);
  });

  test("Retry-After is a moment, given as one or in seconds", () => {
    const response = new Response();
    response.retryAfter = MOMENT;
    expect([response.headers.get("Retry-After"), response.retryAfter]).toEqual([DATE, MOMENT]);
    response.retryAfter = 60;
    expect(response.headers.get("Retry-After")).toBe("60");
    expect(Number(response.retryAfter) - Date.now()).toBeGreaterThan(58_000);
  });

  test("locations are encoded and stay relative", () => {
    const response = new Response();
    response.location = "next/é";
    response.contentLocation = "/ü";
    expect([response.location, response.contentLocation]).toEqual(["next/%C3%A9", "/%C3%BC"]);
  });

  test("a location of any characters can be set by its header, and the last of two counts", () => {
    const response = new Response();
    response.headers.add("Location", "/first");
    response.headers.add("Location", "http://☃.net/é");
    expect(response.headersToSend("GET")).toContain("http://xn--n3h.net/%C3%A9");
    expect(response.headers.getList("Location")).toHaveLength(1);
  });
});

describe("live values", () => {
  test("Cache-Control", () => {
    const response = new Response();
    response.cacheControl.public = true;
    response.cacheControl.maxAge = 60;
    expect(response.headers.get("Cache-Control")).toBe("public, max-age=60");
    response.cacheControl.public = false;
    response.cacheControl.maxAge = undefined;
    expect(response.headers.has("Cache-Control")).toBe(false);
  });

  test("Content-Range", () => {
    const response = new Response();
    expect(response.contentRange.units).toBeUndefined();
    response.contentRange.set(0, 5, 10);
    expect(response.headers.get("Content-Range")).toBe("bytes 0-4/10");
    response.contentRange.unset();
    expect(response.headers.has("Content-Range")).toBe(false);
    response.contentRange = new ContentRange({ units: "bytes", start: 1, stop: 2 });
    expect(response.contentRange.start).toBe(1);
  });

  test("Content-Security-Policy, of which nothing is lost", () => {
    const response = new Response();
    response.contentSecurityPolicy = "upgrade-insecure-requests; default-src 'self'";
    response.contentSecurityPolicy.imgSrc = "*";
    expect(response.headers.get("Content-Security-Policy")).toBe(
      "upgrade-insecure-requests; default-src 'self'; img-src *",
    );
    response.contentSecurityPolicyReportOnly.defaultSrc = "'none'";
    expect(response.headers.get("Content-Security-Policy-Report-Only")).toBe("default-src 'none'");
  });

  test("WWW-Authenticate, one or several", () => {
    const response = new Response();
    response.wwwAuthenticate.realm = "tea room";
    expect(response.headers.get("WWW-Authenticate")).toBe('Basic realm="tea room"');
    response.wwwAuthenticate = [new WWWAuthenticate("basic"), new WWWAuthenticate("bearer")];
    expect(response.headers.getList("WWW-Authenticate")).toEqual(["Basic", "Bearer"]);
    response.wwwAuthenticate = undefined;
    expect(response.headers.has("WWW-Authenticate")).toBe(false);
  });

  test("the parameters of the Content-Type", () => {
    const response = new Response();
    expect(response.mimetypeParams.get("charset")).toBe("utf-8");
    response.mimetypeParams.set("charset", "latin 1");
    expect(response.contentType).toBe('text/html; charset="latin 1"');
    response.mimetypeParams.delete("charset");
    expect(response.contentType).toBe("text/html");
  });
});

describe("ETags", () => {
  test("are set and read without their quotes", () => {
    const response = new Response();
    expect(response.getEtag()).toEqual([undefined, undefined]);
    response.setEtag("v1", { weak: true });
    expect(response.headers.get("ETag")).toBe('W/"v1"');
    expect(response.getEtag()).toEqual(["v1", true]);
    expect(() => response.setEtag('a"b')).toThrow(TypeError);
    expect(response.etag).toBe("v1");
    response.etag = "v2";
    expect(response.headers.get("ETag")).toBe('"v2"');
    response.etag = undefined;
    expect([response.etag, response.headers.has("ETag")]).toEqual([undefined, false]);
    expect(() => {
      response.etag = 'a"b';
    }).toThrow(TypeError);
  });

  test("are made of the body, once", () => {
    const response = new Response("tea");
    response.addEtag();
    expect(response.getEtag()).toEqual([generateEtag("tea"), false]);
    response.data = "coffee";
    response.addEtag();
    expect(response.getEtag()[0]).toBe(generateEtag("tea"));
    response.addEtag({ overwrite: true, weak: true });
    expect(response.getEtag()).toEqual([generateEtag("coffee"), true]);
  });

  test("can't be made of a stream", () => {
    const response = new Response(new Set(["a", "b"]));
    expect(() => response.addEtag()).toThrow(/streamed/);
    expect(() => response.freeze()).toThrow(/streamed/);
  });
});
