/** The types of templates. */
import { expectTypeOf, test } from "vitest";
import { Environment, type Template } from "../../src/templates/index.ts";

interface Page {
  readonly title: string;
  readonly count?: number;
}

test("a template asks for the names it was declared with", () => {
  const template: Template<Page> = new Environment().fromString<Page>("{{ title }}");
  expectTypeOf(template.render).parameter(0).toEqualTypeOf<Page | ReadonlyMap<string, unknown> | undefined>();
  expectTypeOf(template.render({ title: "x" })).toEqualTypeOf<string>();
  // @ts-expect-error: title is missing
  template.render({ count: 1 });
});

test("a template takes any names by default", () => {
  expectTypeOf(new Environment().fromString("").render({ anything: 1 })).toEqualTypeOf<string>();
});
