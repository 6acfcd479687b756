import { describe, expect, test } from "vitest";
import { type Import, imports, importsOf } from "./imports.ts";

/** The circles of types that stay, each with why its files cannot do without each other. */
const OF_TYPES: readonly { readonly files: readonly string[]; readonly why: string }[] = [
  {
    why: "An application registers blueprints and makes runners; these give it to whoever extends it, as a `Flagon`.",
    files: [
      "app/app-setup.ts",
      "app/blueprints/blueprint-setup-state.ts",
      "app/blueprints/blueprint.ts",
      "app/dispatch/dispatcher.ts",
      "app/flagon.ts",
      "app/testing/cli-runner.ts",
    ],
  },
  {
    why: "A map binds adapters, which ask it; a rule may redirect by a function, which gets the adapter.",
    files: [
      "routing/map-adapter.ts",
      "routing/matcher.ts",
      "routing/redirect-target.ts",
      "routing/rule-factories.ts",
      "routing/rule-methods.ts",
      "routing/rule-options.ts",
      "routing/rule.ts",
      "routing/suggestion.ts",
      "routing/url-map.ts",
    ],
  },
  {
    why: "A pool keeps connections, which tell it when they are free.",
    files: ["servers/node/proxy/upstream-connection.ts", "servers/node/proxy/upstream-pool.ts"],
  },
  {
    why: "An environment makes templates, and checks and compiles them; they render by it.",
    files: [
      "templates/check-templates.ts",
      "templates/compile-templates.ts",
      "templates/environment.ts",
      "templates/string-templates.ts",
      "templates/template.ts",
    ],
  },
  {
    why: "A context holds the functions of blocks, which take a context.",
    files: [
      "templates/runtime/block-reference.ts",
      "templates/runtime/compiled.ts",
      "templates/runtime/context.ts",
    ],
  },
];

const ofFiles = imports.filter(({ specifier, dynamic }) => specifier.startsWith(".") && !dynamic);

describe("files that import each other", () => {
  test("are none, but for types", () => {
    expect(circlesOf(ofFiles.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
  });

  test("for types are those that are listed here, and no others", () => {
    expect(circlesOf(ofFiles)).toEqual(OF_TYPES.map(({ files }) => files));
  });

  test("are found, whatever way round they go", () => {
    const edges = ["a>b", "b>c", "c>a", "c>d", "d>e", "e>d", "f>a"].map((edge) => edge.split(">"));
    expect(circlesOf(edges.map(([from = "", to = ""]) => ({ from, to })))).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
  });

  test("are told by what the compiler leaves of an import", () => {
    const text = [
      'import type { A } from "./a.ts";',
      'import { type B, type C } from "./b.ts";',
      'import { type D, e } from "./c.ts";',
      'export * from "./d.ts";',
      'export type * from "./e.ts";',
      'import "./f.ts";',
    ].join("\n");
    const left = importsOf("app/x.ts", text).filter(({ typeOnly }) => !typeOnly);
    expect(left.map(({ to }) => to)).toEqual(["app/c.ts", "app/d.ts", "app/f.ts"]);
  });
});

/** Sets of files each of which reaches each other one by imports. */
function circlesOf(edges: readonly Pick<Import, "from" | "to">[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map([...targets.keys()].map((file) => [file, reachedFrom(file, targets)]));
  const circles = [...reached]
    .map(([file, others]) => [...others].filter((other) => reached.get(other)?.has(file)).sort())
    .filter((circle) => circle.length > 0);
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()].sort((one, other) =>
    one.join() < other.join() ? -1 : 1,
  );
}

function reachedFrom(file: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const left = [file];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const target of targets.get(next) ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      left.push(target);
    }
  }
  return reached;
}
