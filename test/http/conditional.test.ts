import fc from "fast-check";
import {
  generateEtag,
  isResourceModified,
  Request,
  RequestedRangeNotSatisfiable,
  Response,
  WebRequestSource,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const BODY = "0123456789";
const DATE = "Wed, 01 Jan 2025 00:00:00 GMT";
const EARLIER = "Tue, 31 Dec 2024 23:59:59 GMT";
const LATER = "Wed, 01 Jan 2025 00:00:01 GMT";

function request(headers: Record<string, string>, method = "GET"): Request {
  return new Request(new WebRequestSource(new globalThis.Request("http://localhost/", { method, headers })));
}

/** The status of the answer to a request, whose resource has the tag `"v1"` and a date. */
function statusFor(
  headers: Record<string, string>,
  method = "GET",
  own: Record<string, string> = {},
): number {
  const response = new Response(BODY, { headers: { ETag: '"v1"', "Last-Modified": DATE, ...own } });
  try {
    return response.makeConditional(request(headers, method), {
      acceptRanges: true,
      completeLength: BODY.length,
    }).status;
  } catch (error) {
    if (error instanceof RequestedRangeNotSatisfiable) return error.code;
    throw error;
  }
}

describe("a conditional request", () => {
  test.each([
    [{}, 200],
    [{ "If-None-Match": '"v1"' }, 304],
    [{ "If-None-Match": 'W/"v1"' }, 304],
    [{ "If-None-Match": '"v0", "v1"' }, 304],
    [{ "If-None-Match": "*" }, 304],
    [{ "If-None-Match": '"v0"' }, 200],
    [{ "If-Modified-Since": DATE }, 304],
    [{ "If-Modified-Since": LATER }, 304],
    [{ "If-Modified-Since": EARLIER }, 200],
    [{ "If-Modified-Since": "yesterday" }, 200],
    [{ "If-Match": '"v1"' }, 200],
    [{ "If-Match": '"v0", "v1"' }, 200],
    [{ "If-Match": "*" }, 200],
    [{ "If-Match": '"v0"' }, 412],
    [{ "If-Match": 'W/"v1"' }, 412],
    [{ "If-Unmodified-Since": DATE }, 200],
    [{ "If-Unmodified-Since": LATER }, 200],
    [{ "If-Unmodified-Since": EARLIER }, 412],
    [{ "If-Unmodified-Since": "tomorrow" }, 200],
  ])("with %j is answered with %i", (headers, status) => {
    expect(statusFor(headers)).toBe(status);
    expect(statusFor(headers, "HEAD")).toBe(status);
    expect(statusFor(headers, "POST")).toBe(200);
  });

  // RFC 9110, section 13.2.2.
  test.each([
    ["If-Match before If-Unmodified-Since", { "If-Match": '"v1"', "If-Unmodified-Since": EARLIER }, 200],
    ["If-Match before If-None-Match", { "If-Match": '"v0"', "If-None-Match": '"v1"' }, 412],
    ["If-None-Match after If-Match", { "If-Match": '"v1"', "If-None-Match": '"v1"' }, 304],
    ["If-None-Match before If-Modified-Since", { "If-None-Match": '"v0"', "If-Modified-Since": LATER }, 200],
    ["If-Unmodified-Since before the rest", { "If-Unmodified-Since": EARLIER, "If-None-Match": '"v1"' }, 412],
    ["If-None-Match before Range", { "If-None-Match": '"v1"', Range: "bytes=0-1" }, 304],
    ["If-None-Match before a Range that is none", { "If-None-Match": '"v1"', Range: "bytes=99-" }, 304],
    ["If-Match before Range", { "If-Match": '"v0"', Range: "bytes=0-1" }, 412],
    ["If-Modified-Since before Range", { "If-Modified-Since": DATE, Range: "bytes=0-1" }, 304],
  ])("evaluates %s", (_, headers, status) => {
    expect(statusFor(headers)).toBe(status);
  });

  test("compares strongly where a weak tag says too little", () => {
    const weak = { ETag: 'W/"v1"' };

    expect(statusFor({ "If-Match": '"v1"' }, "GET", weak)).toBe(412);
    expect(statusFor({ "If-None-Match": '"v1"' }, "GET", weak)).toBe(304);
    expect(statusFor({ "If-Range": 'W/"v1"', Range: "bytes=0-1" }, "GET", weak)).toBe(200);
  });

  test("gets the headers of the whole with a 304, without those of the body", () => {
    const response = new Response(BODY, { headers: { ETag: '"v1"', "Cache-Control": "no-cache" } });

    response.makeConditional(request({ "If-None-Match": '"v1"' }));

    expect(new globalThis.Headers(pairs(response)).get("cache-control")).toBe("no-cache");
    expect(new globalThis.Headers(pairs(response)).has("content-type")).toBe(false);
    expect(response.bodyToSend("GET")).toBeNull();
  });
});

describe("a request for a part", () => {
  test.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=4-", 206, "456789", "bytes 4-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-99", 206, BODY, "bytes 0-9/10"],
    ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ["bytes=9-9", 206, "9", "bytes 9-9/10"],
    ["BYTES = 0 - 1", 206, "01", "bytes 0-1/10"],
  ])("%s gets it", (range, status, body, contentRange) => {
    const response = new Response(BODY);

    response.makeConditional(request({ Range: range }), { acceptRanges: true, completeLength: 10 });

    expect([response.status, response.text]).toEqual([status, body]);
    expect(response.headers.get("Content-Range")).toBe(contentRange);
    expect(response.headers.get("Accept-Ranges")).toBe("bytes");
    expect(response.contentLength).toBe(body.length);
  });

  test.each(["bytes=10-", "bytes=99-100", "bytes=5-2", "bytes=0-1,3-4"])("%s can't be satisfied", (range) => {
    expect(statusFor({ Range: range })).toBe(416);
  });

  test.each([
    "",
    "junk",
    "bytes",
    "bytes=",
    "bytes=a-b",
    "bytes=1",
    "bytes=-",
    "bytes=--1",
    "items=0-1",
    "=0-1",
    "bytes=0-1;",
  ])("%j asks for none, and gets the whole", (range) => {
    expect(statusFor({ Range: range })).toBe(200);
  });

  test.each([
    ['"v1"', 206],
    [DATE, 206],
    ['"v0"', 200],
    ['W/"v1"', 200],
    [EARLIER, 200],
    ["garbage", 200],
    ["", 200],
  ])("if it has %s gets %i", (ifRange, status) => {
    expect(statusFor({ "If-Range": ifRange, Range: "bytes=0-1" })).toBe(status);
  });

  test("that does not exist is told how long the whole is", () => {
    const response = new Response(BODY);
    const ask = () =>
      response.makeConditional(request({ Range: "bytes=10-" }), { acceptRanges: true, completeLength: 10 });

    expect(ask).toThrow(RequestedRangeNotSatisfiable);
    expect(request({}).rangeNotSatisfiable(10).getResponse().headers.get("Content-Range")).toBe("bytes */10");
  });

  test("gets the whole where no parts are offered, or there is nothing", () => {
    const ask = (body: string, options: object) =>
      new Response(body).makeConditional(request({ Range: "bytes=0-1" }), options).status;

    expect(ask(BODY, {})).toBe(200);
    expect(ask(BODY, { acceptRanges: true })).toBe(200);
    expect(ask("", { acceptRanges: true, completeLength: 0 })).toBe(200);
  });

  test("of a stream gets its bytes, and the source is told when they are out", async () => {
    let cancelled = 0;
    const source = {
      async *[Symbol.asyncIterator]() {
        try {
          yield "012";
          yield new TextEncoder().encode("3456");
          yield "789";
        } finally {
          cancelled++;
        }
      },
    };
    const response = new Response(source);

    response.makeConditional(request({ Range: "bytes=2-4" }), { acceptRanges: true, completeLength: 10 });

    expect(await response.toWeb().text()).toBe("234");
    expect(cancelled).toBe(1);
  });

  test("is answered, whatever the headers hold", () => {
    const names = [
      "Range",
      "If-Range",
      "If-Match",
      "If-None-Match",
      "If-Modified-Since",
      "If-Unmodified-Since",
    ];
    const value = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            "bytes",
            "=",
            "-",
            ",",
            "*",
            '"v1"',
            "W/",
            DATE,
            " ",
            "0",
            "9",
            "99999999999999999999",
          ),
          fc.string({ maxLength: 4 }),
        ),
        { maxLength: 12 },
      )
      .map((pieces) => pieces.join("").replace(/[^\x20-\x7e\xa0-\xff]/g, ""));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (headers) => {
        expect([200, 206, 304, 412, 416]).toContain(statusFor(headers));
      }),
      { numRuns: 3000 },
    );
  });

  test("is the part of the whole that its Content-Range names", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.nat(40),
        fc.nat(40),
        fc.boolean(),
        (body, a, b, isSuffix) => {
          const bytes = new TextEncoder().encode(body);
          const response = new Response(body);
          const range = isSuffix ? `bytes=-${a + 1}` : `bytes=${a}-${a + b}`;
          try {
            response.makeConditional(request({ Range: range }), {
              acceptRanges: true,
              completeLength: bytes.byteLength,
            });
          } catch (error) {
            expect(error).toBeInstanceOf(RequestedRangeNotSatisfiable);
            expect(a).toBeGreaterThanOrEqual(bytes.byteLength);
            return;
          }
          const [, start, end] =
            /^bytes (\d+)-(\d+)\/\d+$/.exec(response.headers.get("Content-Range") ?? "") ?? [];
          expect(response.data).toEqual(bytes.subarray(Number(start), Number(end) + 1));
        },
      ),
    );
  });

  test("is decided in a time that grows with the header no faster than its length", () => {
    const start = performance.now();
    for (const piece of ["0-0,", "-", "0", " ", "bytes=", '"', "W/", "1-"]) {
      statusFor({ Range: `bytes=${piece.repeat(200_000)}`, "If-Range": `"${piece.repeat(50_000)}` });
    }
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

function pairs(response: Response): [string, string][] {
  const flat = response.headersToSend("GET");
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? "", flat[2 * i + 1] ?? ""]);
}

describe("isResourceModified", () => {
  const ask = (headers: Record<string, string>, method = "GET") => request(headers, method);

  test("says whether the client needs the answer", () => {
    const lastModified = new Date(DATE);

    expect(isResourceModified(ask({}), { etag: '"v1"' })).toBe(true);
    expect(isResourceModified(ask({ "If-None-Match": '"v1"' }), { etag: '"v1"' })).toBe(false);
    expect(isResourceModified(ask({ "If-Match": '"v0"' }), { etag: '"v1"' })).toBe(false);
    expect(isResourceModified(ask({ "If-Modified-Since": DATE }), { lastModified })).toBe(false);
    expect(isResourceModified(ask({ "If-Modified-Since": EARLIER }), { lastModified })).toBe(true);
    expect(isResourceModified(ask({}, "POST"), { etag: '"v1"' })).toBe(false);
  });

  test("makes the tag of the data, if it is given that", () => {
    const etag = generateEtag("data");

    expect(isResourceModified(ask({ "If-None-Match": `"${etag}"` }), { data: "data" })).toBe(false);
    expect(() => isResourceModified(ask({}), { data: "data", etag: '"x"' })).toThrow(TypeError);
  });

  test("lets If-Range decide, where it is told to", () => {
    const headers = { Range: "bytes=0-1", "If-Range": '"v1"' };

    expect(isResourceModified(ask(headers), { etag: '"v1"', ignoreIfRange: false })).toBe(false);
    expect(isResourceModified(ask(headers), { etag: '"v2"', ignoreIfRange: false })).toBe(true);
    expect(isResourceModified(ask(headers), { etag: '"v1"' })).toBe(true);
  });
});
