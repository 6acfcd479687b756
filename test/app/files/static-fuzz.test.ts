import fc from "fast-check";
import { Flagon } from "flagon";
import { Request, type RequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";
import { Folder } from "../../http/folder.ts";

/** A request whose target no URL parser has tidied up. */
function rawRequest(target: string, headers: Readonly<Record<string, string>>): Request {
  const fields = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const source: RequestSource = {
    method: "GET",
    target,
    scheme: "http",
    host: "localhost",
    remoteAddr: "127.0.0.1",
    hasBody: false,
    header: (name) => fields.get(name),
    headerPairs: () => fields,
    pipeBody: async () => {},
    openStream: () => new globalThis.ReadableStream(),
    get raw(): globalThis.Request {
      throw new Error("not needed here");
    },
  };
  return new Request(source);
}

const segment = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "%2e%2e",
    "%2E.",
    "..%2f",
    "..%5c",
    "..\\",
    "%00",
    "a.txt",
    "sub",
    "link",
    "linked",
  ),
  fc.constantFrom(
    "secret.txt",
    "%252e%252e",
    "..;",
    "%c0%ae%c0%ae",
    "%ef%bc%8f",
    "C:",
    "con",
    "%",
    "%zz",
    "~",
  ),
  fc.string({ maxLength: 3 }),
);
const path = fc.array(segment, { maxLength: 7 }).map((segments) => segments.join("/"));
const headers = fc.dictionary(
  fc.constantFrom(
    "Range",
    "If-Range",
    "If-None-Match",
    "If-Modified-Since",
    "If-Match",
    "If-Unmodified-Since",
  ),
  fc.oneof(
    fc.constantFrom("bytes=0-1", "bytes=-1", "*", '"x"', "bytes=9-", "Wed, 01 Jan 2025 00:00:00 GMT"),
    fc.string(),
  ),
);

describe("whatever path and headers come for a static file", () => {
  test("there is an answer, never an error of ours, and never a file from outside", async () => {
    using folder = new Folder();
    folder.write("secret.txt", "told nobody");
    folder.write("static/a.txt", "content");
    folder.write("static/sub/b.txt", "content");
    folder.link("static/link", "../secret.txt");
    folder.link("static/linked", "..");
    const errors: string[] = [];
    const app = new Flagon({ root: folder.path });
    app.logger = { warn: () => {}, error: (message) => void errors.push(message) };

    await fc.assert(
      fc.asyncProperty(path, headers, async (below, fields) => {
        const response = await app.handle(rawRequest(`/static/${below}`, fields));
        const text = await response.toWeb().text();
        expect([200, 206, 304, 308, 404, 412, 416]).toContain(response.status);
        expect(text).not.toContain("told nobody");
      }),
      { numRuns: 2000 },
    );

    expect(errors).toEqual([]);
    expect(folder.openFiles()).toBe(0);
  });
});
