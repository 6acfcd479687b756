/** A template gives the same text at once, in pieces, and awaited. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";

const environment = new Environment({
  autoescape: true,
  loader: new DictLoader({
    base: "<{% block a %}base {{ x }}{% endblock %}>{% include 'part' %}",
    part: "({{ x }})",
    lib: "{% macro m(v) %}[{{ v }}{{ caller() if caller else '' }}]{% endmacro %}",
  }),
});

const SOURCES = [
  "{% for i in items if i > 1 %}{{ loop.index }}/{{ loop.length }} {{ i }}{{ ',' if not loop.last }}{% else %}none{% endfor %}",
  "{% extends 'base' %}{% block a %}{{ super() }} {{ self.a is defined }}{% endblock %}",
  "{% from 'lib' import m %}{{ m('<') }}{% call m(1) %}{{ x }}{% endcall %}",
  "{% set s %}<b>{{ x }}</b>{% endset %}{{ s }}{{ s|length }}",
  "{% filter upper %}{{ x }}{% endfilter %}{{ items|map('string')|join('-') }}",
  "{% for n in tree recursive %}{{ n.v }}{{ loop(n.c) }}{% endfor %}",
  "{% autoescape off %}{{ x }}{% endautoescape %}{{ x }}",
];

const context = { x: "<x>", items: [1, 2, 3], tree: [{ v: 1, c: [{ v: 2, c: [] }] }], off: false };

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe.each(SOURCES)("%s", (source) => {
  const template = environment.fromString(source);
  const wanted = template.render(context);

  test("in pieces", () => {
    expect([...template.generate(context)].join("")).toBe(wanted);
  });

  test("awaited", async () => {
    expect(await template.renderAsync(context)).toBe(wanted);
  });

  test("awaited in pieces", async () => {
    expect(await joined(template.generateAsync(context))).toBe(wanted);
  });
});

describe("what is awaited", () => {
  const render = (source: string, variables: Record<string, unknown>): Promise<string> =>
    environment.fromString(source).renderAsync(variables);

  test("calls", async () => {
    expect(await render("{{ load() + 1 }}", { load: async () => 1 })).toBe("2");
  });

  test("attributes that are promises", async () => {
    expect(await render("{{ user.name }}", { user: { name: Promise.resolve("Ann") } })).toBe("Ann");
  });

  test("loops over what comes later", async () => {
    async function* items() {
      yield* [1, 2];
    }
    expect(await render("{% for i in items() %}{{ i }}{{ loop.last }}{% endfor %}", { items })).toBe(
      "1False2True",
    );
  });

  test("filters", async () => {
    const own = new Environment();
    own.filters.set("later", async (value: string) => `${value}!`);
    expect(await own.fromString("{{ 'x'|later|upper }}").renderAsync()).toBe("X!");
  });

  test("a promise that gives nothing is None", async () => {
    expect(await render("{{ nothing() }}", { nothing: async () => undefined })).toBe("None");
  });
});

test("a stream renders as it is read, and stops with its reader", async () => {
  const seen: number[] = [];
  const note = (n: number): string => {
    seen.push(n);
    return `${n}`;
  };
  const reader = environment
    .fromString("{% for i in items %}{{ note(i) }}{% endfor %}")
    .stream({ items: [1, 2, 3], note })
    .getReader();
  expect((await reader.read()).value).toBe("1");
  await reader.cancel();
  expect(seen.length).toBeLessThan(3);
});
