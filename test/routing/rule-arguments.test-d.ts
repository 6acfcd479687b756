import type { CheckedRule, RouteArguments, RouteUrlValues, RuleArguments, RuleError } from "flagon/routing";
import type { UUID } from "flagon/sessions";
import { expectTypeOf, test } from "vitest";

test("a rule without variables gives no arguments", () => {
  expectTypeOf<keyof RuleArguments<"/">>().toBeNever();
  expectTypeOf<keyof RuleArguments<"/a/b.html">>().toBeNever();
});

test("a variable without converter is text, an int a number", () => {
  expectTypeOf<RuleArguments<"/<name>">>().toEqualTypeOf<{ name: string }>();
  expectTypeOf<RuleArguments<"/<string:name>">>().toEqualTypeOf<{ name: string }>();
  expectTypeOf<RuleArguments<"/u/<int:id>/edit">>().toEqualTypeOf<{ id: number }>();
});

test("several variables stand together, in one segment too", () => {
  expectTypeOf<RuleArguments<"/<int:year>-<month>/<slug>">>().toEqualTypeOf<{
    year: number;
    month: string;
    slug: string;
  }>();
});

test("a converter that is not known gives an unknown value", () => {
  expectTypeOf<RuleArguments<"/<color:c>">>().toEqualTypeOf<{ c: unknown }>();
});

test("a rule that is not known to the letter gives any arguments", () => {
  expectTypeOf<RuleArguments<string>>().toEqualTypeOf<Record<string, unknown>>();
  expectTypeOf<RuleArguments<`/${string}`>>().toEqualTypeOf<Record<string, unknown>>();
});

test("every converter gives its value", () => {
  expectTypeOf<RuleArguments<"/<float:x>/<path:rest>/<uuid:key>">>().toEqualTypeOf<{
    x: number;
    rest: string;
    key: UUID;
  }>();
  expectTypeOf<RuleArguments<"/<int(min=1, max=5):n>/<string(length=2):code>">>().toEqualTypeOf<{
    n: number;
    code: string;
  }>();
});

test("any gives the texts that it lists", () => {
  expectTypeOf<RuleArguments<"/u/<int:id>/<any(edit, show):mode>">>().toEqualTypeOf<{
    id: number;
    mode: "edit" | "show";
  }>();
  expectTypeOf<RuleArguments<"/<any(a, \"b, c\",'d e' , f):x>">>().toEqualTypeOf<{
    x: "a" | "b, c" | "d e" | "f";
  }>();
  expectTypeOf<RuleArguments<"/<any(one):x>.html">>().toEqualTypeOf<{ x: "one" }>();
});

test("variables of host and subdomain count, and those of a blueprint's prefix", () => {
  expectTypeOf<RouteArguments<"/<int:id>", { host: "<tenant>.example.com" }>>().toEqualTypeOf<{
    tenant: string;
    id: number;
  }>();
  expectTypeOf<RouteArguments<"/", { subdomain: "<any(a, b):user>" }>>().toEqualTypeOf<{ user: "a" | "b" }>();
  expectTypeOf<RouteArguments<"/<int:id>", unknown, "/<lang>">>().toEqualTypeOf<{
    lang: string;
    id: number;
  }>();
  expectTypeOf<RouteArguments<"/<int:id>", { host: string }>>().toEqualTypeOf<Record<string, unknown>>();
});

test("defaults are arguments, and need not be in the URL", () => {
  type Options = { readonly defaults: { readonly page: 1; readonly sort: "name" } };
  expectTypeOf<RouteArguments<"/all/", Options>>().toEqualTypeOf<{ page: number; sort: string }>();
  expectTypeOf<RouteUrlValues<"/all/", Options>>().toEqualTypeOf<{ page?: number; sort?: string }>();
  expectTypeOf<RouteUrlValues<"/all/<int:page>/<kind>", Options>>().toEqualTypeOf<{
    kind: string;
    page?: number;
    sort?: string;
  }>();
});

test("a rule that cannot be read is an error that says why", () => {
  expectTypeOf<CheckedRule<"/users/<int:id>">>().toBeUnknown();
  expectTypeOf<CheckedRule<string>>().toBeUnknown();
  expectTypeOf<CheckedRule<"users">>().toEqualTypeOf<RuleError<"a rule starts with a slash">>();
  expectTypeOf<CheckedRule<"/<int:id">>().toEqualTypeOf<
    RuleError<"the variable <int:id has no closing bracket">
  >();
  expectTypeOf<CheckedRule<"/<int:1a>">>().toEqualTypeOf<
    RuleError<"<int:1a> has no valid name; names are letters, digits and _">
  >();
  expectTypeOf<CheckedRule<"/<a b>">>().toEqualTypeOf<
    RuleError<"<a b> has no valid name; names are letters, digits and _">
  >();
});
