/** Blueprints within blueprints, registered in all ways, give the rules that real Flask gives. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { Blueprint, Flagon } from "flagon";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

type Values = Readonly<Record<string, number>>;

/** A blueprint, how it is registered, and what is registered on it. */
type Tree = {
  readonly name: string;
  readonly prefix: string | null;
  readonly defaults: Values;
  readonly isStatic: boolean;
  readonly rules: readonly { readonly rule: string; readonly defaults: Values }[];
  readonly options: {
    readonly name: string | null;
    readonly prefix: string | null;
    readonly defaults: Values;
  };
  readonly children: readonly Tree[];
};

const defaults = fc.dictionary(fc.constantFrom("a", "b"), fc.integer({ min: 0, max: 9 }), { maxKeys: 2 });

function trees(depth: number): fc.Arbitrary<Tree> {
  const prefix = fc.constantFrom(
    null,
    `/p${depth}`,
    `/p${depth}/`,
    "/",
    "",
    `/<v${depth}>`,
    `/x//<int:v${depth}>/`,
  );
  return fc.record({
    name: fc.constantFrom("one", "two"),
    prefix,
    defaults,
    isStatic: fc.boolean(),
    rules: fc.array(fc.record({ rule: fc.constantFrom("", "/", "/r", "/r/", "/<last>"), defaults }), {
      maxLength: 3,
    }),
    options: fc.record({
      name: fc.constantFrom(null, null, "other"),
      prefix: fc.oneof(fc.constant(null), prefix),
      defaults,
    }),
    children: depth === 3 ? fc.constant([]) : fc.array(trees(depth + 1), { maxLength: 2 }),
  });
}

/** The rules of an application with the blueprints, in order; or that there is an error. */
function rulesOf(blueprints: readonly Tree[]): unknown {
  const app = new Flagon({ staticFolder: null });
  app.urlMap.duplicateRules = "allow";
  try {
    for (const tree of blueprints) app.registerBlueprint(blueprintOf(tree), optionsOf(tree));
  } catch {
    return "error";
  }
  return [...app.urlMap.iterRules()].map((rule) => [rule.rule, rule.endpoint, { ...rule.defaults }]);
}

function blueprintOf(tree: Tree): Blueprint<string> {
  const bp = new Blueprint<string>(tree.name, {
    urlPrefix: tree.prefix ?? undefined,
    urlDefaults: tree.defaults,
    staticFolder: tree.isStatic ? "static" : undefined,
  });
  tree.rules.forEach(({ rule, defaults: own }, index) => {
    bp.addUrlRule(rule, { endpoint: `e${index}`, defaults: own });
  });
  for (const child of tree.children) bp.registerBlueprint(blueprintOf(child), optionsOf(child));
  return bp;
}

function optionsOf({ options }: Tree): object {
  return {
    name: options.name ?? undefined,
    urlPrefix: options.prefix ?? undefined,
    urlDefaults: options.defaults,
  };
}

const PROGRAM = `
import json, sys
from flask import Blueprint, Flask
def options(t):
    o = {k: v for k, v in (("name", t["options"]["name"]), ("url_prefix", t["options"]["prefix"])) if v is not None}
    return {**o, "url_defaults": t["options"]["defaults"]}
def make(t):
    bp = Blueprint(t["name"], "x", url_prefix=t["prefix"], url_defaults=t["defaults"],
                   static_folder="static" if t["isStatic"] else None, root_path="/")
    for i, r in enumerate(t["rules"]):
        bp.add_url_rule(r["rule"], endpoint=f"e{i}", defaults=r["defaults"])
    for c in t["children"]:
        bp.register_blueprint(make(c), **options(c))
    return bp
def rules(trees):
    app = Flask("x", static_folder=None, root_path="/")
    try:
        for t in trees:
            app.register_blueprint(make(t), **options(t))
    except Exception:
        return "error"
    return [[r.rule, r.endpoint, r.defaults or {}] for r in app.url_map._rules]
print(json.dumps([rules(trees) for trees in json.load(sys.stdin)]))
`;

describeWith(flaskPython, "blueprints", (python) => {
  test("have the rules, endpoints and defaults that Flask gives them", () => {
    const samples = fc.sample(fc.array(trees(1), { minLength: 1, maxLength: 2 }), 300);
    const output = execFileSync(python, ["-c", PROGRAM], {
      input: JSON.stringify(samples),
      encoding: "utf8",
    });

    const expected: unknown[] = JSON.parse(output);
    expect(expected.filter((rules) => rules !== "error").length).toBeGreaterThan(50);
    samples.forEach((sample, index) => {
      expect(rulesOf(sample), JSON.stringify(sample)).toEqual(expected[index]);
    });
  }, 60_000);
});
