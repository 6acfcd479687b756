/** Random templates, rendered in every way there is, compared with Jinja. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ChainableUndefined,
  DebugUndefined,
  Environment,
  SandboxedEnvironment,
  StrictUndefined,
  Undefined,
} from "../../src/templates/index.ts";
import { describeWith, flaskPython } from "../requirements.ts";
import { CONTEXT, template } from "./template-generator.ts";

/** The same templates in every run; another seed finds others. */
const SEED = 20_240_601;
const RUNS = 600;

const UNDEFINED = {
  Undefined,
  ChainableUndefined,
  DebugUndefined,
  StrictUndefined,
} as const;

type Case = {
  readonly source: string;
  readonly isAutoescaped: boolean;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  readonly undefined: keyof typeof UNDEFINED;
  readonly mode: "sync" | "stream" | "async" | "sandbox";
  readonly backEnd: "code" | "closures";
};

/** The text, or the classes of the error. */
type Outcome = { readonly text: string } | { readonly errors: readonly string[] };

const SCRIPT = `
import json, sys, jinja2, jinja2.sandbox
context, cases = json.load(sys.stdin)
outcomes = []
for case in cases:
    make = jinja2.sandbox.SandboxedEnvironment if case["mode"] == "sandbox" else jinja2.Environment
    environment = make(autoescape=case["isAutoescaped"], trim_blocks=case["trimBlocks"], lstrip_blocks=case["lstripBlocks"],
        undefined=getattr(jinja2, case["undefined"]), enable_async=case["mode"] == "async")
    try:
        outcomes.append({"text": environment.from_string(case["source"]).render(json.loads(json.dumps(context)))})
    except Exception as error:
        outcomes.append({"errors": [c.__name__ for c in type(error).__mro__]})
json.dump(outcomes, sys.stdout)
`;

function askJinja(python: string, cases: readonly Case[]): Outcome[] {
  const output = execFileSync(python, ["-c", SCRIPT], {
    input: JSON.stringify([CONTEXT, cases]),
    maxBuffer: 1 << 28,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
  return JSON.parse(output) as Outcome[];
}

async function render(given: Case): Promise<Outcome> {
  const make = given.mode === "sandbox" ? SandboxedEnvironment : Environment;
  const environment = new make({
    autoescape: given.isAutoescaped,
    trimBlocks: given.trimBlocks,
    lstripBlocks: given.lstripBlocks,
    undefined: UNDEFINED[given.undefined],
    enableAsync: given.mode === "async",
    backEnd: given.backEnd,
  });
  const context = structuredClone(CONTEXT);
  try {
    const made = environment.fromString(given.source);
    if (given.mode === "async") return { text: await made.renderAsync(context) };
    if (given.mode === "stream") return { text: [...made.generate(context)].join("") };
    return { text: made.render(context) };
  } catch (error) {
    return { errors: [error instanceof Error ? error.name : String(error)] };
  }
}

/** Methods and iterators print with their addresses in Python; what they are called is another matter. */
function withoutAddresses(text: string): string {
  return text.replace(/(?:<|&lt;)[a-z_ -]+ (?:object|method|of|at)[^>&]*(?:>|&gt;)/gi, "<object>");
}

function agree(jinja: Outcome | undefined, ours: Outcome): boolean {
  if (jinja === undefined) return false;
  if ("errors" in ours) return "errors" in jinja && ours.errors.some((name) => jinja.errors.includes(name));
  return "text" in jinja && withoutAddresses(jinja.text) === withoutAddresses(ours.text);
}

const generated: fc.Arbitrary<Case> = fc.record({
  source: template,
  isAutoescaped: fc.boolean(),
  trimBlocks: fc.boolean(),
  lstripBlocks: fc.boolean(),
  undefined: fc.constantFrom(...(Object.keys(UNDEFINED) as (keyof typeof UNDEFINED)[])),
  mode: fc.constantFrom("sync", "stream", "async", "sandbox"),
  backEnd: fc.constantFrom("code", "closures"),
});

describeWith(flaskPython, "random templates", (python) => {
  test("render as Jinja renders them", async () => {
    const cases = fc.sample(generated, { numRuns: RUNS, seed: SEED });
    const outcomes = askJinja(python, cases);
    const differences: unknown[] = [];
    for (const [index, given] of cases.entries()) {
      const ours = await render(given);
      const jinja = outcomes[index];
      if (!agree(jinja, ours)) differences.push({ given, jinja, ours });
    }
    expect(differences).toEqual([]);
  }, 60_000);
});
