/** The tests of the testing example under `node --test`, as a reader runs them; those for Vitest run beside these. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the example's tests pass under node --test", () => {
  const file = fileURLToPath(new URL("../../examples/testing/node.test.ts", import.meta.url));
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: "", VITEST: undefined };
  const args = ["--test", "--test-reporter=tap", file];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  expect(stdout).toMatch(/^# pass 4\n# fail 0$/m);
  expect(status).toBe(0);
});
