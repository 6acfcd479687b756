/** What is escaped can end neither an attribute, in either kind of quotes, nor the text of an element. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { unescape as shownText } from "../../src/markup/index.ts";
import { Environment } from "../../src/templates/environment.ts";

const SOURCE = `<a title="{{ x }}" alt='{{ x }}'>{{ x }}</a>`;
const PAGE = /^<a title="([^"<>]*)" alt='([^'<>]*)'>([^<>]*)<\/a>$/;

const text = fc.string({
  unit: fc.oneof(fc.constantFrom("&", "<", ">", '"', "'", "a", "\n"), fc.string({ unit: "binary" })),
});

test.each(["code", "closures"] as const)("as %s", (backEnd) => {
  const template = new Environment({ autoescape: true, backEnd }).fromString(SOURCE);
  fc.assert(
    fc.property(text, (x) => {
      const [, ...parts] = PAGE.exec(template.render({ x })) ?? [];
      expect(parts.map((part) => shownText(part))).toEqual([x, x, x]);
      expect([...template.generate({ x })].join("")).toBe(template.render({ x }));
    }),
  );
});
