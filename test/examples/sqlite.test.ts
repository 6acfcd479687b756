/** The jars from the outside: what is found, what is moved as a whole or not at all, and that databases are closed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Flagon, g } from "flagon";
import type { FlagonClient, TestResponse } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../examples/sqlite/app.ts";

let folder: string;
let app: Flagon;
let client: FlagonClient;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagon-jars-"));
  app = createApp({
    secretKey: "the key of these tests",
    testing: true,
    wtfCsrfEnabled: false,
    database: join(folder, "jars.sqlite"),
  });
  client = app.testClient();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const jarsOn = (page: TestResponse): string[] =>
  [...page.text().matchAll(/<tr><td>(.*?)<\/td><td class="number">(.*?)<\/td>/g)].map(
    ([, name, sum]) => `${name} ${sum}`,
  );

const move = (from: number, to: number, amount: string) =>
  client.post("/transfer", { form: { from, to, amount }, followRedirects: true });

describe("a search", () => {
  test("finds jars by a part of their names", async () => {
    expect(jarsOn(await client.get("/"))).toEqual(["Ada 10.00 €", "Bob 2.50 €", "Tea 0.00 €"]);
    expect(jarsOn(await client.get("/", { query: { q: "A" } }))).toEqual(["Ada 10.00 €", "Tea 0.00 €"]);
  });

  test.each(["' OR 1=1 --", "%", "'; DROP TABLE jar; --"])("takes %s for a name", async (q) => {
    const page = await client.get("/", { query: { q } });

    expect(jarsOn(page)).toEqual([]);
    expect(page.text()).toContain("No jar has that in its name.");
    expect(jarsOn(await client.get("/"))).toHaveLength(3);
  });
});

describe("money", () => {
  test("is moved from one jar to the other", async () => {
    const page = await move(1, 3, "7,50");

    expect(page.text()).toContain("It is moved.");
    expect(jarsOn(page)).toEqual(["Ada 2.50 €", "Bob 2.50 €", "Tea 7.50 €"]);
  });

  test.each([
    [2, 3, "2.51", "There is not so much in that jar."],
    [1, 9, "1", "There is no such jar."],
    [9, 1, "1", "There is not so much in that jar."],
    [1, 2, "a lot", "How much?"],
    [1, 2, "0", "How much?"],
    [1, 2, "-5", "How much?"],
  ])("stays where it is: from %i to %i, %s", async (from, to, amount, problem) => {
    const page = await move(from, to, amount);

    expect(page.text()).toContain(problem);
    expect(jarsOn(page)).toEqual(["Ada 10.00 €", "Bob 2.50 €", "Tea 0.00 €"]);
  });
});

test("each database is closed when its request has ended", async () => {
  const seen: DatabaseSync[] = [];
  app.teardownRequest(() => {
    if (g.database !== undefined) seen.push(g.database);
  });
  await client.get("/");
  await move(2, 3, "100");

  expect(seen.map((db) => db.isOpen)).toEqual([false, false, false]);
});

test("flagon init-db makes the tables anew", async () => {
  await move(1, 2, "5");
  const { exitCode, stdout } = await app.testCliRunner().invoke(["init-db"]);

  expect([exitCode, stdout]).toEqual([0, "The database is as new.\n"]);
  const db = new DatabaseSync(join(folder, "jars.sqlite"), { readOnly: true });
  expect(db.prepare("SELECT cents FROM jar WHERE name = 'Ada'").get()).toEqual({ cents: 1000 });
  db.close();
});

test("a form of another site is refused", async () => {
  app.config.wtfCsrfEnabled = true;
  expect((await move(1, 2, "1")).status).toBe(400);
});
