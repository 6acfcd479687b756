import { HTTPException, MethodNotAllowed, NotFound } from "flagon/http";
import { RequestRedirect, Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

const SIZE = 100_000;

/** One of each converter, alone, with texts around it and with others beside it. */
const RULES = [
  "/",
  "/s/<a>-<b>-<c>-<d>!",
  "/s2/<string(minlength=2, maxlength=9):a>.<b>",
  "/i/<int:a>",
  "/i2/<int:a>-<int(signed=True):b>.<float:c>!",
  "/f/<float(signed=True):a>",
  "/f2/<float:a><float:b>!",
  "/u/<uuid:a>-<uuid:b>",
  "/y/<any(a, aa, aaa):x><any(a, aa):y><any(aaa, a):z>!",
  "/p/<path:a>/x/<path:b>/y/<path:c>/z",
  "/p2/<path:a>-<path:b>-<int:c>/",
  "/p3/<path:a>.<any(tar, zip):b>",
  "/d/<a>/<b>/<c>/<d>/<e>",
  "/b/<path:a>/",
  "/m/x/y/z",
];

const urls = new UrlMap(RULES.map((rule) => new Rule(rule, { endpoint: rule, methods: ["GET"] }))).bind(
  "example.com",
);

const PIECES: Readonly<Record<string, string>> = {
  slashes: "/",
  "segments of a letter": "a/",
  dots: ".",
  "dots and slashes": "../",
  dashes: "-",
  digits: "9",
  "digits of another script": "٣",
  "digits and points": "1.",
  "digits and dashes": "1-",
  letters: "a",
  "letters and dashes": "a-",
  "parts of paths": "a/x/y/",
  "hexadecimal digits": "12345678-",
  "null bytes": "\0",
  "line breaks": "\n",
  backslashes: "\\",
  "percent signs": "%2F",
  "replacement characters": "\ufffd",
  "halves of pairs": "\ud800",
  "characters beyond the first plane": "\u{1f600}",
};

/** How the router answers; anything else is thrown on. */
function answer(path: string): string {
  try {
    return urls.match(path).endpoint;
  } catch (error) {
    if (error instanceof RequestRedirect) return "308";
    if (error instanceof NotFound) return "404";
    if (error instanceof MethodNotAllowed) return "405";
    throw error;
  }
}

describe("a path of 100 kB is answered in time, whatever it is made of:", () => {
  const prefixes = RULES.map((rule) => rule.slice(0, rule.indexOf("/", 1) + 1) || "/");

  test.each(Object.entries(PIECES))("%s", (_, piece) => {
    const start = performance.now();
    for (const prefix of new Set(["", ...prefixes])) {
      const long = piece.repeat(SIZE / piece.length);
      expect(answer(`${prefix}${long}`)).toMatch(/^308$|^404$|^\//);
    }
    // A runaway takes minutes or for ever; this is no measurement.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe("is not found", () => {
  test.each([
    ["/s/a-b-c-d"],
    ["/i/0x10"],
    ["/i/1\0"],
    ["/i/\u00a01"],
    ["/f2/1.12.2"],
    ["/u/12345678-1234-5678-1234-567812345678"],
    ["/y/aaaaaaaa"],
    ["/y/!"],
    ["/p/a/x/b/y/c"],
    ["/p2/a-b-c/"],
    ["/__proto__"],
    ["/constructor/prototype"],
    ["/d/a/b/c/d"],
    ["/..//.."],
    ["*"],
    ["http://example.com/"],
  ])("%j", (path) => {
    expect(answer(path)).toBe("404");
  });
});

test("the prefix of a rule many times over is not the rule", () => {
  const rules = Array.from({ length: 30 }, (_, index) => new Rule(`/${"<a>/".replace("a", `a${index}`)}x`));
  expect(() =>
    new UrlMap(rules, { duplicateRules: "allow" }).bind("example.com").match("/a".repeat(50)),
  ).toThrow(HTTPException);
});

test("rules that part late are each tried once, not once for each way to them", () => {
  // Each segment can be a number, a float, or a text: 3^12 ways, of which the tree has no more than it has rules.
  const kinds = ["int", "float", "default"];
  const rules = Array.from({ length: 300 }, (_, index) => {
    const segments = Array.from({ length: 12 }, (_, depth) => {
      const kind = kinds[Math.floor(index / 3 ** (depth % 6)) % 3];
      return `<${kind}:v${depth}>`;
    });
    return new Rule(`/${segments.join("/")}/${index}`, { endpoint: `${index}` });
  });
  const map = new UrlMap(rules);
  const start = performance.now();
  expect(() => map.bind("example.com").match(`/${"1/".repeat(12)}none`)).toThrow(NotFound);
  expect(performance.now() - start).toBeLessThan(2000);
});
