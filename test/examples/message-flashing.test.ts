/** The notes: what is told after each step, and that it is told once. */
import type { FlagonClient } from "flagon/testing";
import { beforeEach, expect, test } from "vitest";
import { app } from "../../examples/message-flashing/app.ts";
import { tokenOf } from "./token.ts";

app.config.secretKey = "the key of these tests, which is long enough";

let client: FlagonClient;
beforeEach(() => {
  client = app.testClient();
});

type Told = { readonly category: string; readonly text: string };

const toldOn = (page: string): Told[] =>
  [...page.matchAll(/<p class="(\w+)" role="\w+">(.*)<\/p>/g)].map(([, category = "", text = ""]) => ({
    category,
    text,
  }));

/** Sends a form and gives what the next page tells. */
async function send(path: string, form: Record<string, string> = {}): Promise<Told[]> {
  const answer = await client.post(path, {
    form: { ...form, csrf_token: await tokenOf(client) },
    followRedirects: true,
  });
  return toldOn(answer.text());
}

test("a note that is added is told of once", async () => {
  expect(await send("/add", { note: "Buy tea" })).toEqual([
    { category: "done", text: "“Buy tea” is noted." },
  ]);
  expect(toldOn((await client.get("/")).text())).toEqual([]);
});

test("what is told is text", async () => {
  const [told] = await send("/add", { note: "<b>tea</b>" });

  expect(told?.text).toBe("“&lt;b&gt;tea&lt;/b&gt;” is noted.");
});

test.each([
  ["  ", "An empty note is no note."],
  ["x".repeat(81), "A note has at most 80 characters."],
])("the note %o is a problem", async (note, text) => {
  expect(await send("/add", { note })).toEqual([{ category: "problem", text }]);
});

test("the last note that there is room for is told of twice, the next one is refused", async () => {
  for (const note of ["1", "2", "3", "4"]) await send("/add", { note });

  expect((await send("/add", { note: "5" })).map(({ category }) => category)).toEqual(["done", "hint"]);
  expect((await send("/add", { note: "6" })).map(({ category }) => category)).toEqual(["problem"]);
});

test("a note is removed once", async () => {
  await send("/add", { note: "Buy tea" });

  expect(await send("/remove/0")).toEqual([{ category: "done", text: "“Buy tea” is removed." }]);
  expect(await send("/remove/0")).toEqual([{ category: "hint", text: "That note is gone already." }]);
});

test("no other site can write a note", async () => {
  expect((await client.post("/add", { form: { note: "x" } })).status).toBe(400);
});

test("below a path the forms are sent there", async () => {
  const page = await client.get("/", { baseUrl: "http://localhost/notes" });

  expect(page.text()).toContain('action="/notes/add"');
});
