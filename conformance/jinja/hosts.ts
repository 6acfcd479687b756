/** The functions and objects that the cases expect of the program around the templates. */

import type { Environment } from "../../src/templates/environment.ts";
import { TemplateRuntimeError, ZeroDivisionError } from "../../src/templates/errors.ts";
import type { Context, EvalContext } from "../../src/templates/runtime/context.ts";
import { requireMethod } from "../../src/templates/values/attributes.ts";
import {
  declareNames,
  passContext,
  passEnvironment,
  passEvalContext,
} from "../../src/templates/values/call.ts";
import { isAsyncIterable, iterate } from "../../src/templates/values/iterate.ts";
import { add, mul } from "../../src/templates/values/operators.ts";
import { repr, str } from "../../src/templates/values/text.ts";
import { typeName } from "../../src/templates/values/type-name.ts";

/** The value that a case names. */
export function hostValue(name: string): unknown {
  const make = HOSTS[name];
  if (make === undefined) throw new Error(`the cases have a new host value: ${name}`);
  return make();
}

type Translation = string | { readonly [context: string]: string };

const GERMAN: ReadonlyMap<string, Translation> = new Map<string, Translation>([
  ["missing", "fehlend"],
  ["watch out", "pass auf"],
  ["One user online", "Ein Benutzer online"],
  ["%(user_count)s users online", "%(user_count)s Benutzer online"],
  ["User: %(num)s", "Benutzer: %(num)s"],
  ["User: %(count)s", "Benutzer: %(count)s"],
  ["Apple", { "": "Apfel", fruit: "Apple" }],
  ["%(num)s apple", { "": "%(num)s Apfel", fruit: "%(num)s Apple" }],
  ["%(num)s apples", { "": "%(num)s Äpfel", fruit: "%(num)s Apples" }],
]);

function translate(context: Context, text: string, meaning = ""): string {
  const language = context.get("LANGUAGE");
  const found = language === "de" ? (GERMAN.get(text) ?? text) : text;
  return typeof found === "string" ? found : (found[meaning] ?? "");
}

class Private {
  bar(): number {
    return 23;
  }

  __repr__(): string {
    return "PrivateStuff";
  }
}

function privateStuff(): object {
  const foo = Object.assign(() => 42, { unsafeCallable: true });
  return Object.defineProperty(new Private(), "foo", { value: foo });
}

class Public {
  bar(): number {
    return 23;
  }

  _foo(): number {
    return 42;
  }

  __repr__(): string {
    return "PublicStuff";
  }
}

const disabled = (): never => {
  throw new TemplateRuntimeError("that operator so does not work");
};

const HOSTS: Readonly<Record<string, () => unknown>> = {
  "i18n.gettext": () => passContext((context: Context, text: string) => translate(context, text)),
  "i18n.ngettext": () =>
    passContext((context: Context, one: string, many: string, n: number) =>
      translate(context, n === 1 ? one : many),
    ),
  "i18n.pgettext": () =>
    passContext((context: Context, meaning: string, text: string) => translate(context, text, meaning)),
  "i18n.npgettext": () =>
    passContext((context: Context, meaning: string, one: string, many: string, n: number) =>
      translate(context, n === 1 ? one : many, meaning),
    ),
  "i18n.strong_wert": () => () => "<strong>Wert: %(name)s</strong>",
  "i18n.first_of_three": () => (text: unknown) => text,
  const_1: () => () => 1,
  identity: () => (value: unknown) => value,
  concat_abceg: () =>
    declareNames(
      (a: unknown, b: unknown, c: unknown, e: unknown, g: unknown) => [a, b, c, e, g].reduce(add),
      ["a", "b", "c", "e", "g"],
    ),
  divide_by_zero: () => () => {
    throw new ZeroDivisionError("division by zero");
  },
  json_42: () => () => "42",
  add_each: () => (items: unknown, number: unknown) => [...iterate(items)].map((item) => add(item, number)),
  op_disabled: () => disabled,
  ctx_resolve_hello: () => passContext((context: Context) => context.resolve("hello")),
  ctx_i: () => passContext((context: Context) => str(context.resolve("i"))),
  ctx_ij: () => passContext((context: Context) => str(context.resolve("i")) + str(context.resolve("j"))),
  "filter.stringify_async": () => async (value: unknown) => str(value),
  "filter.first3_async": () => async (items: unknown) => {
    const first: string[] = [];
    for await (const item of isAsyncIterable(items) ? items : iterate(items)) {
      first.push(str(item));
      if (first.length === 3) break;
    }
    return first.join(",");
  },
  "filter.value_of_two": () => (value: unknown) => value,
  "filter.plus": () => declareNames((value: unknown, some: unknown) => add(value, some), ["value", "some"]),
  "filter.call_run": () =>
    passContext((context: Context, value: unknown, arg: unknown) =>
      requireMethod(context, value, "run", [arg]),
    ),
  "test.never": () => () => false,
  "test.is_foo": () => passContext((_context: Context, value: unknown) => value === "foo"),
  "finalize.none_to_empty": () => (value: unknown) => (value === null ? "" : value),
  "finalize.type_name": () => (value: unknown) => typeName(value),
  "finalize.times_scale": () =>
    passContext((context: Context, value: unknown) => mul(value, context.resolve("scale"))),
  "finalize.prefix_autoescape": () =>
    passEvalContext(
      (evalContext: EvalContext, value: unknown) => `${str(evalContext.autoescape)}${str(value)}`,
    ),
  "finalize.show_delimiters": () =>
    passEnvironment(({ syntax }: Environment, value: unknown) =>
      [syntax.variableStartString, repr(value), syntax.variableEndString].join(" "),
    ),
  "autoescape.html_only": () => (name: string | undefined) => name?.endsWith(".html") ?? false,
  "autoescape.never": () => () => false,
  "obj.private_stuff": privateStuff,
  "obj.public_stuff": () => new Public(),
  "obj.getitem_echo": () => ({ __proto__: { __getitem__: (key: unknown) => key } }),
  "obj.call_arity": () => ({
    __proto__: {
      __call__: (_context: Context, args: unknown[], keywords?: ReadonlyMap<string, unknown>) =>
        args.length + (keywords?.size ?? 0),
    },
  }),
};
