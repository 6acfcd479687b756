import fc from "fast-check";
import { BadRequestKeyError, Headers, Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const withHeaders = (headers: Record<string, string>): Request =>
  new Request(new WebRequestSource(new globalThis.Request("http://localhost/", { headers })));

type Pairs = readonly (readonly [string, string])[];

/** A source whose headers no parser has looked at. */
class RawSource extends WebRequestSource {
  readonly #pairs: Pairs;

  constructor(pairs: Pairs) {
    super(new globalThis.Request("http://localhost/"));
    this.#pairs = pairs;
  }

  override header(name: string): string | undefined {
    return this.#pairs.find(([key]) => key.toLowerCase() === name)?.[1];
  }

  override headerPairs(): Pairs {
    return this.#pairs;
  }
}

const withRaw = (pairs: Pairs): Request => new Request(new RawSource(pairs));

describe("what the head of a request says", () => {
  test("what the client accepts", () => {
    const request = withHeaders({
      Accept: "text/html, */*;q=0.5",
      "Accept-Language": "de, en;q=0.8",
      "Accept-Encoding": "br, gzip",
      "Accept-Charset": "utf-8",
    });
    expect(request.accept.bestMatch(["application/json", "text/html"])).toBe("text/html");
    expect(request.acceptMimetypes.acceptHtml).toBe(true);
    expect(request.acceptLanguages.best).toBe("de");
    expect(request.acceptEncodings.has("gzip")).toBe(true);
    expect(request.acceptCharsets.best).toBe("utf-8");
  });

  test("who is asking", () => {
    const request = withHeaders({ Authorization: `Basic ${btoa("ada:secret")}` });
    expect(request.authorization).toMatchObject({ type: "basic", username: "ada", password: "secret" });
    expect(withHeaders({}).authorization).toBeUndefined();
  });

  test("under which conditions", () => {
    const date = "Sun, 06 Nov 1994 08:49:37 GMT";
    const request = withHeaders({
      "If-Match": '"a"',
      "If-None-Match": '"b", W/"c"',
      "If-Modified-Since": date,
      "If-Unmodified-Since": date,
      "If-Range": '"d"',
      Range: "bytes=0-4",
    });
    expect(request.ifMatch.contains("a")).toBe(true);
    expect(request.ifNoneMatch.containsWeak("c")).toBe(true);
    expect(request.ifModifiedSince).toEqual(new Date(784_111_777_000));
    expect(request.ifUnmodifiedSince).toEqual(new Date(784_111_777_000));
    expect(request.ifRange.etag).toBe("d");
    expect(request.range?.rangeForLength(3)).toEqual([0, 3]);
  });

  test("what is wanted of caches and proxies", () => {
    const request = withHeaders({ "Cache-Control": "max-age=0", Pragma: "No-Cache", "Max-Forwards": "3" });
    expect(request.cacheControl.maxAge).toBe(0);
    expect(request.pragma.has("no-cache")).toBe(true);
    expect(request.maxForwards).toBe(3);
    expect(withHeaders({ "Max-Forwards": "few" }).maxForwards).toBeUndefined();
  });

  test("what a page of another origin asks for", () => {
    const request = withRaw([
      ["Access-Control-Request-Method", "PUT"],
      ["Access-Control-Request-Headers", "X-Tea, X-Cup"],
      ["Date", "Sun, 06 Nov 1994 08:49:37 GMT"],
      ["Content-Encoding", "gzip"],
      ["Content-MD5", "abc"],
    ]);
    expect(request.accessControlRequestMethod).toBe("PUT");
    expect([...request.accessControlRequestHeaders]).toEqual(["X-Tea", "X-Cup"]);
    expect(request.date).toEqual(new Date(784_111_777_000));
    expect([request.contentEncoding, request.contentMd5]).toEqual(["gzip", "abc"]);
  });

  test("nothing, where a header is missing", () => {
    const request = withHeaders({});
    expect(request.accept.provided).toBe(false);
    expect([request.range, request.date, request.ifModifiedSince, request.contentEncoding]).toEqual(
      Array(4).fill(undefined),
    );
    expect([request.ifMatch.isEmpty, request.ifRange.etag, request.pragma.size]).toEqual([
      true,
      undefined,
      0,
    ]);
  });

  test("no property throws, whatever a client sends", () => {
    const names = [
      "Accept",
      "Accept-Charset",
      "Accept-Encoding",
      "Accept-Language",
      "Access-Control-Request-Headers",
      "Authorization",
      "Cache-Control",
      "Content-Length",
      "Content-Type",
      "Cookie",
      "Date",
      "If-Match",
      "If-Modified-Since",
      "If-None-Match",
      "If-Range",
      "If-Unmodified-Since",
      "Max-Forwards",
      "Pragma",
      "Range",
      "Transfer-Encoding",
      "X-Forwarded-For",
    ];
    const piece = fc.constantFrom(
      '"',
      "\\",
      ",",
      ";",
      "=",
      "*",
      "/",
      "-",
      " ",
      "q=",
      "W/",
      "bytes=",
      "Basic ",
      "9",
      "a",
      "é",
      "%",
      "\u00ff",
    );
    const value = fc.oneof(fc.string({ unit: piece }), fc.string({ unit: "binary-ascii" }));
    // The prototypes of Object and of what changes something are left out.
    const properties = Object.entries({
      ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(Object.getPrototypeOf(Request.prototype))),
      ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(Request.prototype)),
    }).flatMap(([name, { get }]) => (get === undefined || name === "raw" ? [] : [name]));
    expect(properties.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), value)), (pairs) => {
        // Of a header that came twice, a source gives the values joined.
        const once = new Map(
          pairs.map(([name, text]) => [name, text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "")]),
        );
        const request = withRaw([...once, ["Host", "localhost"]]);
        for (const name of properties) Reflect.get(request, name);
      }),
    );
  });
});

describe("RequestHeaders", () => {
  const { headers } = withHeaders({ "X-Tea": "green" });

  test("gives what must be there, or answers 400", () => {
    expect(headers.require("x-tea")).toBe("green");
    expect(() => headers.require("X-Cup")).toThrow(BadRequestKeyError);
  });

  test("can't be changed, but copied", () => {
    for (const change of [
      () => headers.add(),
      () => headers.set(),
      () => headers.delete(),
      () => headers.clear(),
      () => headers.extend({ a: "b" }),
      () => headers.setList("a", ["b"]),
      () => headers.setDefault("a", "b"),
    ]) {
      expect(change).toThrow(/can't be changed/);
    }
    const copy = new Headers(headers);
    copy.set("X-Tea", "black");
    expect([copy.get("x-tea"), headers.get("x-tea")]).toEqual(["black", "green"]);
  });
});
