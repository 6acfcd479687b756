import { inspect } from "node:util";
import { Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";

describe("Markup", () => {
  test("holds HTML as it is given", () => {
    const markup = new Markup("<b>&amp;</b>");
    expect(markup.toString()).toBe("<b>&amp;</b>");
    expect(markup.__html__()).toBe("<b>&amp;</b>");
    expect(markup.valueOf()).toBe("<b>&amp;</b>");
    expect(markup.length).toBe(12);
  });

  test("is empty by default", () => {
    expect(new Markup().toString()).toBe("");
  });

  test("takes the HTML of other Markup and of anything with __html__", () => {
    expect(new Markup(new Markup("<b>")).toString()).toBe("<b>");
    expect(new Markup({ __html__: () => "<i>" }).toString()).toBe("<i>");
  });

  test("becomes its text in JSON and in a template literal", () => {
    expect(JSON.stringify({ bio: new Markup("<b>") })).toBe('{"bio":"<b>"}');
    expect(`${new Markup("<b>")}`).toBe("<b>");
  });

  test("is logged with its text", () => {
    expect(inspect({ bio: new Markup("<b>") })).toBe("{ bio: Markup('<b>') }");
  });

  test("concat escapes what is not Markup", () => {
    const joined = new Markup("<p>").concat("a < b", new Markup("</p>"), 3);
    expect(joined).toBeInstanceOf(Markup);
    expect(joined.toString()).toBe("<p>a &lt; b</p>3");
  });

  test("join puts the separator between escaped items", () => {
    expect(new Markup("<br>").join(["<a>", new Markup("<b>"), 3]).toString()).toBe("&lt;a&gt;<br><b><br>3");
    expect(new Markup("<br>").join(new Set()).toString()).toBe("");
  });

  test("equals compares the text", () => {
    const markup = new Markup("<b>");
    expect(markup.equals(new Markup("<b>"))).toBe(true);
    expect(markup.equals("<b>")).toBe(true);
    expect(markup.equals("&lt;b&gt;")).toBe(false);
    expect(markup.equals(undefined)).toBe(false);
  });

  test("Markup.escape is escape", () => {
    expect(Markup.escape("<").toString()).toBe("&lt;");
  });
});
