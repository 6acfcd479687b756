/** The upload demo from the outside: what is kept, under which name, and what is refused. */
import type { FlagonClient, TestFile } from "flagon/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "../../examples/upload/app.ts";
import { tokenOf } from "./token.ts";

let client: FlagonClient;

beforeEach(() => {
  app.testing = true;
  app.secretKey = "the key of these tests";
  client = app.testClient();
});

afterEach(() => client.close());

async function upload(files: readonly TestFile[], fields: Readonly<Record<string, string>> = {}) {
  const csrf_token = await tokenOf(client);
  return client.post("/", { form: { csrf_token, ...fields }, files: { files }, followRedirects: true });
}

test("several files are kept, and listed with the newest first", async () => {
  const page = await upload(
    [
      ["tea", "notes.txt"],
      ["x".repeat(2048), "photo.jpg"],
    ],
    { note: "<b>for Ada</b>" },
  );

  expect(page.text()).toContain("2 files are here: &lt;b&gt;for Ada&lt;/b&gt;");
  expect(page.text()).toMatch(/photo\.jpg.*image\/jpeg · 2\u00a0kB[\s\S]*notes\.txt.*3\u00a0bytes/);
});

test("a name that leads elsewhere is shown as a harmless one", async () => {
  const page = await upload([["root", "../../../etc/passwd"]]);

  expect(page.text()).toContain('<span class="name">etc_passwd</span>');
});

test("a form without a file says so", async () => {
  expect((await upload([["", ""]])).text()).toContain("Choose at least one file.");
});

test("too much is explained before it is read", async () => {
  const page = await upload([["x".repeat(9 * 1024 * 1024), "film.mp4"]]);

  expect(page.status).toBe(413);
  expect(page.text()).toContain("That is too much at once");
});

test("a form of another site is refused", async () => {
  const page = await client.post("/", { form: { note: "" }, files: { files: [] } });

  expect(page.status).toBe(400);
  expect(page.text()).toContain("The CSRF token is missing.");
});
