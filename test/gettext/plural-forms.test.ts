/** The formulas of plural forms, as gettext and Python evaluate them. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CatalogueError } from "../../src/gettext/errors.ts";
import { parsePluralForms } from "../../src/gettext/plural-forms.ts";
import { describeWith, flaskPython } from "../requirements.ts";

const RUSSIAN = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2";
const ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)";

test.each([
  ["0", [0, 1, 2], [0, 0, 0]],
  ["n != 1", [0, 1, 2], [1, 0, 1]],
  ["n>1", [0, 1, 2], [0, 0, 1]],
  ["!n", [0, 1, 2], [1, 0, 0]],
  ["!!n", [0, 1, 2], [0, 1, 1]],
  ["n - 1 - 1 * 2 / 2", [5], [3]],
  [RUSSIAN, [1, 2, 5, 11, 12, 21, 22, 111], [0, 1, 2, 2, 2, 0, 1, 2]],
  [ARABIC, [0, 1, 2, 3, 11, 100, 102], [0, 1, 2, 3, 4, 5, 5]],
])("%s", (formula, counts, forms) => {
  expect(counts.map(parsePluralForms(formula))).toEqual(forms);
});

describe("what is no formula is refused", () => {
  test.each([
    ["", "ends too soon"],
    ["n ==", "ends too soon"],
    ["n n", 'unexpected "n"'],
    ["(n", "ends too soon"],
    ["n ? 1", "ends too soon"],
    ["process.exit()", "makes no sense at character 1"],
    ["n; n", "makes no sense at character 2"],
    ["n - -1", 'unexpected "-"'],
    ["(".repeat(30), "nests deeper than 20 levels"],
    ["n+".repeat(600), "longer than 1000 characters"],
  ])("%s", (formula, message) => {
    expect(() => parsePluralForms(formula)).toThrow(CatalogueError);
    expect(() => parsePluralForms(formula)).toThrow(message);
  });

  test("also if it divides by zero", () => {
    expect(() => parsePluralForms("n % n")(0)).toThrow("divides by zero");
  });
});

type Rules = { readonly formula: string; readonly operand: string; readonly condition: string };

/** What stands beside `||` and `&&` is a condition: of other values Python gives the value, where C gives 0 or 1. */
const { formula } = fc.letrec<Rules>((tie) => {
  const joined = (operand: fc.Arbitrary<string>, ...operators: string[]): fc.Arbitrary<string> =>
    fc.tuple(operand, fc.constantFrom(...operators), operand).map((parts) => parts.join(" "));
  const parenthesized = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    inner.map((text) => `(${text})`);
  return {
    operand: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("n", "1", "2", "10"),
      parenthesized(tie("formula")),
    ),
    condition: fc.oneof(
      { depthSize: "small" },
      joined(tie("operand"), "==", "!=", "<", "<=", ">", ">="),
      tie("operand").map((operand) => `!${operand}`),
      joined(parenthesized(tie("condition")), "||", "&&"),
    ),
    formula: fc.oneof(
      { depthSize: "small" },
      tie("operand"),
      tie("condition"),
      joined(tie("operand"), "+", "-", "*", "/", "%"),
      fc.tuple(tie("condition"), tie("formula"), tie("formula")).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    ),
  };
});

const SCRIPT = `
import gettext, json, sys
answers = []
for formula in json.load(sys.stdin):
    try: form = gettext.c2py(formula)
    except Exception: answers.append(None); continue
    row = []
    for n in range(30):
        try: row.append(int(form(n)))
        except ZeroDivisionError: row.append(None)
    answers.append(row)
json.dump(answers, sys.stdout)
`;

describeWith(flaskPython, "random formulas", (python) => {
  test("give what Python's gettext gives", () => {
    // Of negative numbers Python's remainder has another sign than C's.
    const formulas = fc.sample(formula, { numRuns: 800, seed: 7 }).filter((text) => !text.includes("-"));
    const input = JSON.stringify(formulas);
    const answers = JSON.parse(
      execFileSync(python, ["-c", SCRIPT], { input, encoding: "utf8" }),
    ) as unknown[];
    for (const [index, text] of formulas.entries()) {
      expect([text, outcome(text)]).toEqual([text, answers[index]]);
    }
  });
});

function outcome(text: string): unknown {
  try {
    const form = parsePluralForms(text);
    return Array.from({ length: 30 }, (_, n) => {
      try {
        return form(n);
      } catch {
        return null;
      }
    });
  } catch {
    return null;
  }
}
