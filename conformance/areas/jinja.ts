/** Templates, as Jinja renders them. */

import { Markup } from "../../src/markup/index.ts";
import type { Environment } from "../../src/templates/environment.ts";
import { TemplateSyntaxError } from "../../src/templates/errors.ts";
import { DictLoader } from "../../src/templates/loaders/dict-loader.ts";
import { findReferencedTemplates, findUndeclaredVariables } from "../../src/templates/meta.ts";
import { Macro } from "../../src/templates/runtime/macro.ts";
import type { Template } from "../../src/templates/template.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { makeEnvironment } from "../jinja/environment.ts";
import { readJinja, writeJinja } from "../jinja/values.ts";
import { isSame } from "../neutral-values.ts";

type Variables = Record<string, unknown>;

const area: Area = {
  folder: "jinja/corpus",
  departureLimit: 1,
  departures: [],
  async check(testCase: Case, wanted: Fields): Promise<Mismatch | undefined> {
    const got = await outcome(testCase);
    return isExpected(wanted, got) ? undefined : { wanted, got };
  },
};

export default area;

async function outcome(testCase: Case): Promise<Fields> {
  try {
    return await run(testCase.kind, testCase.in);
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: String(error) };
    const line = error instanceof TemplateSyntaxError ? error.lineno : undefined;
    return { error: { class: error.name, message: error.message, line, stack: error.stack } };
  }
}

async function run(operation: string, given: Fields): Promise<Fields> {
  const environment = makeEnvironment((given.env ?? {}) as Variables);
  if (given.templates !== undefined)
    environment.loader = new DictLoader(given.templates as Record<string, string>);
  const context = readJinja(given.context ?? {}) as Variables;
  if (operation === "expression") {
    const undefinedToNone = given.undefined_to_none !== false;
    const evaluate = environment.compileExpression(String(given.source), { undefinedToNone });
    return { value: writeJinja(evaluate(context)) };
  }
  if (operation === "meta.undeclared") {
    return { value: [...findUndeclaredVariables(environment, String(given.source))].sort() };
  }
  if (operation === "meta.referenced") {
    return { value: [...findReferencedTemplates(environment.parse(String(given.source)))] };
  }
  return await runTemplate(operation, given, load(environment, given), context);
}

function load(environment: Environment, { source, name, globals }: Fields): Template {
  const variables = readJinja(globals) as Variables | undefined;
  if (source !== undefined) return environment.fromString(String(source), { globals: variables });
  return environment.getOrSelectTemplate(name as string | string[], undefined, variables);
}

async function runTemplate(
  operation: string,
  given: Fields,
  template: Template,
  context: Variables,
): Promise<Fields> {
  switch (operation) {
    case "compile":
    case "load":
      return { compiled: true };
    case "generate":
      return { output: await generated(given, template, context) };
    case "module": {
      const module = given.context === undefined ? template.module : template.makeModule(context);
      const exports = [...module.exports].map(([name, value]) => [name, writeJinja(value)]);
      return { output: module.toString(), exports: Object.fromEntries(exports) };
    }
    case "macro": {
      const macro = template.module.exports.get(String(given.macro));
      if (!(macro instanceof Macro)) throw new Error(`there is no macro ${given.macro}`);
      const result = macro.call(
        readJinja(given.args ?? []) as unknown[],
        readJinja(given.kwargs ?? {}) as Variables,
      );
      return { output: String(result), markup: result instanceof Markup };
    }
    default: {
      const result: unknown = isAsync(given, template)
        ? await template.renderAsync(context)
        : template.render(context);
      const value = writeJinja(result);
      return { value, ...(typeof result === "string" ? { output: result } : {}) };
    }
  }
}

async function generated(given: Fields, template: Template, context: Variables): Promise<string> {
  if (!isAsync(given, template)) return [...template.generate(context)].join("");
  let text = "";
  for await (const piece of template.generateAsync(context)) text += piece;
  return text;
}

function isAsync(given: Fields, template: Template): boolean {
  return given.async === true || template.environment.isAsync;
}

function isExpected(wanted: Fields, got: Fields): boolean {
  if (wanted.error !== undefined) {
    const expected = wanted.error as { class: string; bases?: string[]; line?: number };
    const error = got.error as { class: string; line?: number } | undefined;
    if (error === undefined || ![expected.class, ...(expected.bases ?? [])].includes(error.class))
      return false;
    return expected.line === undefined || expected.line === error.line;
  }
  return Object.entries(wanted)
    .filter(([name]) => name !== "chunks")
    .every(([name, value]) => isSame(sorted(name, value), sorted(name, got[name])));
}

/** The order of exports is left open. */
function sorted(name: string, value: unknown): unknown {
  if (name !== "exports") return value;
  return Object.fromEntries(Object.entries(value as Fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
