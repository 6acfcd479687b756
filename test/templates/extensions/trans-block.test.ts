import { describe, expect, test } from "vitest";
import { byPriority, type ExtensionHost, tagParsers } from "../../../src/templates/extensions/extension.ts";
import { InternationalizationExtension } from "../../../src/templates/extensions/i18n.ts";
import { Lexer } from "../../../src/templates/syntax/lexer.ts";
import type { Call, Output } from "../../../src/templates/syntax/nodes.ts";
import { Parser } from "../../../src/templates/syntax/parser.ts";
import { DEFAULT_SYNTAX } from "../../../src/templates/syntax/syntax-options.ts";
import { call } from "../../../src/templates/values/call.ts";
import { repr } from "../../../src/templates/values/text.ts";
import { bareContext } from "../operations.ts";

function host(policies: Record<string, unknown> = {}): ExtensionHost {
  return {
    globals: new Map(),
    filters: new Map(),
    tests: new Map(),
    policies: new Map(Object.entries(policies)),
  };
}

function parse(source: string, extension = new InternationalizationExtension(host())) {
  const tokens = new Lexer(DEFAULT_SYNTAX).tokenize(source);
  return new Parser(tokens, {}, tagParsers([extension])).parse().body;
}

/** The call that a single translation became: its function, its constant arguments and its keywords. */
function translation(source: string, extension?: InternationalizationExtension) {
  const output = parse(source, extension).at(-1) as Output;
  let [node] = output.nodes;
  let values: string[] = [];
  if (node?.kind === "Binary") {
    if (node.right.kind === "Dict")
      values = node.right.items.map(({ key }) => String((key as { value?: unknown }).value));
    node = node.left;
  }
  if (node?.kind === "MarkSafe") node = node.node;
  const { node: callee, args, keywords } = node as Call;
  return {
    name: callee.kind === "Name" ? callee.name : callee.kind,
    args: args.map((arg) => (arg.kind === "Const" ? arg.value : arg.kind)),
    values: [...values, ...keywords.map(({ key }) => key)],
  };
}

describe("a translation", () => {
  test.each([
    ["{% trans %}Hello 100%{% endtrans %}", { name: "gettext", args: ["Hello 100%"], values: [] }],
    [
      "{% trans %}Hello {{ user }} 100%{% endtrans %}",
      { name: "gettext", args: ["Hello %(user)s 100%%"], values: ["user"] },
    ],
    ["{% trans 'menu' %}Open{% endtrans %}", { name: "pgettext", args: ["menu", "Open"], values: [] }],
    [
      "{% trans n=items|length %}{{ n }} item{% pluralize %}{{ n }} items{% endtrans %}",
      { name: "ngettext", args: ["%(n)s item", "%(n)s items", "Filter"], values: ["n"] },
    ],
    [
      "{% trans 'c' a=1, b=2 %}{{ a }}{% pluralize b %}{{ b }}{% endtrans %}",
      { name: "npgettext", args: ["c", "%(a)s", "%(b)s", 2], values: ["a", "b"] },
    ],
    ["{% trans trimmed %}  a\n\n   b  {% endtrans %}", { name: "gettext", args: ["a b"], values: [] }],
  ])("%s", (source, expected) => {
    expect(translation(source)).toEqual(expected);
  });

  test("trims by policy unless the tag says not to", () => {
    const extension = () => new InternationalizationExtension(host({ "ext.i18n.trimmed": true }));
    expect(translation("{% trans %} a {% endtrans %}", extension()).args).toEqual(["a"]);
    expect(translation("{% trans notrimmed %} a {% endtrans %}", extension()).args).toEqual([" a "]);
  });

  test("hands its variables over by name in the new style, the count aside", () => {
    const extension = new InternationalizationExtension(host());
    extension.installNullTranslations({ newstyle: true });
    const source = "{% trans num=n, x=1 %}{{ num }} {{ x }} 1%{% pluralize %}{{ num }}s{% endtrans %}";
    expect(translation(source, extension)).toEqual({
      name: "ngettext",
      args: ["%(num)s %(x)s 1%%", "%(num)ss", "Name"],
      values: ["x"],
    });
  });

  test("makes a count that is a call once", () => {
    const [assignment, output] = parse("{% trans n=count() %}{{ n }}{% pluralize %}{{ n }}s{% endtrans %}");
    expect([assignment?.kind, output?.kind]).toEqual(["Assign", "Output"]);
  });

  test.each([
    ["{% trans a, a %}{% endtrans %}", "defined twice"],
    ["{% trans %}{% if x %}{% endif %}{% endtrans %}", "control structures"],
    ["{% trans %}{% trans %}{% endtrans %}", "can't be nested"],
    ["{% trans a %}{% pluralize %}{% pluralize %}{% endtrans %}", "only one pluralize"],
    ["{% trans a %}{% pluralize b %}{% endtrans %}", "unknown variable 'b'"],
    ["{% trans %}{% pluralize %}{% endtrans %}", "without variables"],
    ["{% trans %}text", "unclosed"],
    ["{% trans %}{{ a.b }}{% endtrans %}", "expected token"],
  ])("refuses %s", (source, message) => {
    expect(() => parse(source)).toThrow(message);
  });
});

describe("the functions of a catalogue", () => {
  test("are globals, and fill in and escape in the new style", () => {
    const environment = host();
    const extension = new InternationalizationExtension(environment);
    const german = {
      gettext: (message: string) => (message === "<b>%(name)s</b>" ? "<i>%(name)s</i>" : message),
      ngettext: (singular: string, plural: string, count: number) => (count === 1 ? singular : plural),
    };
    extension.installGettextTranslations(german, { newstyle: true });
    const context = bareContext({ autoescape: true });
    const gettext = environment.globals.get("gettext");
    const ngettext = environment.globals.get("ngettext");
    expect(repr(call(context, gettext, ["<b>%(name)s</b>"], new Map([["name", "<x>"]])))).toBe(
      "Markup('<i>&lt;x&gt;</i>')",
    );
    expect(repr(call(context, ngettext, ["%(num)s item", "%(num)s items", 3]))).toBe("Markup('3 items')");
    extension.uninstallGettextTranslations();
    expect(environment.globals.has("gettext")).toBe(false);
  });
});

test("extensions see a template in the order of their priorities", () => {
  class Late extends InternationalizationExtension {
    override readonly priority = 200;
  }
  const late = new Late(host());
  const early = new InternationalizationExtension(host());
  expect(byPriority([late, early])).toEqual([early, late]);
});
