/** Tests of the shelf without a framework: `node --test`. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Flagon } from "flagon";
import type { FlagonClient } from "flagon/testing";
import { createApp } from "./app.ts";

let app: Flagon;
let client: FlagonClient;

beforeEach(() => {
  app = createApp({ testing: true, secretKey: "the key of these tests alone", wtfCsrfEnabled: false });
  client = app.testClient();
});

afterEach(() => client.close());

test("a form puts a book on the shelf", async () => {
  const page = await client.post("/books", { form: { title: "Emma" }, followRedirects: true });
  assert.match(page.text(), /Emma is on the shelf/);
  assert.deepEqual((await client.get("/api/books")).json(), [{ id: 1, title: "Emma" }]);
});

test("a login ends after half an hour", async () => {
  mock.timers.enable({ apis: ["Date"], now: Date.now() });
  await client.post("/login", { form: { name: "Ada" } });
  mock.timers.tick(31 * 60_000);
  assert.match((await client.get("/")).text(), /Hello stranger/);
  mock.timers.reset();
});

test("a program without its password is refused", async () => {
  const answer = await client.post("/api/books", { json: { title: "Emma" } });
  assert.equal(answer.status, 401);
});

test("a command puts a book on the shelf", async () => {
  const { exitCode, stdout } = await app.testCliRunner().invoke(["add", "Emma"]);
  assert.deepEqual([exitCode, stdout], [0, "Emma is on the shelf.\n"]);
});
