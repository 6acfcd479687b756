import fc from "fast-check";
import { Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

/** What `request.json()` makes of bytes that are sent as JSON; `undefined` if they are none. */
const read = async (body: Uint8Array): Promise<unknown> => {
  const init = {
    method: "POST",
    body: new Uint8Array(body),
    headers: { "Content-Type": "application/json" },
  };
  const request = new Request(new WebRequestSource(new globalThis.Request("http://localhost/", init)));
  await request.receiveBody();
  return request.json({ silent: true });
};

const swap = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

const utf32 = (text: string, littleEndian: boolean): Buffer => {
  const characters = [...text];
  const bytes = Buffer.alloc(4 * characters.length);
  for (const [index, character] of characters.entries()) {
    const code = character.codePointAt(0) ?? 0;
    if (littleEndian) bytes.writeUInt32LE(code, 4 * index);
    else bytes.writeUInt32BE(code, 4 * index);
  }
  return bytes;
};

const ENCODINGS: readonly [string, (text: string) => Buffer][] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-16, little end first", (text) => Buffer.from(text, "utf16le")],
  ["UTF-16, big end first", (text) => swap(Buffer.from(text, "utf16le"))],
  ["UTF-32, little end first", (text) => utf32(text, true)],
  ["UTF-32, big end first", (text) => utf32(text, false)],
];

describe.each(ENCODINGS)("a JSON body in %s", (_, encode) => {
  test("is read, with or without a byte order mark", async () => {
    for (const mark of ["", "\ufeff"]) {
      expect(await read(encode(`${mark}{"tea": "Grüße 🍵"}`))).toEqual({ tea: "Grüße 🍵" });
      expect(await read(encode(`${mark}1`))).toBe(1);
    }
  });

  test("is read, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        expect(await read(encode(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
  });
});

test("bytes that are no text are no JSON", async () => {
  for (const bytes of [
    [],
    [0xff],
    [0x22, 0xff, 0x22],
    [0, 0, 0, 0x31, 0],
    [0, 0xff, 0xff, 0xff],
    [0, 0x11, 0, 0, 0],
  ]) {
    expect(await read(new Uint8Array(bytes))).toBeUndefined();
  }
});
