import fc from "fast-check";
import { BadData, base64Decode, base64Encode } from "flagon/signing";
import { describe, expect, test } from "vitest";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("base64Encode", () => {
  test("writes the URL-safe alphabet without padding", () => {
    expect(base64Encode(bytes(0xfb, 0xff, 0xbf, 0x01))).toBe("-_-_AQ");
    expect(base64Encode("ü")).toBe("w7w");
    expect(base64Encode("")).toBe("");
  });

  test("refuses half of a surrogate pair", () => {
    expect(() => base64Encode("\udc00")).toThrow(TypeError);
  });
});

describe("base64Decode", () => {
  test("takes back what base64Encode wrote, and the standard alphabet", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        expect(base64Decode(base64Encode(value))).toEqual(value);
        expect(base64Decode(Buffer.from(value).toString("base64"))).toEqual(value);
        expect(base64Decode(new TextEncoder().encode(base64Encode(value)))).toEqual(value);
      }),
    );
  });

  test("gives bytes in memory of their own", () => {
    const decoded = base64Decode("AQID");
    expect(decoded.constructor).toBe(Uint8Array);
    expect(decoded.buffer.byteLength).toBe(3);
  });

  // Each line was tried in Python.
  test.each([
    ["AQI", bytes(1, 2)],
    ["AQJ", bytes(1, 2)],
    ["A Q\nI=", bytes(1, 2)],
    ["AQI=AQI=", bytes(1, 2)],
    ["AQ==AQ==", bytes(1)],
    ["AQ=A", undefined],
    ["=AQI", undefined],
    ["AQ!!", undefined],
    ["AQ!", undefined],
    ["AQ!=", undefined],
    ["é", bytes()],
    ["AéQ", bytes(1)],
    ["====", bytes()],
    ["A", undefined],
    ["AQIDA", undefined],
  ])("reads %j as Python does", (text, value) => {
    if (value === undefined) expect(() => base64Decode(text)).toThrow(BadData);
    else expect(base64Decode(text)).toEqual(value);
  });

  test("counts the bytes of a foreign character only where bytes come in", () => {
    expect(base64Decode("AQé")).toEqual(bytes(1));
    expect(() => base64Decode(new TextEncoder().encode("AQé"))).toThrow(BadData);
  });
});
