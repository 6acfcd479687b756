/** The page about the environment: what it finds, and what it never shows. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { app } from "../../examples/environment/app.ts";

const KEY = "the key of these tests only";

beforeEach(() => {
  app.config.secretKey = KEY;
});

afterEach(() => vi.restoreAllMocks());

type Check = { readonly what: string; readonly ready: boolean };

async function missing(): Promise<string[]> {
  const checks = (await app.testClient().get("/ready.json")).json<Check[]>();
  return checks.filter(({ ready }) => !ready).map(({ what }) => what);
}

test("is ready on this machine, and never shows the key", async () => {
  const client = app.testClient();
  const page = await client.get("/");
  expect(page.text()).toContain("You are ready");
  expect(page.text()).toContain(process.versions.node);
  expect(page.text()).not.toContain(KEY);
  expect((await client.get("/ready.json")).status).toBe(200);
});

test("says what to do without a key", async () => {
  app.config.secretKey = undefined;
  const client = app.testClient();
  const page = await client.get("/");
  expect(page.text()).toContain("Something is missing");
  expect(page.text()).toContain("openssl rand -hex 32");
  expect((await client.get("/ready.json")).status).toBe(503);
  expect(await missing()).toEqual(["Secret key"]);
});

test.each([
  ["22.18.0", []],
  ["24.0.0", []],
  ["22.17.9", ["Node.js"]],
  ["20.20.2", ["Node.js"]],
])("with Node.js %s lacks %j", async (node, lacks) => {
  vi.spyOn(process, "versions", "get").mockReturnValue({ ...process.versions, node });
  expect(await missing()).toEqual(lacks);
});
