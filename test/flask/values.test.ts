/** Every kind of value that Flask's sessions hold, stored on one server and read on the other. */
import { describe, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { type Description, describeValue } from "./described-value.ts";
import { startBoth } from "./two-servers.ts";
import { Visitor } from "./visitor.ts";

const kinds: readonly [string, Description][] = [
  ["a tuple", { tuple: [{ int: "1" }, { str: "a" }, { none: true }] }],
  ["an empty tuple", { tuple: [] }],
  ["a list", { list: [{ int: "1" }, { list: [] }] }],
  ["bytes", { bytes: "00ff10616263" }],
  ["no bytes", { bytes: "" }],
  ["Markup", { markup: "<b>&amp;</b>" }],
  ["a UUID", { uuid: "0b5d1b2c-9f3a-4e6d-8c7b-112233445566" }],
  ["a datetime", { datetime: "2031-02-28T23:59:58Z" }],
  ["a datetime of the past", { datetime: "1969-07-20T20:17:40Z" }],
  ["a dict", { dict: [["name", { str: "Zoë ☃ 𝄞" }]] }],
  ["an empty dict", { dict: [] }],
  ["a dict that looks like a tuple", { dict: [[" t", { list: [{ int: "1" }] }]] }],
  ["a dict that looks like a tagged dict", { dict: [[" di", { dict: [[" b", { int: "1" }]] }]] }],
  [
    "a dict with the keys of every object",
    {
      dict: [
        ["__proto__", { int: "1" }],
        ["constructor", { int: "2" }],
      ],
    },
  ],
  ["True", { bool: true }],
  ["None", { none: true }],
  ["an integer of 100 bits", { int: "1267650600228229401496703205377" }],
  ["a negative integer", { int: "-42" }],
  ["a float", describeValue(-0.1)],
  ["a small float", describeValue(1e-7)],
  ["text of quotes and controls", { str: "\"'\\\u0000\u001f\u007f\u2028\n" }],
  [
    "values in values",
    {
      dict: [
        [
          "cart",
          {
            list: [{ tuple: [{ uuid: "0b5d1b2c-9f3a-4e6d-8c7b-112233445566" }, { markup: "<i>&#39;</i>" }] }],
          },
        ],
        ["stamp", { tuple: [{ datetime: "2031-02-28T23:59:58Z" }, { dict: [["raw", { bytes: "ff" }]] }] }],
      ],
    },
  ],
  ["much text", { str: "long ".repeat(600) }],
];

describeWith(flaskPython, "a session value", (python) => {
  const directions = startBoth(python);

  describe.each(directions)("stored on %s and read on %s", (_first, _second, urls) => {
    test.each(kinds)("may be %s", async (_name, value) => {
      const [here, there] = urls();
      const visitor = new Visitor();

      await visitor.post(`${here}/values`, { values: JSON.stringify([["value", value]]) });

      expect(JSON.parse(await visitor.get(`${there}/values`))).toEqual([["value", value]]);
    });

    test("may be one of many, which the other changes without harm to the rest", async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      const short = kinds.filter(([name]) => name !== "much text");
      await visitor.post(`${here}/values`, { values: JSON.stringify(short) });

      await visitor.post(`${there}/values`, { values: JSON.stringify([["a list", { str: "changed" }]]) });

      const seen = new Map<string, Description>(JSON.parse(await visitor.get(`${here}/values`)));
      expect(seen).toEqual(new Map(short).set("a list", { str: "changed" }));
    });
  });
});
