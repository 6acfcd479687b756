import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escape as escapeHTML, stripTags, unescape as unescapeHTML } from "../../src/markup/index.ts";

describe("unescape", () => {
  test.each([
    ["&lt;b&gt; &amp; &quot;&#39;", `<b> & "'`],
    ["&eacute;&Alpha;&hellip;&apos;", "éΑ…'"],
    ["&#x41;&#65;&#X41", "AAA"],
    ["&ampx &notit;", "&x ¬it;"],
    ["&#128;&#0;&#xD800;&#x110000;", "€\ufffd\ufffd\ufffd"],
    ["&unknown; & &;", "&unknown; & &;"],
  ])("%s", (html, text) => {
    expect(unescapeHTML(html)).toBe(text);
  });

  test("gives back what escape was given", () => {
    fc.assert(fc.property(fc.string(), (text) => unescapeHTML(escapeHTML(text).toString()) === text));
  });
});

describe("stripTags", () => {
  test.each([
    ["<p>a</p>\n <b>b", "a b"],
    ["a<!-- <b>x</b> -->c", "ac"],
    ["1 < 2", "1 < 2"],
    ["&lt;b&gt;", "<b>"],
  ])("%s", (html, text) => {
    expect(stripTags(html)).toBe(text);
  });
});
