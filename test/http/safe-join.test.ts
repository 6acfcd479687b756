import { posix, win32 } from "node:path";
import fc from "fast-check";
import { safeJoin } from "flagon/http";
import { describe, expect, test } from "vitest";
import { joinSafely } from "../../src/http/safe-join.ts";

describe("safeJoin", () => {
  test.each([
    [["/srv", "a.txt"], "/srv/a.txt"],
    [["/srv/", "a", "b/c"], "/srv/a/b/c"],
    [["/srv", "a//b/./c/../d"], "/srv/a/b/d"],
    [["/srv", "", "a"], "/srv/a"],
    [["/srv"], "/srv"],
    [["", "a"], "./a"],
    [["/", "a"], "/a"],
    [["/srv", "..a", "...", "a.."], "/srv/..a/.../a.."],
    [["/srv", "%2e%2e/x"], "/srv/%2e%2e/x"],
    [["/srv", "..%2f..%2fetc"], "/srv/..%2f..%2fetc"],
  ])("joins %j to %s", ([directory = "", ...parts], path) => {
    expect(safeJoin(directory, ...parts)).toBe(path);
  });

  test.each([
    ["..", "up"],
    ["../a"],
    ["a/../.."],
    ["a/../../b"],
    ["/etc/passwd"],
    ["//server/share"],
    ["a", "../b"],
    ["a", "/b"],
  ])("refuses %j", (...parts) => {
    expect(safeJoin("/srv", ...parts)).toBeUndefined();
  });

  test("never leads out of the folder, whatever the parts are", () => {
    const segment = fc.oneof(fc.constantFrom("..", ".", "", "/", "\\", "a", "C:", "nul", ".. "), fc.string());
    const part = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join("/"));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const path = joinSafely("/srv/files", parts, { windows: false });
        if (path !== undefined) expect(`${posix.resolve(path)}/`).toMatch(/^\/srv\/files\//);
        const onWindows = joinSafely("C:/files", parts, { windows: true });
        if (onWindows !== undefined) expect(`${win32.resolve(onWindows)}\\`).toMatch(/^C:\\files\\/);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    "..\\a",
    "a\\b",
    "C:/x",
    "C:x",
    "file.txt:stream",
    "con",
    "NUL.txt",
    "a/Com1",
    "lpt9.tar.gz",
    "COM¹",
    "CONIN$",
    "aux .txt",
    "a/.. /b",
    "name.",
  ])("on Windows refuses %j", (part) => {
    expect(joinSafely("C:/files", [part], { windows: true })).toBeUndefined();
    expect(joinSafely("/files", [part], { windows: false })).toBeDefined();
  });

  test("on Windows takes names that only look like those of devices", () => {
    expect(joinSafely("C:/files", ["console", "com10.txt", "nul_"], { windows: true })).toBe(
      "C:/files/console/com10.txt/nul_",
    );
  });
});
