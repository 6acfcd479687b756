/** The sandbox, and the ways out of it that are known. */
import { describe, expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import {
  ImmutableSandboxedEnvironment,
  SandboxedEnvironment,
} from "../../src/templates/sandboxed-environment.ts";

class User {
  readonly name = "Ann";
  readonly _secret = "s";
  get self(): this {
    return this;
  }
  greet(): string {
    return "hi";
  }
  drop(): string {
    return "gone";
  }
}

const context = (): Record<string, unknown> => ({
  user: new User(),
  fn: (x: unknown) => x,
  asyncFn: async () => 1,
  generator: function* () {
    yield 1;
  },
  d: { a: 1 },
  list: [1],
});

/** Expressions that lead to JavaScript's machinery in other engines, or to Python's in Jinja. */
const ESCAPES = [
  "''.constructor.constructor('return process')()",
  "(1).constructor.constructor('return process')()",
  "[].constructor.constructor('return process')()",
  "d.constructor.constructor('return process')()",
  "d['constructor']['constructor']('return process')()",
  "d|attr('constructor')|attr('constructor')",
  "fn.constructor('return process')()",
  "fn['constructor']('return process')()",
  "fn|attr('constructor')",
  "asyncFn.constructor('return process')()",
  "generator.constructor('return process')()",
  "generator().constructor.constructor('return 1')()",
  "user.constructor.constructor('return process')()",
  "user.__proto__.constructor",
  "user['__proto__']['constructor']",
  "d.__proto__.polluted",
  "d.__defineGetter__('x', fn)",
  "d.__lookupGetter__('__proto__')",
  "list.map.constructor",
  "range.constructor.constructor('return process')()",
  "cycler.constructor('return process')()",
  "namespace.__init__.__globals__",
  "lipsum.__globals__['os']",
  "self.__init__.__globals__",
  "''.__class__.__mro__[1].__subclasses__()",
  "'{0.constructor.constructor}'.format(fn)",
  "'{0.__class__.__mro__}'.format('')",
  "'{x.constructor}'.format_map({'x': fn})",
  "('{0.con' ~ 'structor}').format(user)",
  "[fn]|map(attribute='constructor')|first",
  "[user]|map(attribute='__proto__.constructor')|list|first|attr('constructor')",
  "[user]|groupby('constructor')|first",
  "dict(__proto__={'polluted': 1}).polluted.x",
  "fn.call(1)",
  "fn.apply(1, [2])",
  "fn.bind(1)",
  "fn.caller",
  "fn.prototype.constructor",
];

/** What an expression gives must hold no function of JavaScript's that makes code, nor prove that code ran. */
function tryOut(environment: Environment, expression: string): unknown {
  try {
    return environment.compileExpression(expression)(context());
  } catch (error) {
    return error;
  }
}

describe.each([
  ["an environment", () => new Environment()],
  ["an environment of closures", () => new Environment({ backEnd: "closures" })],
  ["a sandbox", () => new SandboxedEnvironment()],
  ["a sandbox of closures", () => new SandboxedEnvironment({ backEnd: "closures" })],
  ["an immutable sandbox", () => new ImmutableSandboxedEnvironment()],
])("%s", (_, make) => {
  test.each(ESCAPES)("%s leads nowhere", (expression) => {
    const result = tryOut(make(), expression);
    expect(typeof result).not.toBe("function");
    expect(result).not.toBe(process);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("names that a template sets or passes pollute nothing", () => {
    const environment = make();
    environment
      .fromString(
        "{% set __proto__ = {'polluted': 1} %}{% set ns = namespace(__proto__={'polluted': 1}) %}" +
          "{% set ns.polluted = 1 %}{% set d = {'__proto__': {'polluted': 1}} %}{{ fn(__proto__={'polluted': 1}) }}" +
          "{% macro m(__proto__) %}{{ kwargs }}{% endmacro %}{{ m(1, constructor=2) }}",
      )
      .render(context());
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("a sandbox", () => {
  const render = (source: string, environment: Environment = new SandboxedEnvironment()): string =>
    environment.fromString(source).render(context());

  test("lets ordinary attributes and calls through", () => {
    expect(render("{{ user.name }} {{ user.greet() }} {{ user.self.name }} {{ d.items()|list }}")).toBe(
      "Ann hi Ann [('a', 1)]",
    );
  });

  test("refuses attributes that begin with an underscore when they are used", () => {
    expect(() => render("{{ user._secret.x }}")).toThrow(expect.objectContaining({ name: "SecurityError" }));
    expect(render("{{ user._secret }}")).toBe("");
  });

  test.each([
    "('{0._secret}'|attr('format'))(user)",
    "'{0._secret}'.format(user)",
    "'{x._secret}'.format_map({'x': user})",
    "('{0._secret}'|safe).format(user)",
    "fn('{0._secret}'.format)(user)",
    "fn(user)|attr('_secret')",
    "[user]|map(attribute='_secret')|list",
    "[user]|selectattr('_secret')|list",
    "[user]|groupby('_secret')|list",
    "[user]|join(attribute='_secret')",
    "[[user]]|map('map', attribute='_secret')|map('list')|list",
    "user|pprint",
  ])("shows nothing of them by %s", (expression) => {
    const shown = { toString: () => "hidden value" };
    const user = Object.assign(new User(), { _secret: shown });
    const template = new SandboxedEnvironment().fromString(`{{ ${expression} }}`);
    expect(template.render({ ...context(), user })).not.toContain("hidden value");
  });

  test("refuses functions that are marked", () => {
    const unsafe = Object.assign(() => 1, { unsafeCallable: true });
    expect(() => new SandboxedEnvironment().fromString("{{ f() }}").render({ f: unsafe })).toThrow(
      "not safely callable",
    );
  });

  test("asks what a subclass decides", () => {
    class NoDrop extends SandboxedEnvironment {
      override isSafeAttribute(value: unknown, name: string): boolean {
        return super.isSafeAttribute(value, name) && name !== "drop";
      }
    }
    expect(() => render("{{ user.drop() }}", new NoDrop())).toThrow(
      expect.objectContaining({ name: "SecurityError" }),
    );
  });

  test("bounds ranges", () => {
    expect(() => render("{{ range(100001)|length }}")).toThrow(
      expect.objectContaining({ name: "OverflowError" }),
    );
  });

  test("hands over the operators it intercepts", () => {
    const environment = new SandboxedEnvironment();
    environment.interceptedBinops.add("**");
    environment.binopTable.set("**", () => "no powers");
    expect(render("{{ 2 ** 3 }}", environment)).toBe("no powers");
  });

  test("that is immutable keeps lists and dictionaries as they are", () => {
    const environment = new ImmutableSandboxedEnvironment();
    expect(() => render("{{ list.append(2) }}", environment)).toThrow(
      expect.objectContaining({ name: "SecurityError" }),
    );
    expect(() => render("{{ d.clear() }}", environment)).toThrow(
      expect.objectContaining({ name: "SecurityError" }),
    );
  });
});
