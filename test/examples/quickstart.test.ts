/** The shopping list of the quickstart: what a visitor adds and removes, and what is refused. */
import type { FlagonClient, TestResponse } from "flagon/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { app } from "../../examples/quickstart/app.ts";
import { tokenOf } from "./token.ts";

let client: FlagonClient;
let token: string;

beforeEach(async () => {
  app.config.secretKey = "the key of these tests only";
  client = app.testClient();
  token = await tokenOf(client);
});

const send = (path: string, fields: Record<string, string> = {}): Promise<TestResponse> =>
  client.post(path, { form: { csrf_token: token, ...fields }, followRedirects: true });
const add = (item: string): Promise<TestResponse> => send("/", { item });

test("an empty list says that it is empty", async () => {
  expect((await client.get("/")).text()).toContain("Nothing to buy yet.");
});

describe("an item", () => {
  test("is added, shown escaped, and told of", async () => {
    const page = await add(" Salt & <pepper> ");
    expect(page.history[0]?.status).toBe(303);
    expect(page.text()).toContain("<span>Salt &amp; &lt;pepper&gt;</span>");
    expect(page.text()).toContain("Salt &amp; &lt;pepper&gt; is on the list.");
    expect((await client.get("/")).text()).not.toContain("is on the list.");
  });

  test("is removed by its position", async () => {
    await add("Bread");
    await add("Butter");
    const page = await send("/0/remove");
    expect(page.text()).toContain("Bread is off the list.");
    expect(page.text()).toContain("<span>Butter</span>");
    expect(page.text()).not.toContain("<span>Bread</span>");
  });

  test.each([
    ["", "Write down what you want to buy."],
    ["x".repeat(41), "at most 40 characters"],
    ["Bread", "Bread is on the list already."],
  ])("is not added as %j", async (item, problem) => {
    await add("Bread");
    expect((await add(item)).text()).toContain(problem);
    await client.sessionTransaction((session) => expect(session.get("shopping")).toEqual(["Bread"]));
  });

  test("is not added to a full list", async () => {
    const full = Array.from({ length: 20 }, (_, index) => `${index}`);
    await client.sessionTransaction((session) => session.set("shopping", full));
    expect((await add("Bread")).text()).toContain("at most 20 items");
  });

  test("that is not there can't be removed", async () => {
    const page = await send("/7/remove");
    expect(page.status).toBe(404);
    expect(page.text()).toContain("There is nothing here");
  });
});

test("a form of another site is refused", async () => {
  expect((await client.post("/", { form: { item: "Bread" } })).status).toBe(400);
});

test("each visitor has a list of their own", async () => {
  await add("Bread");
  expect((await app.testClient().get("/")).text()).toContain("Nothing to buy yet.");
});
