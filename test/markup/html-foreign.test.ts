import { HoleError, html, Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";
import { fill } from "./literals.ts";

// What a browser makes of each was looked up in Chromium: in SVG and MathML these elements hold elements.
const SWITCHING = [
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
];

describe("inside svg and math", () => {
  test.each([
    ["<svg><title>§</title></svg>", "<svg><title>v</title></svg>"],
    ['<svg><a xlink:href="§">§</a></svg>', '<svg><a xlink:href="v">v</a></svg>'],
    [
      "<svg><style>a > b { }</style><text>§</text></svg>",
      "<svg><style>a > b { }</style><text>v</text></svg>",
    ],
    ["<svg><path d='M0'><g>§</svg>§", "<svg><path d='M0'><g>v</svg>v"],
    ["<svg/>§<title>§</title>", "<svg/>v<title>v</title>"],
    ["<svg><svg></svg>§</svg>", "<svg><svg></svg>v</svg>"],
    [
      "<svg><foreignObject><p>§<br></p><input></foreignObject></svg>",
      "<svg><foreignObject><p>v<br></p><input></foreignObject></svg>",
    ],
    ["<math><mi>§</mi><mo>=</mo></math>", "<math><mi>v</mi><mo>=</mo></math>"],
    ["<svg></svg><script>a <b</script>§", "<svg></svg><script>a <b</script>v"],
    ["<svg></p></g>§</svg>", "<svg></p></g>v</svg>"],
  ])("html takes a value in %s", (literal, result) => {
    expect(fill(literal, "v", "v").toString()).toBe(result);
  });

  test.each(
    SWITCHING.flatMap((tag) => [`svg>${tag}`, `math>${tag}`, `SVG>g>${tag}`]),
  )("no hole hides in an element of %s", (path) => {
    const tags = path.split(">");
    const open = tags.map((tag) => `<${tag}>`).join("");
    const close = tags
      .reverse()
      .map((tag) => `</${tag}>`)
      .join("");
    for (const inner of ['<a href="§">', '<b onclick="§">', "<!-- §", "</§>"]) {
      expect(() => fill(`${open}${inner}${close}`, "x")).toThrow(HoleError);
    }
    const closedEarly = `<a title='</${tags[0]}><p title="'><b onclick='§'>">`;
    expect(() => fill(`${open}${closedEarly}${close}`, "x")).toThrow(HoleError);
  });

  test.each(SWITCHING)("<%s/> is refused, for it is whole there and a start tag in HTML", (tag) => {
    expect(() => fill(`<svg><${tag}/></${tag}></svg>§`, "x")).toThrow(/a whole element in SVG/);
  });

  test.each([
    "<svg><foreignObject><p></foreignObject></svg>§",
    "<svg><foreignObject><p></svg>§",
    "<svg><desc></svg>§",
    "<math><mtext><div></math>§",
  ])("an end tag that a browser may pass over is refused: %s", (literal) => {
    expect(() => fill(literal, "x")).toThrow(/close the elements in order/);
  });

  test.each([
    "<svg>",
    "<math><mi></mi>",
    "<svg><g></g>§",
    "<svg><title>§</title>",
  ])("a literal does not end there: %s", (literal) => {
    expect(() => fill(literal, "x")).toThrow(/the literal ends inside <(svg|math)>/);
  });

  test.each([
    "<script>",
    "<STYLE media='x'>",
    "<xmp/>",
    "<i></i><noscript\n>",
  ])("no Markup brings such an element along: %s", (text) => {
    const markup = new Markup(text);
    expect(() => html`<svg>${markup}</svg>`).toThrow(HoleError);
    expect(() => html`<svg><g>${["a", [markup]]}</g></svg>`).toThrow(/write that element out/);
    expect(html`<svg></svg>${markup}`.toString()).toContain(text);
  });

  test("Markup without one goes in as it is", () => {
    const circle = html`<circle r="${3}"/>`;
    expect(html`<svg>${circle}<scripty/></svg>`.toString()).toBe('<svg><circle r="3"/><scripty/></svg>');
  });
});

describe("a literal that may be put into an svg of another", () => {
  test.each(["title", "textarea"])("<%s> has no text that looks like a tag", (tag) => {
    for (const inner of ['<a href="§">', "<b>§", "<!--§", "</b>§", `<a title='</${tag}>`]) {
      expect(() => fill(`<${tag}>${inner}</${tag}>`, "x")).toThrow(/must not look like a tag/);
    }
  });
});
