import fc from "fast-check";
import { equalBytes, equalText } from "flagon/signing";
import { expect, test } from "vitest";

test("equalText says whether two texts are the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      expect(equalText(a, b)).toBe(a === b);
      expect(equalText(a, `${a}`)).toBe(true);
      expect(equalText(`${a}x`, `${a}y`)).toBe(false);
    }),
  );
});

test("equalBytes says whether two strings of bytes are the same", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(equalBytes(a, a.slice())).toBe(true);
    }),
  );
});
