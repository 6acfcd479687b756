import * as fc from "fast-check";
import { Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const received = (value: string): Request =>
  new Request(
    new WebRequestSource(
      new globalThis.Request("http://localhost/", { headers: { "x-given": value, "user-agent": value } }),
    ),
  );

describe("the headers that a runtime hands over", () => {
  test("show a space for each control character that Fetch lets in", () => {
    const request = received("a\x01b\x1b[31mc\x7fd\te");
    expect(request.headers.get("X-Given")).toBe("a b [31mc d\te");
    expect(request.userAgent).toBe("a b [31mc d\te");
  });

  test("are read whatever they hold", () => {
    const byteText = fc.string({
      unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(byteText, (text) => {
        const value = text.replace(/[\0\r\n]/g, "").trim();
        const shown = received(value).headers.get("X-Given") ?? "";
        expect(shown).toHaveLength(value.length);
        expect(shown).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
      }),
    );
  });

  test("show the bytes of what a runtime has decoded", () => {
    const raw = new globalThis.Request("http://localhost/");
    const headers = new Map([["x-given", "ü☃\x02"]]);
    Object.defineProperty(raw, "headers", { value: headers });
    const request = new Request(new WebRequestSource(raw));
    expect(request.headers.get("X-Given")).toBe(`${Buffer.from("ü☃").toString("latin1")} `);
  });

  test("are joined in one pass, however many come", () => {
    const headers = new globalThis.Headers();
    for (let index = 0; index < 20_000; index++) headers.append(`x-${index}`, "1");
    headers.append("x-0", "2");
    const raw = new globalThis.Request("http://localhost/", { headers });
    expect(new Request(new WebRequestSource(raw)).headers.get("x-0")).toBe("1, 2");
  }, 5000);
});
