import { escape as escapeHTML, Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";

describe("escape", () => {
  test("replaces the five characters as MarkupSafe spells them", () => {
    expect(escapeHTML(`<a href="x" id='y'>&</a>`).toString()).toBe(
      "&lt;a href=&#34;x&#34; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
    );
  });

  test("leaves other text as it is", () => {
    expect(escapeHTML("plain ☃ 𝄞 \u0000").toString()).toBe("plain ☃ 𝄞 \u0000");
    expect(escapeHTML("").toString()).toBe("");
  });

  test("keeps what stands before, between and after", () => {
    expect(escapeHTML("a<b>c").toString()).toBe("a&lt;b&gt;c");
  });

  test("escapes references again, for they are text", () => {
    expect(escapeHTML("&amp;").toString()).toBe("&amp;amp;");
  });

  test("gives the same Markup back", () => {
    const markup = new Markup("<b>");
    expect(escapeHTML(markup)).toBe(markup);
  });

  test("asks an object with __html__ for its HTML", () => {
    expect(escapeHTML({ __html__: () => "<hr>" }).toString()).toBe("<hr>");
  });

  test("refuses a __html__ that gives no string", () => {
    expect(() => escapeHTML({ __html__: () => 1 })).toThrow(/must return a string of HTML, not number/);
  });

  test("does not take a property named __html__ for the method", () => {
    const fromJSON: unknown = JSON.parse('{"__html__": "<hr>"}');
    expect(escapeHTML(fromJSON).toString()).toBe("[object Object]");
  });

  test.each([
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [1.5, "1.5"],
    [10n, "10"],
    [["<", 1], "&lt;,1"],
  ])("takes %s as its text", (value, text) => {
    expect(escapeHTML(value).toString()).toBe(text);
  });
});
