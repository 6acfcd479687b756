import { parseOptionsHeader } from "flagon/http";
import { describe, expect, test } from "vitest";

const parse = (header: string): [string, Record<string, string>] => {
  const [value, parameters] = parseOptionsHeader(header);
  return [value, Object.fromEntries(parameters)];
};

describe("parseOptionsHeader", () => {
  test("separates the value from its parameters, names in lower case", () => {
    expect(parse("text/html; Charset=utf-8 ; q=1")).toEqual(["text/html", { charset: "utf-8", q: "1" }]);
    expect(parse(" text/html ")).toEqual(["text/html", {}]);
    expect(parse("; a=b")).toEqual(["", {}]);
    expect(parseOptionsHeader(undefined)[0]).toBe("");
  });

  test("unquotes, and keeps semicolons in quotes", () => {
    expect(parse('a; b="x;y"; c="\\"\\\\"; d="%22"')).toEqual(["a", { b: "x;y", c: '"\\', d: '"' }]);
  });

  test("decodes extended and joins continued parameters", () => {
    expect(parse("a; f*=UTF-8''%e2%98%83.txt")).toEqual(["a", { f: "☃.txt" }]);
    expect(parse("a; f*=iso-8859-1''%e9")).toEqual(["a", { f: "é" }]);
    expect(parse("a; f*=koi8''%e9")).toEqual(["a", { f: "%e9" }]);
    expect(parse("a; f*0=b; f*1=c")).toEqual(["a", { f: "bc" }]);
    expect(parse("a; f*0*=utf-8''%c3%a9; f*1*=%c3%bc")).toEqual(["a", { f: "éü" }]);
  });

  test("skips what is broken", () => {
    expect(parse('a; ; b; =c; d="e; f=g')).toEqual(["a", { f: "g" }]);
  });

  test("takes no longer than the header is long", () => {
    for (const piece of [";", ';a="', "; a=b", '\\"', " ", ';a="\\'])
      parseOptionsHeader(`x;${piece.repeat(20_000)}`);
  });
});
