import { NotFound } from "flagon/http";
import { BuildError, IntegerConverter, type MapAdapter, Rule, UrlMap } from "flagon/routing";
import { UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

const of = (variable: string): MapAdapter =>
  new UrlMap([new Rule(`/<${variable}:x>`, { endpoint: "e" })]).bind("example.com");
const read = (variable: string, text: string): unknown => of(variable).match(`/${text}`).values.x;
const write = (variable: string, value: unknown): string => of(variable).build("e", { x: value });

describe("a text", () => {
  test.each<[variable: string, text: string, value: unknown]>([
    ["string", "a b", "a b"],
    ["default", "\u{1f600}", "\u{1f600}"],
    ["string(length=1)", "\u{1f600}", "\u{1f600}"],
    ["string(minlength=2)", "ab", "ab"],
    ["string(maxlength=2)", "ab", "ab"],
    ["string(2, 3)", "abc", "abc"],
    ["string(minlength=1, maxlength=9, length=2)", "ab", "ab"],
    ["int", "007", 7],
    ["int", "٣", 3],
    ["int", "𝟗", 9],
    ["int", "9007199254740991", Number.MAX_SAFE_INTEGER],
    ["int(signed=True)", "-5", -5],
    ["int(fixed_digits=3)", "012", 12],
    ["int(min=3, max=5)", "3", 3],
    ["int(min=3, max=5)", "5", 5],
    ["int(min=-3, signed=True)", "-3", -3],
    ["float", "1.50", 1.5],
    ["float", "٣.٥", 3.5],
    ["float(signed=True)", "-0.5", -0.5],
    ["float(max=2)", "2.0", 2],
    ["path", "a//b/", "a//b/"],
    ["path", "\n", "\n"],
    ['any(about, "a b", c.d)', "a b", "a b"],
    ["any(about, c.d)", "c.d", "c.d"],
  ])("%s reads %j", (variable, text, value) => {
    expect(read(variable, text)).toEqual(value);
  });

  test.each([
    ["string", "a/b"],
    ["string", ""],
    ["string(length=1)", "ab"],
    ["string(length=2)", "\u{1f600}"],
    ["string(minlength=2)", "a"],
    ["string(maxlength=2)", "abc"],
    ["int", "-5"],
    ["int", "+5"],
    ["int", "1.0"],
    ["int", "1e3"],
    ["int", "1_0"],
    ["int", " 1"],
    ["int", "1\n"],
    ["int", "0x1"],
    ["int", "²"],
    ["int", "9007199254740992"],
    ["int(signed=True)", "--5"],
    ["int(signed=True)", "-"],
    ["int(fixed_digits=3)", "12"],
    ["int(fixed_digits=3)", "0012"],
    ["int(min=3)", "2"],
    ["int(max=5)", "6"],
    ["int(min=-3, signed=True)", "-4"],
    ["float", "1"],
    ["float", "1."],
    ["float", ".5"],
    ["float", "1.5.5"],
    ["float", "-1.5"],
    ["float", "1.5e3"],
    ["float", "nan"],
    ["float(min=1)", "0.9"],
    ["float(max=2)", "2.1"],
    ["path", "/a"],
    ["path", "a\nb"],
    ["any(about, c.d)", "cxd"],
    ["any(about)", "About"],
    ["any(a, b)", "a|b"],
    ["any(constructor)", "toString"],
    ["uuid", "12345678123456781234567812345678"],
    ["uuid", "12345678-1234-5678-1234-56781234567g"],
    ["uuid", "12345678-1234-5678-1234-5678123456789"],
  ])("%s does not read %j", (variable, text) => {
    // The map takes off slashes at the start, so that one stands before it.
    const map = new UrlMap([new Rule(`/v/<${variable}:x>`)], { mergeSlashes: false });
    expect(() => map.bind("example.com").match(`/v/${text}`)).toThrow(NotFound);
  });

  test("is a UUID in either case", () => {
    const text = "12345678-1234-5678-1234-567812345678";
    expect(`${read("uuid", text)}`).toBe(text);
    expect(`${read("uuid", "ABCDEF78-1234-5678-1234-567812345678")}`).toBe(
      "abcdef78-1234-5678-1234-567812345678",
    );
  });

  test("that fails a limit is not found, and no other rule is tried", () => {
    const map = new UrlMap([new Rule("/<int(max=5):v>"), new Rule("/<int:v>"), new Rule("/<v>")], {
      duplicateRules: "allow",
    });
    expect(() => map.bind("example.com").match("/9")).toThrow(NotFound);
  });
});

describe("a value", () => {
  test.each<[variable: string, value: unknown, path: string]>([
    ["string", "a b/c?d#e%f", "/a%20b/c%3Fd%23e%25f"],
    ["string", "!$&'()*+,:;=@-._~", "/!$&'()*+,:;=@-._~"],
    ["string", 'ü"<>[]\\^`{|}', "/%C3%BC%22%3C%3E%5B%5D%5C%5E%60%7B%7C%7D"],
    ["string", "\ud800", "/%EF%BF%BD"],
    ["string", "\r\n\t\0", "/%0D%0A%09%00"],
    ["string", true, "/True"],
    ["string", 1, "/1"],
    ["string(length=5)", "", "/"],
    ["int", 5, "/5"],
    ["int", "5", "/5"],
    ["int", " ٣ ", "/3"],
    ["int", 1.9, "/1"],
    ["int", -1.9, "/-1"],
    ["int", true, "/1"],
    ["int", 1e21, "/1000000000000000000000"],
    ["int", 12345678901234567890n, "/12345678901234567890"],
    ["int(fixed_digits=4)", 5, "/0005"],
    ["int(fixed_digits=4, signed=True)", -5, "/-005"],
    ["int(min=2)", 1, "/1"],
    ["float", 5, "/5.0"],
    ["float", 1.5, "/1.5"],
    ["float", "2", "/2.0"],
    ["float", 1e22, "/1e+22"],
    ["float", 10n, "/10.0"],
    ["float", true, "/1.0"],
    ["path", "a/b c", "/a/b%20c"],
    ["any(a, b)", "b", "/b"],
    ["uuid", new UUID("12345678-1234-5678-1234-567812345678"), "/12345678-1234-5678-1234-567812345678"],
  ])("%s writes %s", (variable, value, path) => {
    expect(write(variable, value)).toBe(path);
  });

  test.each<[variable: string, value: unknown, reason: RegExp]>([
    ["int", "many", /x in the rule .* expected a whole number, not "many"/],
    ["int", "", /expected a whole number/],
    ["int", "1.5", /expected a whole number/],
    ["int", Number.NaN, /expected a whole number, not nan/],
    ["int", Number.POSITIVE_INFINITY, /expected a whole number, not inf/],
    ["int", {}, /expected a number/],
    ["float", "one", /expected a number, not "one"/],
    ["float", [1], /expected a number/],
    ["any(a, b)", "c", /expected one of "a", "b", not "c"/],
  ])("%s cannot write %j, and the error says so", (variable, value, reason) => {
    expect(() => write(variable, value)).toThrow(BuildError);
    expect(() => write(variable, value)).toThrow(reason);
  });

  test("that cannot be written keeps the converter's error as the cause", () => {
    try {
      write("int", "many");
      expect.unreachable();
    } catch (error) {
      expect((error as BuildError).cause).toBeInstanceOf(TypeError);
    }
  });
});

test("an integer beyond 2^53 is a bigint for a converter that wants it", () => {
  class BigIntegerConverter extends IntegerConverter {
    protected override unsafeInteger(text: string): bigint {
      return this.checkLimits(BigInt(text), text);
    }
  }
  const map = new UrlMap([new Rule("/<big(max=9007199254740999):x>")], {
    converters: [["big", BigIntegerConverter]],
  });
  const urls = map.bind("example.com");
  expect(urls.match("/9007199254740993").values).toEqual({ x: 9007199254740993n });
  expect(() => urls.match("/99007199254740993")).toThrow(NotFound);
});
