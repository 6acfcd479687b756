import { describe, expect, test } from "vitest";
import { Environment, Extension, type Macro } from "../../src/templates/index.ts";
import type { Statement } from "../../src/templates/syntax/nodes.ts";
import type { Parser } from "../../src/templates/syntax/parser.ts";
import type { Token } from "../../src/templates/syntax/token.ts";

describe("a macro that a function in TypeScript is given", () => {
  const source = "{% macro m(x) %}<{{ x }}>{% endmacro %}";

  test("is a function there", () => {
    const twice = (macro: (x: unknown) => unknown, x: unknown) => `${macro(x)}${macro(x)}`;
    expect(new Environment().fromString(`${source}{{ twice(m, 1.0) }}`).render({ twice })).toBe("<1><1>");
  });

  test("and the macro again when it comes back", () => {
    const same = (macro: Macro) => macro;
    expect(
      new Environment().fromString(`${source}{{ same(m).name }}{{ same(m)(x=2) }}`).render({ same }),
    ).toBe("m<2>");
  });

  test("as is a method", () => {
    const apply = (method: () => string) => method();
    expect(new Environment().fromString("{{ apply('a'.upper) }}").render({ apply })).toBe("A");
  });

  test("as is the body of an extension's block", () => {
    class Shout extends Extension {
      override readonly identifier = "shout";
      override readonly tags = ["shout"];
      override parse(parser: Parser, { lineno }: Token): Statement {
        const body = parser.parseStatements("endshout");
        return {
          kind: "CallBlock",
          lineno,
          parameters: [],
          defaults: [],
          body,
          call: this.callMethod("shout", lineno),
        };
      }
      shout({ caller }: { caller: () => string }): string {
        return `${caller()}!`.toUpperCase();
      }
    }
    const environment = new Environment({ extensions: [Shout] });
    expect(environment.fromString("{% shout %}hi {{ name }}{% endshout %}").render({ name: "ann" })).toBe(
      "HI ANN!",
    );
  });
});
