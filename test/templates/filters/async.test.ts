import { describe, expect, test } from "vitest";
import { asyncFilters } from "../../../src/templates/filters/async.ts";
import { call } from "../../../src/templates/values/call.ts";
import { itemsOf, itemsOfAsync } from "../../../src/templates/values/iterate.ts";
import { str } from "../../../src/templates/values/text.ts";
import { bareContext } from "../operations.ts";

const context = bareContext();
async function* numbers() {
  for (const number of [3, 1, 2]) yield number;
}
const filter = (name: string, value: unknown, args: unknown[] = [], keywords: Record<string, unknown> = {}) =>
  call(context, asyncFilters.get(name), [value, ...args], new Map(Object.entries(keywords)));

describe.each([
  ["awaited items", () => numbers()],
  ["items that are there", () => [3, 1, 2]],
])("the filters of asynchronous templates, on %s", (_, source) => {
  test("list, first, join and sum", async () => {
    expect(await filter("list", source())).toEqual([3, 1, 2]);
    expect(await filter("first", source())).toBe(3);
    expect(await filter("join", source(), ["-"])).toBe("3-1-2");
    expect(await filter("sum", source())).toBe(6);
  });

  test("map and select, awaiting each step", async () => {
    const doubling = bareContext();
    const filters = new Map([...doubling.environment.filters, ["double", async (n: number) => n * 2]]);
    const withDouble = { ...doubling, environment: { ...doubling.environment, filters } };
    const mapped = call(withDouble, asyncFilters.get("map"), [source(), "double"]);
    expect(await itemsOfAsync(mapped)).toEqual([6, 2, 4]);
    expect(await itemsOfAsync(filter("select", source(), ["odd"]))).toEqual([3, 1]);
    expect(await itemsOfAsync(filter("reject", source(), ["odd"]))).toEqual([2]);
  });

  test("slice and groupby", async () => {
    expect(itemsOf(await filter("slice", source(), [2]))).toEqual([[3, 1], [2]]);
    const grouped = (await filter("groupby", source(), ["real"])) as [unknown, unknown][];
    expect(grouped.map(([key]) => key)).toEqual([1, 2, 3]);
  });
});

test("selectattr and rejectattr await as well", async () => {
  const rows = [{ on: true }, { on: false }];
  expect(await itemsOfAsync(filter("selectattr", rows, ["on"]))).toEqual([{ on: true }]);
  expect(await itemsOfAsync(filter("rejectattr", rows, ["on"]))).toEqual([{ on: false }]);
});

test("the first of nothing is undefined", async () => {
  expect(str(await filter("first", []))).toBe("");
});
