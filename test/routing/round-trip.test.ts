import fc from "fast-check";
import { HTTPException } from "flagon/http";
import { Rule, UrlMap } from "flagon/routing";
import { UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

/** What stands between variables is in no value, so that a URL can be read in one way only. */
const SEPARATOR = "~";

const text = fc.string({ unit: "grapheme", minLength: 1 }).map((value) => value.replace(/[~/]/g, "-"));

/** Values of each converter that it can read back: no exponents, no negative zero. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  "string(minlength=2)": text.map((value) => `${value}x`),
  int: fc.maxSafeNat(),
  "int(signed=True)": fc.maxSafeInteger().map((value) => value + 0),
  "int(fixed_digits=4)": fc.nat(9999),
  float: fc.integer({ min: 0, max: 1e9 }).map((value) => value / 64),
  "float(signed=True)": fc.integer({ min: 1, max: 1e9 }).map((value) => value / -64),
  "any(a, 'b c', ü)": fc.constantFrom("a", "b c", "ü"),
  uuid: fc.uuid().map((value) => new UUID(value)),
};

const PATH = fc
  .array(text, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/").replace(/\p{Cc}/gu, "."));

type Made = { readonly rule: string; readonly values: Readonly<Record<string, unknown>> };

const variable = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((converter) => fc.tuple(fc.constant(converter), VALUES[converter] as fc.Arbitrary<unknown>));

const made: fc.Arbitrary<Made> = fc
  .record({
    variables: fc.array(fc.tuple(variable, fc.constantFrom("/", SEPARATOR, `/b${SEPARATOR}`)), {
      maxLength: 4,
    }),
    path: fc.option(PATH, { nil: undefined }),
    end: fc.constantFrom("", "/", "/end", "/end/"),
  })
  .map(({ variables, path, end }) => {
    const values: Record<string, unknown> = {};
    let rule = "";
    for (const [[converter, value], separator] of variables) {
      const name = `v${Object.keys(values).length}`;
      values[name] = value;
      rule += `<${converter}:${name}>${separator}`;
    }
    if (path === undefined) return { rule: `${rule}x${end}`, values };
    return { rule: `${rule}<path:p>${end}`, values: { ...values, p: path } };
  });

const mapOf = (rules: readonly Made[]): UrlMap =>
  new UrlMap(rules.map(({ rule }, index) => new Rule(`/${index}/${rule}`, { endpoint: `e${index}` })));

describe("in any map", () => {
  const rules = fc.array(made, { minLength: 1, maxLength: 6 });

  test("a URL that was built leads back to its endpoint and values", () => {
    fc.assert(
      fc.property(rules, (all) => {
        const urls = mapOf(all).bind("example.com");
        for (const [index, { values }] of all.entries()) {
          const url = urls.build(`e${index}`, values);
          expect(url).toMatch(/^\/[!-~]*$/);
          const match = urls.match(decodeURIComponent(url));
          expect([match.endpoint, match.values]).toEqual([`e${index}`, values]);
        }
      }),
    );
  });

  test("a query that was built leads back to its values", () => {
    const dictionary = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
      fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
    );
    const urls = new UrlMap([new Rule("/", { endpoint: "index" })]).bind("example.com");
    fc.assert(
      fc.property(dictionary, (given) => {
        const { searchParams } = new URL(urls.build("index", given), "http://localhost");
        for (const [key, items] of Object.entries(given)) expect(searchParams.getAll(key)).toEqual(items);
        expect([...searchParams].length).toBe(Object.values(given).flat().length);
      }),
    );
  });

  test("any path has a rule or is an HTTP error, and nothing else", () => {
    const path = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."0123~/-.xab\n\0 ü".split("")) }),
      fc
        .array(fc.constantFrom("0/", "1/", "~", "/", "12", "1.5", "x", "-"), { maxLength: 12 })
        .map((all) => all.join("")),
    );
    const method = fc.constantFrom("GET", "POST", "FOO", "", "__proto__");
    fc.assert(
      fc.property(rules, fc.array(fc.tuple(path, method), { minLength: 5 }), (all, requests) => {
        const urls = mapOf(all).bind("example.com");
        for (const [given, methodGiven] of requests) {
          try {
            urls.match(given, { method: methodGiven });
          } catch (error) {
            expect(error).toBeInstanceOf(HTTPException);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
