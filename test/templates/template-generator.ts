/** Random templates for the comparison with Jinja: every statement, and expressions over a known context. */
import fc from "fast-check";

/** What every generated template is rendered with, as JSON on Python's side. */
export const CONTEXT: Readonly<Record<string, unknown>> = {
  n: 7,
  zero: 0,
  half: 0.5,
  s: "Hello World",
  html: "<b>&amp;</b>",
  flag: true,
  off: false,
  nothing: null,
  nums: [3, 1, 2],
  words: ["pear", "Apple", "fig", "apple"],
  empty: [],
  user: { name: "Ann", age: 41, tags: ["a", "b"], address: { city: "Oslo" } },
  rows: [
    { id: 1, name: "bob", ok: true, price: 2.5 },
    { id: 2, name: "Ann", ok: false, price: 10 },
    { id: 3, name: "cy", ok: true, price: 2.5 },
  ],
};

const literal = fc.oneof(
  fc.integer({ min: -5, max: 20 }).map(String),
  fc.constantFrom(
    "1.5",
    "2.0",
    "'a'",
    '"it\'s"',
    "'<i>'",
    "''",
    "true",
    "false",
    "none",
    "[]",
    "[1, 'x']",
    "(1, 2)",
    "{'k': 1}",
    "{}",
  ),
);
const variable = fc.constantFrom(
  "n",
  "zero",
  "half",
  "s",
  "html",
  "flag",
  "off",
  "nothing",
  "nums",
  "words",
  "empty",
  "user",
  "user.name",
  "user['age']",
  "user.tags[0]",
  "user.address.city",
  "user.nope",
  "rows",
  "rows[0].name",
  "rows[-1].price",
  "missing",
  "x",
  "v1",
  "v2",
);
const binary = fc.constantFrom(
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "~",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not in",
  "and",
  "or",
);
const filter = fc.constantFrom(
  "upper",
  "lower",
  "title",
  "capitalize",
  "trim",
  "length",
  "first",
  "last",
  "list",
  "sort",
  "unique|list",
  "reverse|list",
  "join(', ')",
  "join",
  "sum",
  "min",
  "max",
  "abs",
  "int",
  "float",
  "round",
  "round(1)",
  "default('d')",
  "default('d', true)",
  "string",
  "escape",
  "safe",
  "e",
  "striptags",
  "replace('a', 'b')",
  "truncate(5)",
  "wordcount",
  "center(11)",
  "indent",
  "tojson",
  "items|list",
  "dictsort",
  "map('string')|list",
  "map('upper')|join('|')",
  "map(attribute='name')|list",
  "select|list",
  "reject('none')|list",
  "selectattr('ok')|map(attribute='id')|list",
  "groupby('price')|list",
  "sort(attribute='name')|map(attribute='name')|join",
  "batch(2)|list",
  "slice(2)|list",
  "xmlattr",
  "urlize",
  "format",
  "urlencode",
  "filesizeformat",
  "pprint",
  "attr('upper')",
);
const test = fc.constantFrom(
  "defined",
  "undefined",
  "none",
  "string",
  "number",
  "integer",
  "float",
  "boolean",
  "mapping",
  "sequence",
  "iterable",
  "odd",
  "even",
  "divisibleby(2)",
  "lower",
  "upper",
  "sameas(n)",
  "eq(7)",
  "in([1, 7])",
  "escaped",
  "true",
  "callable",
);
const method = fc.constantFrom(
  ".upper()",
  ".split()",
  ".items()|list",
  ".get('name', 'd')",
  ".keys()|list",
  ".startswith('H')",
  ".replace('l', 'L')",
  ".count(1)",
  ".index(1)",
  ".format(1)",
  ".strip()",
  ".join(words)",
  "[0]",
  "[1:]",
  "[::-1]",
  "[-1]",
  ".title",
);

/** Expressions that rarely fail: of operands that fit their operators and filters. */
const textual = fc.constantFrom(
  "s",
  "html",
  "user.name",
  "'a b'",
  "words[0]",
  "rows[0].name",
  "missing|default('d')",
  "'%s'|format(n)",
);
const numeric = fc.constantFrom(
  "n",
  "zero",
  "half",
  "user.age",
  "2",
  "-3",
  "1.5",
  "nums[0]",
  "rows[0].price",
  "nums|sum",
);
const listing = fc.constantFrom(
  "nums",
  "words",
  "empty",
  "user.tags",
  "rows",
  "[1, 'x', none]",
  "'abc'",
  "user",
  "range(4)",
  "(1, 2)",
);
const textFilter = fc.constantFrom(
  "upper",
  "lower",
  "title",
  "capitalize",
  "trim",
  "length",
  "first",
  "last",
  "list",
  "reverse",
  "escape",
  "safe",
  "striptags",
  "replace('l', '<')",
  "truncate(5)",
  "truncate(8, true, '')",
  "wordcount",
  "center(20)",
  "indent(2, true)",
  "tojson",
  "urlize",
  "urlencode",
  "wordwrap(4)",
  "int",
  "float",
  "join('-')",
  "unique|list",
  "batch(3)|list",
  "string",
  "forceescape",
  "e|e",
);
const numericFilter = fc.constantFrom(
  "abs",
  "int",
  "float",
  "round",
  "round(1, 'floor')",
  "string",
  "tojson",
  "filesizeformat",
  "default(1, true)",
  "pprint",
);
const listFilter = fc.constantFrom(
  "length",
  "first",
  "last",
  "list",
  "reverse|list",
  "join(', ')",
  "tojson",
  "string",
  "map('string')|join",
  "select|list",
  "reject('none')|list",
  "unique|list",
  "batch(2, 'f')|list",
  "slice(2)|list",
  "pprint",
  "map('length')|list|length if false",
  "groupby(0)|list|length if false",
  "count",
  "random|string|length if false",
);

const typed: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(textual, textFilter).map(([a, f]) => `${a}|${f}`),
  fc.tuple(numeric, numericFilter).map(([a, f]) => `${a}|${f}`),
  fc.tuple(listing, listFilter).map(([a, f]) => `${a}|${f}`),
  fc
    .tuple(textual, fc.constantFrom("~", "==", "<", "+", "in", "and", "or"), textual)
    .map(([a, o, b]) => `(${a}) ${o} (${b})`),
  fc
    .tuple(numeric, fc.constantFrom("+", "-", "*", "~", "==", "<=", "and", "or"), numeric)
    .map(([a, o, b]) => `(${a}) ${o} (${b})`),
  fc
    .tuple(
      numeric,
      fc.constantFrom("/ 4", "// 2", "% 3", "** 2", "is odd", "is divisibleby 3", "in nums", "not in [1, 2]"),
    )
    .map(([a, o]) => `(${a}) ${o}`),
  fc.tuple(variable, test).map(([a, t]) => `${a} is ${t}`),
  fc.tuple(textual, method).map(([a, m]) => `(${a})${m}`),
  variable,
);

const { expression } = fc.letrec<{ expression: string; simple: string }>((tie) => ({
  simple: fc.oneof(variable, literal),
  expression: fc.oneof(
    { maxDepth: 3, depthIdentifier: "expression" },
    { weight: 30, arbitrary: typed },
    { weight: 4, arbitrary: tie("simple") },
    { weight: 1, arbitrary: fc.tuple(tie("expression"), filter).map(([a, f]) => `(${a})|${f}`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("expression"), binary, tie("expression"))
        .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("expression"), test, fc.boolean())
        .map(([a, t, not]) => `(${a}) is ${not ? "not " : ""}${t}`),
    },
    { weight: 1, arbitrary: fc.tuple(variable, method).map(([a, m]) => `${a}${m}`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie("expression"), tie("expression"), tie("expression"))
        .map(([a, b, c]) => `(${a}) if (${b}) else (${c})`),
    },
    { weight: 2, arbitrary: fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `[${a}, ${b}]`) },
    { weight: 2, arbitrary: tie("expression").map((a) => `not (${a})`) },
  ),
}));

const text = fc.constantFrom("a", " ", "\n", "  x\n", "<p>", "é", "- ");
const name = fc.constantFrom("v1", "v2", "x");
const dash = fc.constantFrom("", "", "", "-", "+");
const loopMember = fc.constantFrom(
  "index",
  "index0",
  "first",
  "last",
  "length",
  "revindex",
  "cycle('o', 'e')",
  "previtem",
  "nextitem",
  "depth",
  "changed(x)",
);

const { body } = fc.letrec<{ statement: string; body: string }>((tie) => ({
  body: fc.array(tie("statement"), { minLength: 1, maxLength: 4 }).map((statements) => statements.join("")),
  statement: fc.oneof(
    { maxDepth: 3, depthIdentifier: "statement" },
    { weight: 3, arbitrary: text },
    {
      weight: 5,
      arbitrary: fc
        .tuple(expression, dash, dash)
        .map(([e, a, b]) => `{{${a === "+" ? "" : a} ${e} ${b === "+" ? "" : b}}}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(expression, tie("body"), tie("body"), dash)
        .map(([e, a, b, d]) => `{%${d} if ${e} %}${a}{% else %}${b}{% endif %}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(listing, tie("body"), loopMember, dash)
        .map(
          ([v, b, m, d]) =>
            `{% for x in ${v} ${d === "+" ? "" : d}%}${b}{{ loop.${m} }}{% else %}none{% endfor %}`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("body"))
        .map(([b]) => `{% for v1, v2 in user.items() if v1 != 'age' %}${b}{% endfor %}`),
    },
    { weight: 2, arbitrary: fc.tuple(name, expression).map(([v, e]) => `{% set ${v} = ${e} %}`) },
    { weight: 1, arbitrary: fc.tuple(name, tie("body")).map(([v, b]) => `{% set ${v} %}${b}{% endset %}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(expression, tie("body")).map(([e, b]) => `{% with v1 = ${e} %}${b}{% endwith %}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("body"), fc.constantFrom("upper", "trim", "escape", "indent(2)"))
        .map(([b, f]) => `{% filter ${f} %}${b}{% endfilter %}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("body"), fc.constantFrom("true", "false"))
        .map(([b, v]) => `{% autoescape ${v} %}${b}{% endautoescape %}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("body"), expression, expression)
        .map(
          ([b, e, f]) =>
            `{% macro m(x, v1=${e}) %}${b}{{ caller() if caller else '' }}{% endmacro %}{{ m(${f}) }}{% call m(1) %}c{% endcall %}`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("body"))
        .map(
          ([b]) =>
            `{% set ns = namespace(v=0) %}{% for x in nums %}{% set ns.v = ns.v + x %}${b}{% endfor %}{{ ns.v }}`,
        ),
    },
    { weight: 1, arbitrary: text.map((t) => `{# ${t} #}`) },
    { weight: 1, arbitrary: tie("body").map((b) => `{% block b%BLOCK% %}${b}{% endblock %}`) },
    {
      weight: 1,
      arbitrary: fc.constant(
        "{% for x in nums recursive %}{{ x }}{% if x is number and x > 1 %}{{ loop([x - 1]) }}{% endif %}{% endfor %}",
      ),
    },
  ),
}));

/** A template's source. */
export const template: fc.Arbitrary<string> = body.map((source) => {
  let count = 0;
  return source.replace(/%BLOCK%/g, () => `${count++}`);
});
