import * as fc from "fast-check";
import { HoleError, Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";
import { fill } from "./literals.ts";

const script = "javascript:alert(1)";

describe("URL attributes", () => {
  test.each([
    "/users/3?a=1&b=2",
    "?page=2",
    "#top",
    "",
    "https://example.com/javascript:x",
    "mailto:a@example.com",
    "tel:+49123",
    "javascript",
    "javascripts:x",
    "/javascript:alert(1)",
    "./data:x",
    "database",
    "&colon;",
  ])("take %j", (url) => {
    const escaped = url.replaceAll("&", "&amp;");
    expect(fill('<a href="§">x</a>', url).toString()).toBe(`<a href="${escaped}">x</a>`);
  });

  test.each([
    script,
    "JavaScript:alert(1)",
    " \t\n javascript:alert(1)",
    "\u0000\u001fjavascript:alert(1)",
    "java\tscript:alert(1)",
    "j\na\rv\ta\nscript\t:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/png;base64,AAAA",
    "DATA:,x",
  ])("refuse %j", (url) => {
    expect(() => fill('<a href="§">x</a>', url)).toThrow(HoleError);
    expect(() => fill('<a href="§">x</a>', url)).toThrow(/hole 1, .*href refuses javascript:/);
    expect(() => fill('<a href="§">x</a>', url)).not.toThrow(/alert/);
  });

  test.each([
    '<a href="§">',
    "<a href='§'>",
    '<A HREF="§">',
    '<base href="§">',
    '<area href="§">',
    '<svg><a xlink:href="§"></a></svg>',
    '<img src="§">',
    '<iframe src="§"></iframe>',
    '<embed src="§">',
    '<script src="§"></script>',
    '<form action="§">',
    '<button formaction="§">',
    '<object data="§">',
    '<video poster="§">',
    '<blockquote cite="§">',
    '<body background="§">',
    '<html manifest="§">',
    '<a ping="/ok §">',
    '<img srcset="/a.png 1x, § 2x">',
    '<link imagesrcset="§">',
    '<set attributeName="href" to="§">',
    '<animate attributeName="href" values="/a;§">',
    '<a href="  §">',
    '<a href="&#x09;§">',
  ])("%s refuses a script", (literal) => {
    expect(() => fill(literal, script)).toThrow(HoleError);
    expect(() => fill(literal, [script])).toThrow(HoleError);
    expect(() => fill(literal, "/fine")).not.toThrow();
  });

  test("a script put together of holes and literal text is refused", () => {
    expect(() => fill('<a href="§§">', "java", "script:x")).toThrow(/hole 2/);
    expect(() => fill('<a href="§:alert(1)">', "javascript")).toThrow(HoleError);
    expect(() => fill('<a href="java§">', "script:x")).toThrow(HoleError);
    expect(() => fill('<a href="§script§alert(1)">', "java", ":")).toThrow(HoleError);
    expect(() => fill('<a href="&#§;avascript:x">', 106)).toThrow(HoleError);
    expect(() => fill('<a href="§&Tab;script&colon;x">', "java")).toThrow(HoleError);
    expect(() => fill('<a href="§">', ["java", null, "script:x"])).toThrow(HoleError);
  });

  test("literal text that is a script already takes no hole", () => {
    expect(() => fill('<a href="javascript:f(§)">', 1)).toThrow(/runs or embeds what the hole is given/);
    expect(() => fill('<a href="&#106;avascript&colon;f(§)">', 1)).toThrow(HoleError);
    expect(() => fill('<iframe src="data:text/html,§"></iframe>', "x")).toThrow(HoleError);
  });

  test("a script in the literal text alone is the author's own", () => {
    expect(fill('<a href="javascript:void(0)">§</a>', "x").toString()).toBe(
      '<a href="javascript:void(0)">x</a>',
    );
  });

  test("Markup can't disguise a script by character references", () => {
    for (const spelling of [
      "javascript&colon;x",
      "&#106;avascript:x",
      "&#x6A;avascript:x",
      "&#106avascript:x",
      "&#0000106;avascript&#58;x",
      "java&Tab;script:x",
      "java&NewLine;script:x",
      "&#1;javascript:x",
      "<b>javascript:x".slice(3),
    ]) {
      expect(() => fill('<a href="§">', new Markup(spelling)), spelling).toThrow(HoleError);
    }
    expect(() => fill('<a href="§">', new Markup("/a?b&amp;c"))).not.toThrow();
  });

  test("literal text that settles the scheme lets any value follow", () => {
    expect(fill('<a href="/§">', script).toString()).toBe(`<a href="/${script}">`);
    expect(fill('<a href="https:§">', script).toString()).toBe(`<a href="https:${script}">`);
    expect(fill('<a href="?a=1&amp;next=§">', script).toString()).toBe(`<a href="?a=1&amp;next=${script}">`);
  });

  test("an image in a data: URL is fine in <img src>, and nowhere else", () => {
    const image = "data:image/png;base64,AAAA";
    expect(fill('<img src="§">', image).toString()).toBe(`<img src="${image}">`);
    expect(fill('<img src="data:image/png;base64,§">', "AAAA").toString()).toBe(`<img src="${image}">`);
    expect(() => fill('<img src="§">', "data:text/html,x")).toThrow(HoleError);
    expect(() => fill('<iframe src="§"></iframe>', image)).toThrow(HoleError);
  });

  test("no disguise of a script passes", () => {
    const noise = fc.array(fc.constantFrom("", "", "\t", "\n", "\r"), { minLength: 12, maxLength: 12 });
    const lead = fc
      .array(fc.integer({ min: 0, max: 32 }), { maxLength: 5 })
      .map((codes) => String.fromCharCode(...codes));
    const upper = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(
        lead,
        noise,
        upper,
        fc.constantFrom("javascript:", "vbscript:", "data:"),
        (start, gaps, up, scheme) => {
          const letters = [...scheme].map((letter, index) => (up[index] ? letter.toUpperCase() : letter));
          const url = `${start}${letters.map((letter, index) => letter + gaps[index]).join("")}x`;
          expect(() => fill('<a href="§">', url)).toThrow(HoleError);
          expect(() => fill('<img src="§">', url)).toThrow(HoleError);
        },
      ),
    );
  });

  test("what passes has a scheme that no browser runs, by the URL standard's own parser", () => {
    const piece = fc.constantFrom(
      "java",
      "script",
      ":",
      "data",
      "vb",
      "\t",
      "\n",
      " ",
      "/",
      "x",
      "&colon;",
      "&#58;",
      "J",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(piece, { maxLength: 3 }), (first, second) => {
        let page: string;
        try {
          page = fill('<a href="§§">', first.join(""), second).toString();
        } catch (error) {
          expect(error).toBeInstanceOf(HoleError);
          return;
        }
        const value = /^<a href="([^"]*)">$/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
        expect(globalThis.URL.parse(value, "https://example.com/")?.protocol ?? "").not.toMatch(
          /^(javascript|vbscript|data):$/,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
