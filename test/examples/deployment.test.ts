/** The deployment example by the test client, and what a visitor's mistakes get. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlagonClient } from "flagon/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "../../examples/deployment/app.ts";
import { tokenOf } from "./token.ts";

let client: FlagonClient;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagon-seen-"));
  Object.assign(app, { instancePath: join(folder, "instance") });
  // What it logs is tested behind nginx.
  app.logger = { warn: () => undefined, error: console.error };
  client = app.testClient();
});

afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function upload(content: string, visitor = client): Promise<string> {
  const form = { csrf_token: await tokenOf(visitor) };
  const files = { file: [content, "a.txt"] } as const;
  return (await visitor.post("/", { form, files, followRedirects: true })).text();
}

test("a file is new once, whoever sends it", async () => {
  expect(await upload("one")).toContain("This file is new here.");
  const other = app.testClient();
  expect(await upload("one", other)).toContain("This file has been here before, 1×.");
  expect(await upload("two", other)).toMatch(/Different files so far: 2\. Asked by you: 2\./);
});

test("what is known outlives the application", async () => {
  await upload("one");
  await client.close();
  expect(await upload("one")).toContain("before, 1×");
});

test("a form of another site, without a file, or too large is refused", async () => {
  expect((await client.post("/", { files: { file: ["x", "x"] } })).status).toBe(400);
  expect((await client.post("/", { data: "x".repeat(4 * 1024 * 1024 + 1) })).status).toBe(413);
});

test("it is healthy as long as the database answers", async () => {
  const health = await client.get("/health");
  expect([health.status, health.text(), health.headers.get("Cache-Control")]).toEqual([
    200,
    "ok\n",
    "no-store",
  ]);
});

test("every link leads below the path where it is mounted", async () => {
  const page = (await client.get("/", { baseUrl: "http://localhost/below" })).text();
  for (const [, url] of page.matchAll(/(?:href|src|data-from)="([^"]+)"/g)) expect(url).toMatch(/^\/below\//);
});
