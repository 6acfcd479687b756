/** The tests of the testing example under `node --test`, as a reader runs them; those for Vitest run beside these. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Shelf } from "../../examples/testing/shelf.ts";

test("the example's tests pass under node --test", () => {
  const file = fileURLToPath(new URL("../../examples/testing/node.test.ts", import.meta.url));
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: "", VITEST: undefined };
  const args = ["--test", "--test-reporter=tap", file];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect(stdout).toMatch(/^# pass 4\n# fail 0$/m);
  expect(status).toBe(0);
});

test("what strangers put on the shelf has an end: the oldest book leaves it", () => {
  const shelf = new Shelf(":memory:");
  for (let count = 1; count <= 510; count++) shelf.add(`Book ${count}`);
  const titles = shelf.books().map(({ title }) => title);
  expect([titles.length, titles[0], titles.at(-1)]).toEqual([500, "Book 11", "Book 510"]);
  shelf.close();
});
