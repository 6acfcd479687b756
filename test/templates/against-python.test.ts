/** Operators, methods, filters and tests on random values, compared with a real Python and its Jinja. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { list, number, question, small, text, texts, value } from "./neutral-values.ts";
import { answer } from "./operations.ts";
import { askPython, type Question } from "./python-oracle.ts";

/** The same cases in every run, so that a failure is one for everybody; another seed finds others. */
const SEED = 20_240_601;
const RUNS = 1000;

function eachOf(
  kind: Question["kind"],
  names: string,
  ...operands: Parameters<typeof question>[2][]
): fc.Arbitrary<Question>[] {
  return names.split(" ").map((name) => question(kind, name, ...operands));
}

const optionalSmall = fc.oneof(small, fc.constant(null));
const positive = fc.integer({ min: 1, max: 5 }).map((n) => ({ int: `${n}` }));

const SUBJECTS: Readonly<Record<string, readonly fc.Arbitrary<Question>[]>> = {
  "arithmetic of numbers": [
    ...eachOf("operator", "+ - * / // %", number, number),
    question("operator", "**", number, small),
  ],
  "operators between values of any type": eachOf("operator", "+ - == != < <= > >= in", value, value),
  "signs, truth and printing": eachOf("operator", "neg pos bool str", value),
  slices: [question("operator", "slice", fc.oneof(text, list), optionalSmall, optionalSmall, optionalSmall)],
  "methods of text": [
    ...eachOf(
      "method",
      "capitalize casefold lower upper swapcase title strip lstrip rstrip split rsplit splitlines",
      text,
    ),
    ...eachOf(
      "method",
      "isalpha isalnum isdecimal isdigit isnumeric isidentifier isascii islower isupper",
      text,
    ),
    ...eachOf("method", "istitle isprintable isspace expandtabs encode", text),
    ...eachOf(
      "method",
      "strip split rsplit partition rpartition find rfind index count startswith endswith",
      text,
      texts("a", "b", " ", ",", "ab", ""),
    ),
    ...eachOf("method", "split rsplit", text, texts("a", " ", ","), small),
    ...eachOf("method", "find rfind count startswith", text, texts("a", "b", ""), small, small),
    ...eachOf("method", "center ljust rjust zfill expandtabs", text, small),
    question("method", "replace", text, texts("a", "b", ""), texts("", "xy"), small),
    question("method", "join", texts(", ", ""), list),
  ],
  "format specifications": [
    question(
      "operator",
      "spec",
      fc.oneof(number, text),
      fc
        .tuple(
          fc.constantFrom("", "<", ">", "^", "=", "*<", "0=", "x^"),
          fc.constantFrom("", "+", "-", " "),
          fc.constantFrom("", "#"),
          fc.constantFrom("", "0"),
          fc.constantFrom("", "5", "12"),
          fc.constantFrom("", ",", "_"),
          fc.constantFrom("", ".0", ".2", ".5"),
          fc.constantFrom("", ..."dfeg%xXbonGEcs"),
        )
        .map((parts) => parts.join("")),
    ),
  ],
  "the % operator": [
    question(
      "operator",
      "%",
      fc
        .tuple(
          fc.constantFrom("", "-", "0", "+", " ", "#", "-0"),
          fc.constantFrom("", "5", "12"),
          fc.constantFrom("", ".0", ".2", ".5"),
          fc.constantFrom(..."dfegxXosrGia"),
        )
        .map((parts) => `[%${parts.join("")}]`),
      value,
    ),
  ],
  filters: [
    ...eachOf(
      "filter",
      "abs int float round filesizeformat upper lower capitalize title trim center string",
      value,
    ),
    ...eachOf(
      "filter",
      "striptags wordcount indent escape forceescape safe urlencode length first last list join",
      value,
    ),
    ...eachOf("filter", "sum sort unique reverse min max tojson pprint urlize dictsort items", value),
    ...eachOf("filter", "first last list join sum sort unique reverse min max", list),
    ...eachOf("filter", "truncate center wordwrap indent", text, small),
    ...eachOf("filter", "batch slice", list, positive),
    ...eachOf("filter", "batch slice", list, positive, texts("x")),
    question(
      "filter",
      "round",
      number,
      fc.integer({ min: -4, max: 5 }).map((n) => ({ int: `${n}` })),
      texts("common", "ceil", "floor"),
    ),
  ],
  tests: [
    ...eachOf(
      "test",
      "defined undefined none boolean true false integer float number string mapping sequence",
      value,
    ),
    ...eachOf("test", "iterable callable escaped odd even lower upper", value),
    ...eachOf("test", "eq ne lt le gt ge in", value, value),
    question("test", "divisibleby", number, number),
  ],
};

describeWith(flaskPython, "the values of templates, as Python has them", (python) => {
  test.each(Object.keys(SUBJECTS))("%s", (subject) => {
    const questions = fc.sample(fc.oneof(...(SUBJECTS[subject] ?? [])), { numRuns: RUNS, seed: SEED });
    const answers = askPython(python, questions);
    const compared = questions.map((asked, index) => ({
      asked,
      python: answers[index],
      ours: answer(asked),
    }));
    const differences = compared.filter(
      ({ python, ours }) => JSON.stringify(python) !== JSON.stringify(ours),
    );
    expect(differences).toEqual([]);
  }, 60_000);
});
