import { Flagon } from "flagon";
import { expectTypeOf, test } from "vitest";

test("the values of a command have the types of its text and its options", () => {
  const { cli } = new Flagon();
  cli.command("a <one> [two] [rest...]", ({ one, two, rest }) => {
    expectTypeOf(one).toEqualTypeOf<string>();
    expectTypeOf(two).toEqualTypeOf<string | undefined>();
    expectTypeOf(rest).toEqualTypeOf<readonly string[]>();
  });
  cli.command(
    "b <one>",
    {
      options: {
        yes: { type: "boolean" },
        size: { type: "number" },
        name: { type: "string", default: "x" },
      },
    },
    ({ one, yes, size, name }) => {
      expectTypeOf(one).toEqualTypeOf<string>();
      expectTypeOf(yes).toEqualTypeOf<boolean>();
      expectTypeOf(size).toEqualTypeOf<number | undefined>();
      expectTypeOf(name).toEqualTypeOf<string>();
    },
  );
  // @ts-expect-error there is no such argument
  cli.command("c <one>", ({ other }) => other);
});
