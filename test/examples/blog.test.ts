/** The blog from the outside: accounts, posts, and whose they are. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Flagon } from "flagon";
import type { FlagonClient } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../examples/blog/app.ts";

let folder: string;
let app: Flagon;
let client: FlagonClient;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagon-blog-"));
  app = createApp({
    secretKey: "the key of these tests",
    testing: true,
    database: join(folder, "blog.sqlite"),
    wtfCsrfEnabled: false,
  });
  client = app.testClient();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function logIn(username: string, password = "a long password", visitor = client): Promise<string> {
  await visitor.post("/auth/register", { form: { username, password } });
  const page = await visitor.post("/auth/login", { form: { username, password }, followRedirects: true });
  return page.text();
}

const write = (title: string, body = "", visitor = client) =>
  visitor.post("/create", { form: { title, body }, followRedirects: true });

describe("an account", () => {
  test("is registered once, and logs in with its password alone", async () => {
    expect(await logIn("ada")).toContain('<span class="who">ada</span>');
    const again = await client.post("/auth/register", { form: { username: "ADA", password: "another one" } });
    expect(again.text()).toContain("The name ADA is taken");
    const wrong = app.testClient();
    for (const username of ["ada", "nobody"]) {
      const page = await wrong.post("/auth/login", { form: { username, password: "wrong" } });
      expect(page.text()).toContain("do not belong together");
    }
    await client.post("/auth/logout");
    expect((await client.get("/")).text()).toContain("Log in");
  });

  test.each([
    ["", "a long password", "choose a name"],
    ["x".repeat(41), "a long password", "at most 40 characters"],
    ["bob", "short", "at least 8 characters"],
  ])("is not registered as %o with %o", async (username, password, problem) => {
    const page = await client.post("/auth/register", { form: { username, password } });
    expect(page.text()).toContain(problem);
  });

  test("takes nothing of the time before into the login", async () => {
    await client.sessionTransaction((session) => void session.set("cart", [1]));
    await logIn("ada");
    await client.sessionTransaction((session) =>
      expect([session.get("userId"), session.has("cart")]).toEqual([1, false]),
    );
  });
});

describe("a post", () => {
  test("is written, shown, changed and deleted by whoever is logged in", async () => {
    await logIn("ada");
    expect((await write("<First>", "Two\r\nlines")).text()).toContain("<h2>&lt;First&gt;</h2>");
    expect((await client.get("/1/update")).text()).toContain(">\nTwo\nlines</textarea>");
    const changed = await client.post("/1/update", {
      form: { title: "Second", body: "" },
      followRedirects: true,
    });
    expect(changed.text()).toContain("<h2>Second</h2>");
    expect((await client.post("/1/delete", { followRedirects: true })).text()).toContain(
      "Nobody has written",
    );
  });

  test("needs a title, and is not lost without one", async () => {
    await logIn("ada");
    const page = await write("", "a long text");
    expect(page.text()).toContain("A post needs a title.");
    expect(page.text()).toContain("a long text");
  });

  test("is changed by its writer alone", async () => {
    await logIn("ada");
    await write("Mine");
    const other = app.testClient();
    await logIn("bob", "a long password", other);
    expect((await other.get("/1/update")).status).toBe(403);
    expect((await other.post("/1/delete")).status).toBe(403);
    expect((await other.get("/9/update")).status).toBe(404);
    expect((await other.get("/")).text()).not.toContain("/1/update");
  });

  test("is written by nobody who is not logged in", async () => {
    const page = await client.get("/create", { followRedirects: true });
    expect([page.history[0]?.status, page.request.path]).toEqual([303, "/auth/login"]);
    expect(page.text()).toContain("Please log in first.");
  });
});

test("a form of another site is refused", async () => {
  app.config.wtfCsrfEnabled = true;
  expect(
    (await client.post("/auth/register", { form: { username: "a", password: "12345678" } })).status,
  ).toBe(400);
});

test("the database is closed after each request, also after one that fails", async () => {
  const open: boolean[] = [];
  const { g } = await import("flagon");
  app.teardownRequest(() => void open.push(g.db?.isOpen ?? false));
  app.teardownAppContext(() => void open.push(g.db?.isOpen ?? false));
  app.get("/fails", () => {
    throw new Error("fails");
  });
  await logIn("ada");
  open.length = 0;
  await expect(client.get("/fails")).rejects.toThrow("fails");
  expect(open).toEqual([true, true]);
});
