import fc from "fast-check";
import { Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** Variables that share a segment, or what is left of a path, as they stand in a rule. */
const CONVERTERS = [
  "default",
  "string(length=2)",
  "string(minlength=2)",
  "string(minlength=0, maxlength=2)",
  "int",
  "int(signed=True)",
  "float",
  "float(signed=True)",
  "any(a, ab, '-', 1)",
  "any('', a)",
  "path",
  "uuid",
] as const;

const literal = fc.constantFrom("-", ".", "a", "1", "-1", "/", "/a", "\u{1f600}");
const path = fc.string({
  unit: fc.constantFrom("a", "b", "1", "٣", "-", ".", "/", "\n", "\u{1f600}"),
  maxLength: 9,
});

/** A rule of literals and variables in turn, the first of which is a literal that makes it one. */
const rule = fc
  .array(fc.tuple(fc.constantFrom(...CONVERTERS), fc.option(literal, { nil: "" })), {
    minLength: 2,
    maxLength: 4,
  })
  .map((pieces) => pieces.map(([converter, after], index) => `<${converter}:v${index}>${after}`).join(""))
  .filter((text) => !text.includes("//"));

/** What a backtracking expression captures, which has Werkzeug's semantics. */
function reference(text: string): RegExp {
  const [bound] = new UrlMap([new Rule(`/x${text}`)]).iterRules();
  const variables = bound?.variables ?? [];
  let index = 0;
  const source = text.replace(/<[^>]*>|[^<]+/g, (piece) =>
    piece.startsWith("<")
      ? `(?<v${index}>${variables[index++]?.converter.regex.replaceAll("\\d", "\\p{Nd}")})`
      : piece.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"),
  );
  // A slash at the end belongs to no variable that takes all that is left.
  const end = hasPath(text) && source.endsWith("\\/") ? `${source.slice(0, -2)}(?<!/)/` : source;
  return new RegExp(`^/x${end}$`, "u");
}

const hasPath = (text: string): boolean => text.includes("<path:");

function captured(text: string, given: string): readonly string[] | undefined {
  const map = new UrlMap([new Rule(`/x${text}`)], { mergeSlashes: false });
  const found = map.find("", given, "GET");
  return "rule" in found ? found.texts : undefined;
}

describe("several variables are cut as a backtracking expression cuts them", () => {
  const same = (text: string, given: string): void => {
    const groups = reference(text).exec(given)?.groups;
    expect(captured(text, given)).toEqual(groups === undefined ? undefined : Object.values(groups));
  };

  test("whatever the rule and the path", () => {
    fc.assert(
      fc.property(rule, path, (text, rest) => same(text, `/x${rest}`)),
      { numRuns: 1000 },
    );
  });

  test("where the path is made of what the rule takes", () => {
    const made = rule.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc
          .array(fc.constantFrom("a", "ab", "1", "1.1", "-1", "٣.1", "\u{1f600}", ""), {
            minLength: 4,
            maxLength: 4,
          })
          .map((values) => {
            let index = 0;
            return text.replace(/<[^>]*>/g, () => values[index++] ?? "");
          }),
      ),
    );
    fc.assert(
      fc.property(made, ([text, rest]) => same(text, `/x${rest}`)),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["<a>-<b>", "/xa-b-c"],
    ["<a><b>", "/xabc"],
    ["<int:a><int:b>", "/x123"],
    ["<int:a>.<float:b>", "/x1.2.3"],
    ["<path:a>-<b>", "/xa/b-c-d"],
    ["<any(a, ab):a><b>", "/xabc"],
    ["<any(a, ab):a>c<b>", "/xabcd"],
    ["<string(length=1):a><b>", "/x\u{1f600}b"],
    ["<path:a>-<path:b>/", "/xa-b/"],
    ["<path:a>-<path:b>/", "/xa-b//"],
    ["<uuid:a>-<b>", "/x12345678-1234-5678-1234-567812345678-b"],
  ])("%s of %s", (text, given) => {
    same(text, given);
  });
});
