import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  DictLoader,
  Environment,
  type EnvironmentOptions,
  templateFrames,
} from "../../../src/templates/index.ts";
import { CONTEXT, template } from "../template-generator.ts";

type Mode = "render" | "generate" | "renderAsync" | "generateAsync";

/** The text, or what went wrong and in which lines. */
async function outcome(source: string, mode: Mode, options: EnvironmentOptions): Promise<unknown> {
  const environment = new Environment({ ...options, enableAsync: mode.endsWith("Async") });
  const context = structuredClone(CONTEXT);
  try {
    const made = environment.fromString(source);
    if (mode === "render") return made.render(context);
    if (mode === "renderAsync") return await made.renderAsync(context);
    if (mode === "generate") return [...made.generate(context)].join("");
    let text = "";
    for await (const piece of made.generateAsync(context)) text += piece;
    return text;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      name: error.name,
      message: error.message,
      lines: templateFrames(error)
        .map(({ line }) => line)
        .slice(0, 1),
    };
  }
}

describe("templates as closures", () => {
  test("render what compiled ones render, and fail in the same lines", async () => {
    const modes: Mode[] = ["render", "generate", "renderAsync", "generateAsync"];
    const sources = fc.sample(template, { numRuns: 240, seed: 7 });
    for (const [index, source] of sources.entries()) {
      const mode = modes[index % modes.length] ?? "render";
      const options = { autoescape: index % 3 === 0, trimBlocks: index % 5 === 0 };
      const compiled = await outcome(source, mode, { ...options, backEnd: "code" });
      const closed = await outcome(source, mode, { ...options, backEnd: "closures" });
      expect(closed, `${mode}: ${source}`).toEqual(compiled);
    }
  }, 60_000);

  const templates = {
    base: "<{% block a %}base{% endblock %}|{% block b scoped %}{{ x }}{% endblock %}>",
    mid: "{% extends 'base' %}{% block a %}mid+{{ super() }}{% endblock %}",
    child:
      "{% extends 'mid' %}{% import 'lib' as lib %}{% block a %}{{ lib.f(2) }}{{ super() }}{{ self.b() }}{% endblock %}",
    lib: "{% macro f(n) %}[{{ n * 2 }}{{ caller() if caller }}]{% endmacro %}{% set v = 3 %}",
    includer: "{% for x in [1, 2] %}{% include 'part' %}{% endfor %}{% include 'none' ignore missing %}",
    part: "({{ x }})",
    caller: "{% from 'lib' import f, v %}{% call f(v) %}c{% endcall %}",
  };

  test.each([
    ["child", "<[4]mid+baseX|X>"],
    ["includer", "(1)(2)"],
    ["caller", "[6c]"],
  ])("reach other templates: %s", async (name, expected) => {
    const loader = new DictLoader(templates);
    const sync = new Environment({ loader, backEnd: "closures" }).getTemplate(name);
    expect(sync.render({ x: "X" })).toBe(expected);
    expect([...sync.generate({ x: "X" })].join("")).toBe(expected);
    const asynchronous = new Environment({ loader, backEnd: "closures", enableAsync: true }).getTemplate(
      name,
    );
    expect(await asynchronous.renderAsync({ x: "X" })).toBe(expected);
  });

  test.each([
    "code",
    "closures",
  ] as const)("put out what a child includes and calls, in front of its parent, and no text of it (%s)", (backEnd) => {
    const environment = new Environment({ loader: new DictLoader(templates), backEnd });
    const show = (source: string) => environment.fromString(source).render({ x: "X" });
    expect(show("{% extends 'base' %}text{% include 'part' %}")).toBe("(X)<base|X>");
    expect(show("{% extends 'base' %}{% from 'lib' import f %}{% call f(1) %}c{% endcall %}")).toBe(
      "[2c]<base|X>",
    );
    expect(show("{% extends 'base' %}{% filter upper %}text{% endfilter %}")).toBe("<base|X>");
    expect(show("{% extends 'base' %}{% for y in [1] recursive %}{{ y }}{% endfor %}")).toBe("<base|X>");
  });

  test("await functions, and the items of loops", async () => {
    const environment = new Environment({ backEnd: "closures", enableAsync: true });
    const source =
      "{% for x in items() if ok(x) %}{{ loop.index }}{{ add(x, y=2) }}{% if loop.last %}!{% endif %}{% endfor %}";
    async function* items() {
      yield* [1, 2, 3];
    }
    const made = environment.fromString(source);
    const add = async (x: number, { y }: { y: number }) => x + y;
    expect(await made.renderAsync({ items, ok: async (x: number) => x !== 2, add })).toBe("1325!");
  });

  test("need no generated code", () => {
    const refused = vi.fn(() => {
      throw new EvalError("Code generation from strings disallowed for this context");
    });
    vi.stubGlobal("Function", new Proxy(Function, { construct: refused }));
    try {
      expect(new Environment().fromString("{{ 1 + n }}").render({ n: 2 })).toBe("3");
      expect(refused).toHaveBeenCalled();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("make a stream piece by piece", () => {
    const pieces = new Environment({ backEnd: "closures" })
      .fromString("a{% if true %}b{% endif %}c")
      .generate();
    expect(pieces.next().value).toBe("a");
    expect([...pieces]).toEqual(["b", "c"]);
  });
});
