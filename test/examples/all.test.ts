/** The page of all examples: each of them works below its path. */
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Flagon } from "flagon";
import type { FlagonClient } from "flagon/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { tokenIn } from "./token.ts";

const folder = mkdtempSync(join(tmpdir(), "flagon-examples-"));
const names = globSync("*/app.ts", { cwd: join(import.meta.dirname, "../../examples") })
  .map(dirname)
  .filter((name) => name !== "all");
const mounted = names.filter((name) => name !== "strangler");

let app: Flagon;
let client: FlagonClient;

beforeAll(async () => {
  vi.stubEnv("SECRET_KEY", "the same for all examples");
  vi.stubEnv("DATABASE", join(folder, "blog.sqlite"));
  const sqlite = await import("../../examples/sqlite/app.ts");
  sqlite.app.config.database = join(folder, "jars.sqlite");
  ({ app } = await import("../../examples/all/app.ts"));
  client = app.testClient();
});

afterAll(async () => {
  await client.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The paths that a page leads to, without its fragments and what is elsewhere. */
function pathsOf(page: string, base: string): string[] {
  const targets = [...page.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^(?:https?:\/\/|mailto:|data:|#)/.test(target))
    .map((target) => new URL(target.replaceAll("&amp;", "&"), `http://localhost${base}`).pathname);
}

test("the page has a card for each example, with its sentence and its command", async () => {
  const page = (await client.get("/")).text();
  const cards = page.split(/(?=<li id=")/).slice(1);
  expect(cards.map((card) => /id="([\w-]+)"/.exec(card)?.[1]).sort()).toEqual(names.sort());
  for (const card of cards) {
    expect(card).toMatch(/<p>\S[^<]+[.:!]<\/p>/);
    expect(card).toMatch(
      /<code>npx (?:flagon --app examples\/[\w-]+\/app\.ts run|node examples\/strangler\/main\.ts)</,
    );
  }
});

test("the page leads to what is there", async () => {
  const page = (await client.get("/")).text();
  for (const path of pathsOf(page, "/")) {
    const { status } = await client.get(path, { followRedirects: true });
    expect(status, path).toBe(200);
  }
});

test("no other file is read by the name of a chapter", async () => {
  expect((await client.get("/docs/package.json")).status).toBe(404);
  expect((await client.get("/docs/..%2fpackage.json")).status).toBe(404);
});

test("each example signs with a key of its own, also where SECRET_KEY is the same for all", async () => {
  const { findExamples } = await import("../../examples/all/examples.ts");
  const keys = (await findExamples()).flatMap(({ app }) => app?.config.secretKey?.toString() ?? []);
  expect(keys.length).toBeGreaterThan(9);
  expect(new Set(keys).size).toBe(keys.length);
});

describe.each(mounted)("the example %s", (name) => {
  test("answers, and its first page stays below its path", async () => {
    const answer = await client.get(`/${name}/`, { followRedirects: true });
    expect(answer.status).toBe(200);
    for (const { location } of answer.history) expect(location).toMatch(new RegExp(`^/${name}/`));
    const paths = pathsOf(answer.text(), `/${name}/`);
    expect(paths.filter((path) => !path.startsWith(`/${name}/`))).toEqual([]);
    for (const path of paths) {
      const { status, location } = await client.get(path);
      if (path.includes("/static/")) expect(status, path).toBe(200);
      const target = new URL(location ?? path, "http://localhost").pathname;
      expect(target, path).toMatch(new RegExp(`^/${name}/`));
    }
  });

  test("keeps its cookies to itself", async () => {
    const { headers } = await app.testClient().get(`/${name}/`);
    for (const cookie of headers.getList("Set-Cookie")) expect(cookie).toContain(`Path=/${name}`);
  });
});

test("forms work below a path, with tokens and a session of its own", async () => {
  const visitor = app.testClient();
  const first = (await visitor.get("/quickstart/")).text();
  const token = tokenIn(first);
  const action = pathsOf(/<form[^>]*>/.exec(first)?.[0] ?? "", "/quickstart/")[0] ?? "/quickstart/";
  const added = await visitor.post(action, { form: { item: "Butter", csrf_token: token } });

  expect(added.status).toBe(303);
  expect(added.location).toBe("/quickstart/");
  expect((await visitor.get("/quickstart/")).text()).toContain("Butter");
  expect((await visitor.get("/message-flashing/")).text()).not.toContain("Butter");
});
