import type { RuleArguments } from "flagon/routing";
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
