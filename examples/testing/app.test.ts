/** The tests of the shelf, for Vitest: `npx vitest run`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Flagon } from "flagon";
import { generatePasswordHash } from "flagon/http";
import type { FlagonClient } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp, visitor } from "./app.ts";

let folder: string;
let app: Flagon;
let client: FlagonClient;

// Each test has an application, a database and a client of its own: none can spoil another.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shelf-"));
  app = createApp({
    testing: true,
    secretKey: "the key of these tests alone",
    database: join(folder, "shelf.sqlite"),
    wtfCsrfEnabled: false,
  });
  client = app.testClient();
});

afterEach(async () => {
  await client.close(); // runs app.onShutdown, which closes the database
  rmSync(folder, { recursive: true });
  vi.useRealTimers();
});

describe("a form", () => {
  test("puts a book on the shelf, and leads back to it", async () => {
    const page = await client.post("/books", { form: { title: " <Emma> " }, followRedirects: true });
    expect(page.text()).toContain("<li>&lt;Emma&gt;</li>");
    expect(page.text()).toContain("&lt;Emma&gt; is on the shelf.");
    expect(page.history.map(({ status, location }) => [status, location])).toEqual([[303, "/"]]);
    expect([page.request.method, page.request.path]).toEqual(["GET", "/"]);
  });

  test.each([
    [{ title: " " }, 200, "A book needs a title."],
    [{}, 400, "title"],
    [{ title: "x".repeat(65 * 1024) }, 413, "Too Large"],
  ])("that is wrong, %j, gets %i", async (form, status, text) => {
    const page = await client.post("/books", { form, followRedirects: true });
    expect(page.status).toBe(status);
    expect(page.text()).toContain(text);
  });

  test("of another site is refused", async () => {
    app.config.wtfCsrfEnabled = true;
    expect((await client.post("/books", { form: { title: "Emma" } })).status).toBe(400);
  });
});

test("a file is uploaded", async () => {
  const list = ["Emma\r\nPersuasion\n\n", "austen.txt"] as const;
  const page = await client.post("/list", { files: { list }, followRedirects: true });
  expect(page.text()).toContain("On the shelf from austen.txt: 2.");
});

describe("a program", () => {
  test("adds a book with its password, and reads them all", async () => {
    app.config.programHash = await generatePasswordHash("sesame");
    const auth = ["program", "sesame"] as const;
    const answer = await client.post("/api/books", { json: { title: "Emma" }, auth });
    expect([answer.status, answer.json()]).toEqual([201, { id: 1, title: "Emma" }]);
    const all = await client.get("/api/books", { headers: { Accept: "application/json" } });
    expect(all.json<{ title: string }[]>().map(({ title }) => title)).toEqual(["Emma"]);
  });

  test("is asked who it is", async () => {
    const answer = await client.post("/api/books", { json: { title: "Emma" } });
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, 'Basic realm="shelf"']);
  });
});

describe("a login", () => {
  test("is kept, by this browser alone", async () => {
    await client.post("/login", { form: { name: "Ada" } });
    const other = app.testClient();
    expect((await client.get("/")).text()).toContain("Hello Ada");
    expect((await other.get("/", { query: { as: "Bob" } })).text()).toContain("Hello Bob");
  });

  test("ends after half an hour", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await client.post("/login", { form: { name: "Ada" } });
    vi.setSystemTime(Date.now() + 29 * 60_000);
    expect((await client.get("/")).text()).toContain("Hello Ada");
    vi.setSystemTime(Date.now() + 31 * 60_000);
    expect((await client.get("/")).text()).toContain("Hello stranger");
  });

  test("may be there before the test begins", async () => {
    await client.sessionTransaction((session) => session.set("visitor", "Ada"));
    expect((await client.get("/")).text()).toContain("Hello Ada");
    expect(client.getCookie("session")?.httpOnly).toBe(true);
  });
});

test("a function is called as if within a request", () => {
  expect(app.testRequestContext("/?as=Bob", visitor)).toBe("Bob");
});

test("an error of the application is the test's", async () => {
  await client.get("/");
  await client.close();
  app.config.database = join(folder, "no/such/folder");
  await expect(client.get("/")).rejects.toThrow(/did not start: .*unable to open database file/);
  app.config.database = ":memory:";
});

test("a command writes what it has done", async () => {
  const result = await app.testCliRunner().invoke(["add", "Emma"]);
  expect([result.exitCode, result.stdout]).toEqual([0, "Emma is on the shelf.\n"]);
  expect((await client.get("/api/books")).json()).toEqual([{ id: 1, title: "Emma" }]);
});
