/** Templates made from strings are kept, few and short ones only. */
import { expect, test } from "vitest";
import { Environment } from "../../src/templates/environment.ts";
import { DoExtension } from "../../src/templates/extensions/small-extensions.ts";

test("the same string is compiled once", () => {
  const environment = new Environment();
  expect(environment.stringTemplate("{{ 1 }}")).toBe(environment.stringTemplate("{{ 1 }}"));
  expect(environment.stringTemplate("{{ 1 }}")).not.toBe(environment.stringTemplate("{{ 1 }} "));
  expect(environment.fromString("{{ 1 }}")).not.toBe(environment.fromString("{{ 1 }}"));
});

test("what was not asked for longest is forgotten beyond 100 of them", () => {
  const environment = new Environment();
  const [first, second] = [environment.stringTemplate("0"), environment.stringTemplate("1")];
  for (let number = 2; number < 100; number++) environment.stringTemplate(`${number}`);
  expect(environment.stringTemplate("0")).toBe(first);
  environment.stringTemplate("one more");
  expect(environment.stringTemplate("0")).toBe(first);
  expect(environment.stringTemplate("1")).not.toBe(second);
});

test("long ones are bounded by their length, and one alone can't push out the others", () => {
  const environment = new Environment();
  const small = environment.stringTemplate("small");
  const huge = "x".repeat(40_000);
  expect(environment.stringTemplate(huge)).not.toBe(environment.stringTemplate(huge));
  expect(environment.stringTemplate("small")).toBe(small);
  for (let number = 0; number < 9; number++) environment.stringTemplate(`${number}`.repeat(32_000));
  expect(environment.stringTemplate("small")).not.toBe(small);
});

test("a mistake is found each time, and an environment without a cache keeps nothing", () => {
  const environment = new Environment({ cacheSize: 0 });
  expect(environment.stringTemplate("x")).not.toBe(environment.stringTemplate("x"));
  for (let time = 0; time < 2; time++)
    expect(() => new Environment().stringTemplate("{% x %}")).toThrow("unknown tag");
});

test("an extension that is added later is seen", () => {
  const environment = new Environment();
  expect(() => environment.stringTemplate("{% do 1 %}")).toThrow("unknown tag");
  const plain = environment.stringTemplate("x");
  environment.addExtension(DoExtension);
  expect(environment.stringTemplate("x")).not.toBe(plain);
  expect(environment.stringTemplate("{% do 1 %}y").render()).toBe("y");
});
