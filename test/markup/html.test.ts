import { HoleError, html, Markup } from "flagon/markup";
import { Tuple } from "flagon/python";
import { describe, expect, test } from "vitest";
import { fill } from "./literals.ts";

describe("html", () => {
  test("gives Markup and leaves the literal as it is", () => {
    const page = html`<p class="big">it's &amp; fine</p>`;
    expect(page).toBeInstanceOf(Markup);
    expect(page.toString()).toBe(`<p class="big">it's &amp; fine</p>`);
  });

  test("escapes strings", () => {
    expect(html`<p>${`<"&'>`}</p>`.toString()).toBe("<p>&lt;&#34;&amp;&#39;&gt;</p>");
  });

  test("writes numbers and bigints", () => {
    expect(html`${1.5}, ${-0}, ${Number.NaN}, ${12345678901234567890n}`.toString()).toBe(
      "1.5, 0, NaN, 12345678901234567890",
    );
  });

  test("puts Markup in as it is", () => {
    expect(html`<ul>${html`<li>${"<"}</li>`}</ul>`.toString()).toBe("<ul><li>&lt;</li></ul>");
  });

  test("puts in the HTML of anything with __html__", () => {
    expect(html`${{ __html__: () => "<hr>" }}`.toString()).toBe("<hr>");
  });

  test("joins arrays, nested ones and tuples too", () => {
    expect(html`${["<", [html`<b>`, 1], null]}${new Tuple("a", "b")}`.toString()).toBe("&lt;<b>1ab");
  });

  test("shows nothing for null, undefined and false", () => {
    expect(html`[${null}${undefined}${false}]`.toString()).toBe("[]");
  });

  test("shows zero and the empty string for what they are", () => {
    expect(html`[${0}${""}${0n}]`.toString()).toBe("[00]");
  });

  test.each([
    ["true", true, /true has no text; write condition && /],
    ["a promise", Promise.resolve("x"), /await it/],
    ["a function", () => "x", /call it/],
    ["a symbol", Symbol("x"), /description/],
    ["an object", { secret: "hunter2" }, /one of its properties/],
    ["a date", new Date(0), /one of its properties/],
    ["an object in an array", ["a", {}], /one of its properties/],
  ])("refuses %s and says what to do", (_name, value, message) => {
    expect(() => fill("<p>Hello §</p>", value)).toThrow(HoleError);
    expect(() => fill("<p>Hello §</p>", value)).toThrow(message);
    expect(() => fill("<p>Hello §</p>", value)).toThrow(/hole 1, after "<p>Hello "/);
  });

  test("never quotes the value it refuses", () => {
    expect(() => fill("<p>§</p>", { secret: "hunter2" })).not.toThrow(/hunter2/);
  });

  test("names the hole by its number and the text before it", () => {
    expect(() => fill(`<p>§</p><p class="${"x".repeat(50)}">§</p>`, "", true)).toThrow(
      /hole 2, after "…x{38}\\">":/,
    );
  });

  test("gives each call its own values", () => {
    const item = (name: string) => html`<li>${name}</li>`;
    expect(["a", "<"].map((name) => item(name).toString())).toEqual(["<li>a</li>", "<li>&lt;</li>"]);
  });

  test("refuses to be called with text", () => {
    const call = html as unknown as (text: unknown) => Markup;
    expect(() => call("<b>")).toThrow(/write html`…`/);
    expect(() => call(["<b>"])).toThrow(/write html`…`/);
  });

  test("refuses an invalid escape sequence", () => {
    expect(() => html`\unicode`).toThrow(/invalid escape sequence/);
  });

  test("says that a refused hole is refused on every call", () => {
    const bad = (value: string) => html`<p class=${value}></p>`;
    expect(() => bad("a")).toThrow(HoleError);
    expect(() => bad("a")).toThrow(HoleError);
  });
});
