import fc from "fast-check";
import { Flagon, makeResponse, request, session } from "flagon";
import { Request as FlagonRequest } from "flagon/http";
import { expect, test } from "vitest";

/** The members of a request that read what came; `stream` would take the body away, and no rule failed. */
const MEMBERS: readonly string[] = [...getters(FlagonRequest.prototype)].filter((name) => name !== "stream");

function* getters(prototype: object): Iterable<string> {
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (get !== undefined) yield name;
    }
  }
}

const app = new Flagon({ secretKey: "a key for these tests only", config: { debug: true } });
const logged: string[] = [];
app.logger = { warn: () => {}, error: (message) => logged.push(message) };

app.route("/<path:path>", { methods: ["GET", "POST"] }, function view() {
  const bag = request as unknown as Record<string, unknown>;
  const shown = MEMBERS.map((name) => String(bag[name] instanceof Uint8Array ? "bytes" : bag[name]));
  request.json({ silent: true, force: true });
  session.get("n");
  const response = makeResponse(shown.join("\n"));
  response.etag = "v1";
  response.lastModified = new Date(0);
  return response.makeConditional(request, { acceptRanges: true, completeLength: response.data.byteLength });
});

const NAMES = [
  "Accept",
  "Accept-Charset",
  "Accept-Encoding",
  "Accept-Language",
  "Access-Control-Request-Headers",
  "Authorization",
  "Cache-Control",
  "Content-Encoding",
  "Content-Type",
  "Cookie",
  "Date",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "If-Unmodified-Since",
  "Max-Forwards",
  "Origin",
  "Pragma",
  "Range",
  "Referer",
  "User-Agent",
  "X-Forwarded-For",
];

const PIECES = [
  ...[
    "bytes=",
    "0-",
    "-1",
    "9-8",
    ",",
    ";",
    "=",
    '"',
    "\\",
    "W/",
    "*",
    "/",
    "q=",
    "0.5",
    "1e9",
    "NaN",
    "%",
    "%zz",
  ],
  ...[
    "Basic ",
    "Digest ",
    "Bearer ",
    "QTpi",
    "====",
    "max-age=",
    "no-cache",
    "Sun, 06 Nov 1994 08:49:37 GMT",
  ],
  ...[
    "text/html",
    "multipart/form-data; boundary=",
    "boundary*0=",
    "charset*=utf-8''",
    "session=",
    "a=",
    "é",
    "\\073",
  ],
  ...["__proto__", "constructor", "9".repeat(400), "[", "(", " ", "\t"],
];

const value = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code < 0x7f || code > 0x9f)
      .map((code) => String.fromCharCode(code)),
  }),
);

test("whatever header fields come, every member of a request can be read and there is an answer", async () => {
  const client = app.testClient();
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 }),
      fc.webPath(),
      fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
      async (headers, path, body) => {
        const data = body === undefined ? undefined : new Uint8Array(body);
        const method = data === undefined ? "GET" : "POST";
        const response = await client.open(`/x${path}`, { method, headers, data });
        expect(logged).toEqual([]);
        expect([200, 206, 304, 308, 404, 412, 413, 416]).toContain(response.status);
      },
    ),
    { numRuns: 300 },
  );
}, 30_000);

test("values that could be read in quadratic time take none", async () => {
  const client = app.testClient();
  const start = performance.now();
  for (const name of NAMES) {
    for (const piece of ["a=,", '"\\', 'W/"', "bytes=0-", ";q=0.", "a*0=", " ", "=?", "9"]) {
      const headers = { [name]: piece.repeat(60_000 / piece.length) };
      expect((await client.get("/x", { headers })).status).toBeLessThan(500);
    }
  }
  expect(performance.now() - start).toBeLessThan(20_000);
}, 30_000);
