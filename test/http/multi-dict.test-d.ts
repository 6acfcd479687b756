import { ImmutableMultiDict } from "flagon/http";
import { expectTypeOf, test } from "vitest";

test("get has the type of the value, the default and the conversion", () => {
  const args = new ImmutableMultiDict();
  expectTypeOf(args.get("q")).toEqualTypeOf<string | undefined>();
  expectTypeOf(args.get("page", 1, Number)).toEqualTypeOf<number>();
  expectTypeOf(args.get("page", undefined, Number)).toEqualTypeOf<number | undefined>();
  expectTypeOf(args.getList("n", Number)).toEqualTypeOf<number[]>();
  expectTypeOf(args.require("q")).toEqualTypeOf<string>();
});
