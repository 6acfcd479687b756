import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, isTruthy, pythonText, Tuple, UUID } from "../../src/python/index.ts";

describe("Tuple", () => {
  test("it is an array that knows it is a tuple", () => {
    const tuple = new Tuple("a", 1);
    expect(Array.isArray(tuple)).toBe(true);
    expect(tuple).toBeInstanceOf(Tuple);
    expect([...tuple]).toEqual(["a", 1]);
    expect(JSON.stringify(tuple)).toBe('["a",1]');
  });

  test("a single number is an item, not a length", () => {
    expect([...new Tuple(3)]).toEqual([3]);
    expect([...Tuple.of(3)]).toEqual([3]);
    expect([...Tuple.from(new Set([3]))]).toEqual([3]);
  });

  test("its methods give plain arrays", () => {
    expect(new Tuple(1, 2).map((n) => n * 2)).not.toBeInstanceOf(Tuple);
  });
});

describe("UUID", () => {
  test("every spelling of one UUID is equal", () => {
    const uuid = new UUID("12345678-1234-5678-1234-56781234ABCD");
    expect(uuid.equals(new UUID("1234567812345678123456781234abcd"))).toBe(true);
    expect(String(uuid)).toBe("12345678-1234-5678-1234-56781234abcd");
    expect(JSON.stringify({ uuid })).toBe('{"uuid":"12345678-1234-5678-1234-56781234abcd"}');
  });

  test.each(["", "12345678", "g2345678123456781234567812345678"])("%j is no UUID", (text) => {
    expect(() => new UUID(text)).toThrow(TypeError);
  });
});

describe("Python's truth", () => {
  test.each([
    [0],
    [-0],
    [0n],
    [""],
    [null],
    [undefined],
    [false],
    [[]],
    [{}],
    [new Map()],
    [new Uint8Array()],
  ])("%o is false", (value) => {
    expect(isTruthy(value)).toBe(false);
  });

  test.each([
    [1],
    [Number.NaN],
    ["0"],
    [[0]],
    [{ a: 0 }],
    [new Date(0)],
    [new Tuple(0)],
  ])("%o is true", (value) => {
    expect(isTruthy(value)).toBe(true);
  });
});

describe("Python's text", () => {
  test.each([
    [null, "None"],
    [true, "True"],
    [1.5, "1.5"],
    [Number.NaN, "nan"],
    ["it's", "it's"],
    [["it's", 'a"b', "a'\"b", "x\ny"], `["it's", 'a"b', 'a\\'"b', 'x\\ny']`],
    [new Tuple(1), "(1,)"],
    [{ a: [null, false] }, "{'a': [None, False]}"],
  ])("%o prints as Python prints it", (value, text) => {
    expect(pythonText(value)).toBe(text);
  });
});

describe("base64 as Python reads it", () => {
  test.each([
    ["AAEC", [0, 1, 2]],
    ["AA==", [0]],
    ["A!A=!=", [0]],
    ["AA==BBBB", [0]],
    ["AAAA\n", [0, 0, 0]],
    ["-_-_", []],
    ["====", []],
  ])("%j decodes", (text, bytes) => {
    expect([...(decodeBase64(text) ?? ["refused"])]).toEqual(bytes);
  });

  test.each(["A", "AA", "AA=", "AAAAA", "é"])("%j is refused", (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  test("property: any bytes survive", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString("base64"))).toEqual(new Uint8Array(bytes));
      }),
    );
  });
});
