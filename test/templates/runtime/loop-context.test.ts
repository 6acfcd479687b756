import { describe, expect, test } from "vitest";
import { AsyncLoopContext, LoopContext } from "../../../src/templates/runtime/loop-context.ts";
import { getattr } from "../../../src/templates/values/attributes.ts";
import { call } from "../../../src/templates/values/call.ts";
import { Undefined } from "../../../src/templates/values/undefined.ts";
import { bareContext } from "../operations.ts";

function* letters() {
  yield* "abc";
}
async function* slowLetters() {
  yield* "abc";
}

describe.each([
  ["a list", () => ["a", "b", "c"]],
  ["text", () => "abc"],
  ["an iterator", letters],
])("a loop over %s", (_, source) => {
  test("knows where it is", () => {
    const loop = new LoopContext(source(), Undefined);
    const rounds: unknown[] = [];
    while (loop.step()) {
      const { current, index, index0, first, last, revindex, revindex0, length } = loop;
      rounds.push([current, index, index0, first, last, revindex, revindex0, length]);
    }
    expect(rounds).toEqual([
      ["a", 1, 0, true, false, 3, 2, 3],
      ["b", 2, 1, false, false, 2, 1, 3],
      ["c", 3, 2, false, true, 1, 0, 3],
    ]);
    expect(loop.isEmpty).toBe(false);
  });

  test("looks one back and one ahead", () => {
    const loop = new LoopContext(source(), Undefined);
    const neighbours: unknown[] = [];
    while (loop.step()) neighbours.push([String(loop.previtem), String(loop.nextitem)]);
    expect(neighbours).toEqual([
      ["", "b"],
      ["a", "c"],
      ["b", ""],
    ]);
  });
});

test("a loop reads an endless iterator no further than it must", () => {
  let read = 0;
  function* endless() {
    for (;;) yield read++;
  }
  const loop = new LoopContext(endless(), Undefined);
  loop.step();
  expect(loop.last).toBe(false);
  expect(read).toBe(2);
});

test("a loop over nothing is empty", () => {
  const loop = new LoopContext([], Undefined);
  expect(loop.step()).toBe(false);
  expect(loop.isEmpty).toBe(true);
});

test("a loop sees what is appended to its list", () => {
  const list = [1];
  const loop = new LoopContext(list, Undefined);
  const seen: unknown[] = [];
  while (loop.step()) {
    seen.push(loop.current);
    if (list.length < 3) list.push(list.length + 1);
  }
  expect(seen).toEqual([1, 2, 3]);
});

test("cycle and changed", () => {
  const loop = new LoopContext([1, 1, 2], Undefined);
  const rounds: unknown[] = [];
  while (loop.step()) rounds.push([loop.cycle("odd", "even"), loop.changed(loop.current)]);
  expect(rounds).toEqual([
    ["odd", true],
    ["even", false],
    ["odd", true],
  ]);
  expect(() => loop.cycle()).toThrow("no items for cycling given");
});

test("a recursive loop calls for its body, one level deeper", () => {
  const context = bareContext();
  const loop = new LoopContext([1], Undefined, (items, depth) => `${items}@${depth}`, 1);
  expect(call(context, loop, ["x"])).toBe("x@2");
  expect(getattr(context.environment, loop, "depth")).toBe(2);
  expect(() => call(context, new LoopContext([1], Undefined), ["x"])).toThrow("'recursive' marker");
});

describe.each([
  ["awaited items", slowLetters],
  ["items that are there", letters],
])("an asynchronous loop over %s", (_, source) => {
  test("knows where it is", async () => {
    const loop = new AsyncLoopContext(source(), Undefined);
    const rounds: unknown[] = [];
    while (await loop.step()) {
      rounds.push([loop.current, loop.index, await loop.last, await loop.revindex, await loop.length]);
    }
    expect(rounds).toEqual([
      ["a", 1, false, 3, 3],
      ["b", 2, false, 2, 3],
      ["c", 3, true, 1, 3],
    ]);
  });

  test("looks ahead", async () => {
    const loop = new AsyncLoopContext(source(), Undefined);
    await loop.step();
    expect(await loop.nextitem).toBe("b");
    expect(String(loop.previtem)).toBe("");
    expect(await loop.revindex0).toBe(2);
  });
});
