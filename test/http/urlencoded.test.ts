import fc from "fast-check";
import { getContentLength, MultiDict, Request, urlencode, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("urlencode", () => {
  test("writes pairs, dictionaries and objects", () => {
    expect(
      urlencode([
        ["a", "b c"],
        ["a", 1],
        ["none", undefined],
      ] as const),
    ).toBe("a=b+c&a=1");
    expect(urlencode(new MultiDict({ a: ["1", "2"] }))).toBe("a=1&a=2");
    expect(urlencode({ q: "é&=+#%", path: "/a?b", list: ["x", "y"] })).toBe(
      "q=%C3%A9%26%3D%2B%23%25&path=/a?b&list=x&list=y",
    );
    expect(urlencode([["bytes", new Uint8Array([0xff, 0x20])]])).toBe("bytes=%FF+");
  });

  test("refuses half of a surrogate pair", () => {
    expect(() => urlencode({ a: "\ud800" })).toThrow(/surrogate/);
  });

  test("is read back as it was written", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        const url = `http://localhost/?${urlencode(pairs)}`;
        const { args } = new Request(new WebRequestSource(new globalThis.Request(url)));
        for (const [key] of pairs) {
          expect(args.getList(key)).toEqual(
            pairs.filter(([other]) => other === key).map(([, value]) => value),
          );
        }
      }),
    );
  });
});

describe("getContentLength", () => {
  test.each([
    ["5", undefined, 5],
    [" 5 ", "gzip", 5],
    ["5", "gzip, Chunked", undefined],
    [undefined, undefined, undefined],
    ["-5", undefined, 0],
    ["+5", undefined, 0],
    ["5_0", undefined, 0],
    ["", undefined, 0],
  ])("of %j with the encoding %j is %j", (length, encoding, expected) => {
    expect(getContentLength(length, encoding)).toBe(expected);
  });
});
