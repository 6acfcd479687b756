import fc from "fast-check";
import { Flagon, request } from "flagon";
import { type NodeServer, serve } from "flagon/servers/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftovers } from "../../http/temporary-files.ts";
import { eventually } from "../../servers/raw-client.ts";

const rejections: unknown[] = [];
const note = (reason: unknown): void => void rejections.push(reason);
let server: NodeServer;
const errors: unknown[] = [];

const app = new Flagon({ config: { maxFormMemorySize: 100_000, maxFormParts: 20, debug: true } });
app.logger = { warn: () => {}, error: (message) => errors.push(message) };
app.post("/", { endpoint: "view" }, async () => {
  const files = [];
  for (const [, list] of request.files.lists()) {
    for (const file of list) files.push((await file.bytes()).length, file.mimetype, file.contentLength);
  }
  return [
    ...request.form.lists(),
    ...request.values.keys(),
    ...files,
    request.json({ silent: true }) ?? null,
  ];
});

beforeAll(async () => {
  process.on("unhandledRejection", note);
  server = await serve(app, { port: 0, onError: note });
});
afterAll(async () => {
  process.off("unhandledRejection", note);
  await server.close();
});

const send = (body: Uint8Array, type: string): readonly Promise<globalThis.Response>[] => {
  const init = { method: "POST", body: new Blob([new Uint8Array(body)]), headers: { "Content-Type": type } };
  return [
    Promise.resolve(app.fetch(new globalThis.Request("http://localhost/", init))),
    fetch(server.url, init),
  ];
};

/** Every way gives an answer, the same, that is no 500; nothing is left behind and nothing was rejected. */
const survives = async (body: Uint8Array, type: string): Promise<void> => {
  const answers = await Promise.all(send(body, type));
  const read = await Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`));
  expect(read[0]).toMatch(/^(?:200|4\d\d) /);
  expect(read[1]).toBe(read[0]);
  await eventually(() => leftovers().length === 0);
  expect([errors, rejections]).toEqual([[], []]);
};

const TYPES = [
  "multipart/form-data; boundary=b",
  'multipart/form-data; boundary="b"',
  "multipart/form-data",
  'multipart/form-data; boundary=""; charset=latin-1',
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-16",
  "application/json",
  "text/plain",
] as const;

// What forms are made of, so that many of the bodies are nearly right.
const token = fc.constantFrom(
  "--b\r\n",
  "--b--",
  "\r\n",
  "\n",
  "\r",
  "--",
  'Content-Disposition: form-data; name="a"',
  "; filename=x",
  "; filename*=UTF-8''%e2%82%ac",
  "Content-Type: text/plain; charset=ascii",
  "Content-Length: 99999999999999999999",
  "\0",
  "é",
  "a=b&c",
  "%",
  "%e2%82",
  "&",
  "=",
  "+",
  "{",
  '"',
  "null",
  "y".repeat(70_000),
  "z".repeat(600_000),
);
const pieces = fc.oneof(
  { weight: 5, arbitrary: token.map((text) => new TextEncoder().encode(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
);

describe("whatever comes as a body", () => {
  test("made of the tokens of forms gets an answer and leaves nothing behind", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 25 }), fc.constantFrom(...TYPES), (body, type) =>
        survives(Buffer.concat(body), type),
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  test("a form with some of its bytes changed gets an answer and leaves nothing behind", async () => {
    const form = Buffer.from(
      `--b\r\nContent-Disposition: form-data; name=a\r\n\r\ntext\r\n--b\r\nContent-Disposition: form-data; name=f; ` +
        `filename="f.txt"\r\nContent-Type: text/plain\r\n\r\n${"content\r\n".repeat(70_000)}\r\n--b--\r\n`,
    );
    const change = fc.record({ at: fc.nat({ max: 250 }), fromEnd: fc.boolean(), to: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.nat({ max: 40 }), (changes, cut) => {
        const body = Buffer.from(form.subarray(0, form.length - (cut > 20 ? 0 : cut)));
        for (const { at, fromEnd, to } of changes) body[fromEnd ? body.length - 1 - at : at] = to;
        return survives(body, TYPES[0]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
