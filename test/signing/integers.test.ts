import fc from "fast-check";
import { bytesToInt, intToBytes } from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("whole numbers as bytes", () => {
  test("are big-endian without leading zeros", () => {
    expect(intToBytes(0)).toEqual(new Uint8Array());
    expect(intToBytes(256)).toEqual(Uint8Array.of(1, 0));
    expect(intToBytes(2n ** 64n - 1n)).toEqual(new Uint8Array(8).fill(0xff));
  });

  test("come back, as a bigint only beyond 2^53", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const back = bytesToInt(intToBytes(value));
        expect(BigInt(back)).toBe(value);
        expect(typeof back).toBe(value < 2n ** 53n ? "number" : "bigint");
      }),
    );
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53, -1n, 2n ** 64n])("cannot be made of %s", (value) => {
    expect(() => intToBytes(value)).toThrow(RangeError);
  });

  test("cannot be more than eight bytes", () => {
    expect(() => bytesToInt(new Uint8Array(9))).toThrow(RangeError);
  });
});
