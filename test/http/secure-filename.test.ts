import fc from "fast-check";
import { secureFilename } from "flagon/http";
import { describe, expect, test } from "vitest";

describe("secureFilename", () => {
  test.each([
    ["My holiday film.mov", "My_holiday_film.mov"],
    ["../../../etc/shadow", "etc_shadow"],
    ["Crème brûlée.txt", "Creme_brulee.txt"],
    ["写真.jpg", "jpg"],
    [".profile", "profile"],
    ["__main__.py", "main__.py"],
    ["x/y\\z.txt", "x_yz.txt"],
    [" a  b\tc.txt ", "a_b_c.txt"],
    ["a\x1cb", "a_b"],
    ["..", ""],
    ["", ""],
    ["-rf", "-rf"],
    ["ﬀ.txt", "ff.txt"],
    ["a:b*c?\0d", "abcd"],
  ])("makes %j %j", (name, safe) => {
    expect(secureFilename(name, false)).toBe(safe);
  });

  test("knows the devices of Windows, and its separator", () => {
    expect(secureFilename("con.txt", true)).toBe("_con.txt");
    expect(secureFilename("COM1", true)).toBe("_COM1");
    expect(secureFilename("console.txt", true)).toBe("console.txt");
    expect(secureFilename("a\\b.txt", true)).toBe("a_b.txt");
    expect(secureFilename("con.txt", false)).toBe("con.txt");
  });

  test("takes no longer for a letter with a hundred thousand marks", () => {
    const start = performance.now();
    expect(secureFilename(`a${"\u0301\u0316".repeat(50_000)}.txt`, false)).toBe("a.txt");
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("gives nothing but a plain name, which it leaves as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (name, windows) => {
        const safe = secureFilename(name, windows);
        expect(safe).toMatch(/^(?:_?[A-Za-z0-9-](?:[A-Za-z0-9_.-]*[A-Za-z0-9-])?)?$/);
        if (!windows) expect(secureFilename(safe, windows)).toBe(safe);
      }),
    );
  });
});
