import { escape as escapeHTML, html, Markup } from "flagon/markup";
import { describe, expectTypeOf, test } from "vitest";

declare const anything: unknown;
declare const ready: boolean;
declare const name: string | undefined;
declare const later: Promise<string>;
declare const maybeLater: string | Promise<string>;

describe("the types of markup", () => {
  test("html gives Markup of whatever may be shown", () => {
    expectTypeOf(html`<p>${name} ${1} ${2n} ${null} ${[html``, "a"]}</p>`).toEqualTypeOf<Markup>();
    expectTypeOf(html`${ready && html`<b>`} ${anything}`).toEqualTypeOf<Markup>();
  });

  test("html refuses promises, functions and symbols where it sees them", () => {
    // @ts-expect-error await it first
    html`${later}`;
    // @ts-expect-error await it first
    html`${"a"} ${maybeLater}`;
    // @ts-expect-error call it
    html`${() => "a"}`;
    // @ts-expect-error show its description
    html`${Symbol("a")}`;
  });

  test("escape takes anything and gives Markup", () => {
    expectTypeOf(escapeHTML).parameter(0).toBeUnknown();
    expectTypeOf(escapeHTML).returns.toEqualTypeOf<Markup>();
  });

  test("a string is no Markup", () => {
    expectTypeOf<string>().not.toExtend<Markup>();
    expectTypeOf<{ toString(): string; __html__(): string }>().not.toExtend<Markup>();
    expectTypeOf(new Markup("a").concat("b").join(["c"])).toEqualTypeOf<Markup>();
  });
});
