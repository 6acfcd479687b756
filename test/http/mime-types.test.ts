import { MimeTypes } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("the type of a file", () => {
  test.each([
    ["page.html", "text/html", undefined],
    ["PHOTO.JPG", "image/jpeg", undefined],
    ["app.js", "text/javascript", undefined],
    ["favicon.ico", "image/vnd.microsoft.icon", undefined],
    ["notes.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", undefined],
    ["x.tar.gz", "application/x-tar", "gzip"],
    ["x.tgz", "application/x-tar", "gzip"],
    ["logo.svgz", "image/svg+xml", "gzip"],
    ["x.tar.Z", "application/x-tar", "compress"],
    ["x.gz", undefined, "gzip"],
    ["README", undefined, undefined],
    [".html", undefined, undefined],
    ["..html", undefined, undefined],
    ["folder.html/file", undefined, undefined],
    ["x.unknown-extension", undefined, undefined],
    ["x.constructor", undefined, undefined],
    ["x.__proto__", undefined, undefined],
    ["x.", undefined, undefined],
    ["", undefined, undefined],
  ])("%s is %s, %s", (filename, type, encoding) => {
    expect(new MimeTypes().guessType(filename)).toEqual({ type, encoding });
  });

  test("can be registered", () => {
    const types = new MimeTypes();

    types.addType("application/vnd.acme", ".ACME");
    types.addType("text/plain", ".html");

    expect(types.guessType("a.acme").type).toBe("application/vnd.acme");
    expect(types.guessType("a.html").type).toBe("text/plain");
    expect(new MimeTypes().guessType("a.html").type).toBe("text/html");
  });

  test("is refused without a dot or a slash", () => {
    expect(() => new MimeTypes().addType("text/plain", "txt")).toThrow(TypeError);
    expect(() => new MimeTypes().addType("text", ".txt")).toThrow(TypeError);
  });

  test("comes from another table alone, if one is given", () => {
    const types = new MimeTypes({ types: { ".a": "text/a" } });

    expect(types.guessType("x.a").type).toBe("text/a");
    expect(types.guessType("x.html").type).toBeUndefined();
  });
});
