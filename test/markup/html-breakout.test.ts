import * as fc from "fast-check";
import { html, Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&#34;", '"'],
  ["&#39;", "'"],
]);

function unescapeHTML(text: string): string {
  return text.replace(/&[^;]*;/g, (reference) => REFERENCES.get(reference) ?? "?");
}

// Strings that look for a way out, among them plain ones.
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "<",
        ">",
        '"',
        "'",
        "&",
        "/",
        "=",
        " ",
        "script",
        "!--",
        "--",
        "]]>",
        "</p",
        "&lt",
        "`",
        "\0",
      ),
    )
    .map((pieces) => pieces.join("")),
);

describe("whatever the strings", () => {
  test("content and attributes hold exactly them, and nothing else changes", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (one, two, three) => {
        const page = html`<p title="${one}" class='a ${two} b'>${three}</p>`.toString();
        const found = /^<p title="([^"<>']*)" class='a ([^"<>']*) b'>([^"<>']*)<\/p>$/.exec(page);
        expect(found?.slice(1).map(unescapeHTML)).toEqual([one, two, three]);
      }),
    );
  });

  test("an element that holds text only holds exactly them", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = html`<textarea>${text}</textarea><title>${[text]}</title>`.toString();
        const found = /^<textarea>([^<>]*)<\/textarea><title>([^<>]*)<\/title>$/.exec(page);
        expect(found?.slice(1).map(unescapeHTML)).toEqual([text, text]);
      }),
    );
  });

  test("no Markup ends an attribute's value or a title", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = html`<p title="${new Markup(text)}"></p><title>${new Markup(text)}</title>`.toString();
        expect(page).toMatch(/^<p title="[^"']*"><\/p><title>[^<]*<\/title>$/);
      }),
    );
  });

  test("a literal that was read once is filled like one that was not", () => {
    const page = (value: string) => html`<i>${value}</i>`;
    fc.assert(
      fc.property(hostile, (text) => {
        expect(page(text).toString()).toBe(`<i>${Markup.escape(text)}</i>`);
      }),
    );
  });
});
