import fc from "fast-check";
import { parseOptionsHeader } from "flagon/http";
import { describe, expect, test } from "vitest";
import { contentDisposition } from "../../src/http/content-disposition.ts";

describe("Content-Disposition", () => {
  test.each([
    ["a.txt", "attachment; filename=a.txt"],
    ["a b.txt", 'attachment; filename="a b.txt"'],
    ['a"b\\c.txt', 'attachment; filename="a\\"b\\\\c.txt"'],
    ["", 'attachment; filename=""'],
    ["Übung 1.txt", "attachment; filename=\"Ubung 1.txt\"; filename*=UTF-8''%C3%9Cbung%201.txt"],
    ["语.txt", "attachment; filename=.txt; filename*=UTF-8''%E8%AF%AD.txt"],
  ])("names %j as %s", (filename, header) => {
    expect(contentDisposition("attachment", filename)).toBe(header);
  });

  test("is read back as the name that was written", () => {
    const name = fc.string({ unit: "grapheme" }).filter((text) => !/["\\%]/.test(text));
    fc.assert(
      fc.property(name, (filename) => {
        const [type, parameters] = parseOptionsHeader(contentDisposition("inline", filename));
        expect([type, parameters.get("filename") ?? ""]).toEqual(["inline", filename]);
      }),
    );
  });
});
