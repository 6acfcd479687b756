/** A promise that nobody awaited is an error that names the expression and the remedy. */
import { describe, expect, test } from "vitest";
import { Environment, SandboxedEnvironment, TemplateRuntimeError } from "../../src/templates/index.ts";

/** A query of a database, which runs when it is awaited. */
class Query {}
const method = "then";
Object.defineProperty(Query.prototype, method, { value: () => {} });

const context = () => ({
  user: Promise.resolve({ name: "Ada" }),
  load: async () => ({ name: "Ada" }),
  mayEdit: async () => false,
  query: new Query(),
});

describe.each(["code", "closures"] as const)("in a template of %s", (backEnd) => {
  const environment = new Environment({ backEnd });

  test.each([
    ["<p>{{ user }}</p>", "user"],
    ["{{ 1 }} {{ load() }}", "load()"],
    ["{{ 'by ' ~ user }}", "'by ' ~ user"],
    ["{{ [user] }}", "[user]"],
    ["{{ user | upper }}", "user | upper"],
    ["{{ query }}", "query"],
    ["{{ user.name }}", "user.name"],
    ["{{ load()['name'] }}", "load()['name']"],
    ["{% for one in load() %}{% endfor %}", "for one in load()"],
    ["{% if mayEdit() %}edit{% endif %}", "mayEdit()"],
    ["{{ 'edit' if not mayEdit() }}", "'edit' if not mayEdit()"],
  ])("%s", (source, expression) => {
    const render = () => environment.fromString(source).render(context());
    expect(render).toThrow(TemplateRuntimeError);
    expect(render).toThrow(`a promise in ${JSON.stringify(expression)} was not awaited: await it before`);
    expect(() => [...environment.fromString(source).generate(context())]).toThrow("was not awaited");
  });

  test("is awaited where the template is rendered asynchronously", async () => {
    const template = environment.fromString(
      "{{ user.name }} {{ load().name }} {{ user | length }} {% for key in user %}{{ key }}{% endfor %} {{ 'edit' if mayEdit() else 'read' }}",
    );
    const text = "Ada Ada 1 name read";
    expect(await template.renderAsync(context())).toBe(text);
    let streamed = "";
    for await (const piece of template.generateAsync(context())) streamed += piece;
    expect(streamed).toBe(text);
  });

  test("may be passed on, and asked for what promises have", () => {
    const settled: unknown[] = [];
    const source = "{% set kept = load() %}{{ keep(kept) }}{{ kept.then is callable }}";
    const keep = (value: unknown) => void settled.push(value);
    expect(environment.fromString(source).render({ ...context(), keep })).toBe("NoneTrue");
    expect(settled[0]).toBeInstanceOf(Promise);
  });
});

test("in a sandbox as well", () => {
  const template = new SandboxedEnvironment({ autoescape: true }).fromString("{{ user }}");
  expect(() => template.render(context())).toThrow('a promise in "user"');
});

test("something that can be awaited and has a text of its own shows it", () => {
  class Select extends Query {
    override toString(): string {
      return "select 1";
    }
  }
  expect(new Environment().fromString("{{ query }}").render({ query: new Select() })).toBe("select 1");
});
