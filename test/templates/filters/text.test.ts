import { describe, expect, test } from "vitest";
import { Markup } from "../../../src/markup/index.ts";
import { callFilter } from "../../../src/templates/filters/named.ts";
import { Float } from "../../../src/templates/values/float.ts";
import { repr, str } from "../../../src/templates/values/text.ts";
import { missing } from "../../../src/templates/values/type-name.ts";
import { Undefined } from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

const plain = bareContext();
const escaping = bareContext({ autoescape: true });

describe("HTML", () => {
  test("escape leaves HTML alone, forceescape does not", () => {
    expect(repr(callFilter(plain, "escape", new Markup("<b>")))).toBe("Markup('<b>')");
    expect(repr(callFilter(plain, "forceescape", new Markup("<b>")))).toBe("Markup('&lt;b&gt;')");
    expect(repr(callFilter(plain, "safe", "<b>"))).toBe("Markup('<b>')");
  });

  test("xmlattr leaves out what is None or missing, and refuses names that end early", () => {
    const attributes = { class: "a b", title: '"', id: null, x: new Undefined(null, missing, "x") };
    expect(repr(callFilter(escaping, "xmlattr", attributes))).toBe(`Markup(' class="a b" title="&#34;"')`);
    expect(callFilter(plain, "xmlattr", {})).toBe("");
    for (const name of ["a b", "a/", "a>", "a=b", "a\n"]) {
      expect(() => callFilter(plain, "xmlattr", { [name]: 1 })).toThrow(
        "Invalid character in attribute name",
      );
    }
  });

  test("striptags drops comments and tags, and resolves references", () => {
    expect(callFilter(plain, "striptags", "<p>a <!-- <b> -->&lt;&eacute;&#x41;&amp\n c</p>")).toBe(
      "a <éA& c",
    );
  });

  test("tojson is safe between script tags and in attributes", () => {
    const json = callFilter(plain, "tojson", { b: "</script>'&", a: [new Float(1), null, true] });
    expect(repr(json)).toBe(
      `Markup('{"a": [1.0, null, true], "b": "\\\\u003c/script\\\\u003e\\\\u0027\\\\u0026"}')`,
    );
    expect(str(callFilter(plain, "tojson", { a: [1] }, [2]))).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(() => callFilter(plain, "tojson", new Undefined())).toThrow("Undefined is not JSON serializable");
  });

  test("tojson asks the function of the policies", () => {
    const context = bareContext({
      policies: { "json.dumps_function": (_: unknown, options: object) => JSON.stringify(options) },
    });
    expect(str(callFilter(context, "tojson", 1))).toBe('{"sort_keys":true}');
  });
});

describe("urlize", () => {
  test.each([
    [
      "see http://example.com/x.",
      `see <a href="http://example.com/x" rel="noopener">http://example.com/x</a>.`,
    ],
    ["(www.example.com)", `(<a href="https://www.example.com" rel="noopener">www.example.com</a>)`],
    ["http://a.com/b_(c)", `<a href="http://a.com/b_(c)" rel="noopener">http://a.com/b_(c)</a>`],
    ["me@example.com,", `<a href="mailto:me@example.com">me@example.com</a>,`],
    ["mailto:me@example.com", `<a href="mailto:me@example.com">me@example.com</a>`],
    ["javascript:alert(1)", "javascript:alert(1)"],
    ["<script>", "&lt;script&gt;"],
    [
      'http://a.com/"onclick="x',
      `<a href="http://a.com/&#34;onclick=&#34;x" rel="noopener">http://a.com/&#34;onclick=&#34;x</a>`,
    ],
    ["no.links here", "no.links here"],
  ])("%s", (text, expected) => {
    expect(callFilter(plain, "urlize", text)).toBe(expected);
  });

  test("takes a limit, relations, a target and schemes", () => {
    const keywords = new Map<string, unknown>([
      ["trim_url_limit", 10],
      ["nofollow", true],
      ["target", "_blank"],
      ["extra_schemes", ["tel:"]],
    ]);
    expect(repr(callFilter(escaping, "urlize", "http://example.com tel:1", [], keywords))).toBe(
      `Markup('<a href="http://example.com" rel="nofollow noopener" target="_blank">http://exa...</a> ` +
        `<a href="tel:1" rel="nofollow noopener" target="_blank">tel:1</a>')`,
    );
    expect(() => callFilter(plain, "urlize", "x", [], new Map([["extra_schemes", ["no scheme"]]]))).toThrow(
      "not a valid URI scheme",
    );
  });
});

describe("text", () => {
  test("replace escapes what it puts into HTML", () => {
    expect(repr(callFilter(escaping, "replace", new Markup("<b>"), ["b", "<i>"]))).toBe(
      "Markup('<&lt;i&gt;>')",
    );
    expect(callFilter(escaping, "replace", "<b>", ["b", "<i>"])).toBe("<<i>>");
  });

  test("format takes values by position or by name, not both", () => {
    expect(callFilter(plain, "format", "%s-%s", [1, 2])).toBe("1-2");
    expect(callFilter(plain, "format", "%(a)s", [], new Map([["a", 1]]))).toBe("1");
    expect(() => callFilter(plain, "format", "%s", [1], new Map([["a", 1]]))).toThrow("at the same time");
  });

  test("indent and wordwrap keep HTML and its lines", () => {
    expect(repr(callFilter(plain, "indent", new Markup("a\nb"), [2, true]))).toBe("Markup('  a\\n  b')");
    expect(callFilter(plain, "wordwrap", "well-known facts", [6])).toBe("well-\nknown\nfacts");
    expect(callFilter(plain, "wordwrap", "abcdefgh", [3, false])).toBe("abcdefgh");
  });

  test("default replaces what is missing, with a flag also what is false", () => {
    expect(callFilter(plain, "default", new Undefined(), ["x"])).toBe("x");
    expect(callFilter(plain, "default", "", ["x"])).toBe("");
    expect(callFilter(plain, "d", "", ["x", true])).toBe("x");
  });

  test("attr finds attributes, never items", () => {
    expect(callFilter(plain, "attr", { a: 1 }, ["a"])).toBeInstanceOf(Undefined);
    expect(callFilter(plain, "attr", new Date(0), ["constructor"])).toBeInstanceOf(Undefined);
  });

  test("pprint breaks what is longer than a line", () => {
    const long = { key: "x".repeat(40), other: "y".repeat(40) };
    expect(callFilter(plain, "pprint", long)).toBe(`{'key': '${long.key}',\n 'other': '${long.other}'}`);
  });

  test("urlencode takes text, dictionaries and pairs", () => {
    expect(callFilter(plain, "urlencode", "a/b c&é")).toBe("a/b%20c%26%C3%A9");
    expect(callFilter(plain, "urlencode", { q: "a b", "x/y": 1 })).toBe("q=a+b&x%2Fy=1");
    expect(callFilter(plain, "urlencode", [["a", 1]])).toBe("a=1");
  });
});
