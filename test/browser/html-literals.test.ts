/** Whatever `html` accepts, Chromium must read as `html` does: no value may end up where it runs. */
import * as fc from "fast-check";
import { html, type Markup } from "flagon/markup";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fill } from "../markup/literals.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

const SAMPLES = Number(process.env.FLAGON_LITERALS ?? 20_000);

const names = [
  ..."svg math g path title desc foreignObject mi mtext annotation-xml style script textarea iframe noscript".split(
    " ",
  ),
  ..."xmp p b a div br input table tr td select option template body head form li font".split(" "),
];
const tag = fc.constantFrom(...names);
const piece = fc.oneof(
  { weight: 4, arbitrary: tag.map((name) => `<${name}>`) },
  { weight: 4, arbitrary: tag.map((name) => `</${name}>`) },
  { weight: 1, arbitrary: tag.map((name) => `<${name}/>`) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "§",
      '<a href="§">',
      "<b title='§'>",
      "<use href='§' />",
      "<b onclick='",
      "<p title='",
      '<p title="',
      "'>",
      '">',
      "§'>",
      '§">',
      "<!--",
      "-->",
      "<",
      "</",
      "<?",
      '<annotation-xml encoding="text/html">',
      "<font color=red>",
      " x=/>",
      " / >",
    ),
  },
);
// Half of them are well-formed around something that is not, or none would get past the reader.
const literal: fc.Arbitrary<string> = fc.letrec<{ node: string; nodes: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    piece,
    fc.tuple(tag, tie("nodes")).map(([name, inner]) => `<${name}>${inner}</${name}>`),
  ),
  nodes: fc.array(tie("node"), { maxLength: 5 }).map((nodes) => nodes.join("")),
})).nodes;

/** The pages that `html` makes of it, alone and inside others; none if it refuses. */
function pagesOf(text: string): string[] {
  const holes = text.split("§").length - 1;
  const values = Array.from({ length: holes }, () => "javascript:zz");
  let page: Markup;
  try {
    page = fill(text, ...values);
  } catch {
    return [];
  }
  const pages = [page.toString()];
  for (const wrap of [
    () => html`<svg>${page}</svg>`,
    () => html`<svg><title>${page}</title></svg>`,
    () => html`<svg><foreignObject>${page}</foreignObject></svg>`,
    () => html`<math><mtext>${page}</mtext></math>`,
  ]) {
    try {
      pages.push(wrap().toString());
    } catch {
      // Refused.
    }
  }
  return pages;
}

/** In the browser: which pages have a value in a name, a comment, a script, a style sheet or an attribute that runs it. */
function findEscapes(pages: readonly string[]): string[] {
  const runs = /^(on.*|style|srcdoc|href|xlink:href|src|action|formaction)$/;
  const escapes = (root: Node): boolean => {
    for (const node of [root, ...root.childNodes]) {
      if (node.nodeType === Node.COMMENT_NODE && (node.nodeValue ?? "").includes("zz")) return true;
      if (!(node instanceof Element)) continue;
      if (node.localName.includes("zz")) return true;
      if (/^(script|style)$/.test(node.localName) && (node.textContent ?? "").includes("zz")) return true;
      for (const { name, value } of node.attributes) {
        if (name.includes("zz") || (runs.test(name) && value.includes("zz"))) return true;
      }
    }
    const inner = root instanceof HTMLTemplateElement ? [root.content] : [];
    return [...root.childNodes, ...inner].some(escapes);
  };
  return pages.filter((page) => {
    // With scripts and without: <noscript> differs.
    const live = document.createElement("div");
    live.innerHTML = page;
    return escapes(live) || escapes(new DOMParser().parseFromString(page, "text/html"));
  });
}

describeWith(chromiumProgram, "an html literal in Chromium", (executablePath) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      headless: true,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    page = await browser.newPage();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
  }, 120_000);

  test("an escape is found where there is one", async () => {
    const pages = [
      '<a onclick="zz">',
      "<svg><title><a href='zz'></a></title></svg>",
      "<!--zz-->",
      "<p zz>",
      "<template><style>zz</style></template>",
      "<p>zz</p>",
    ];
    expect(await page.evaluate(findEscapes, pages)).toEqual(pages.slice(0, -1));
  });

  test("no accepted literal lets a value out of its place", { timeout: 300_000 }, async () => {
    const pages = fc
      .sample(literal, SAMPLES)
      .flatMap(pagesOf)
      .filter((text) => text.includes("zz"));
    expect(pages.length).toBeGreaterThan(SAMPLES / 50);
    for (let start = 0; start < pages.length; start += 1000) {
      expect(await page.evaluate(findEscapes, pages.slice(start, start + 1000))).toEqual([]);
    }
  });
});
