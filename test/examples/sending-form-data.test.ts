/** The workshop's form: what the next page shows of it, and what is not taken. */
import type { FlagonClient, TestResponse } from "flagon/testing";
import { expect, test } from "vitest";
import { app } from "../../examples/sending-form-data/app.ts";
import { tokenOf } from "./token.ts";

const GOOD = { name: "Ada", email: "ada@example.com", seats: "2", topic: ["Routing", "Sessions"], note: "" };

async function send(fields: object, client: FlagonClient = app.testClient()): Promise<TestResponse> {
  return client.post("/result", { form: { ...GOOD, ...fields, csrf_token: await tokenOf(client) } });
}

test("the next page shows the fields in a table", async () => {
  const response = await send({});

  expect(response.status).toBe(200);
  const cells = [...response.text().matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(cells).toEqual([
    ...["Name", "Ada", "Email", "ada@example.com", "Seats", "2"],
    ...["Topics", "Routing, Sessions", "Note", ""],
  ]);
});

test("what looks like HTML is shown, and does nothing", async () => {
  const page = (await send({ name: "<script>alert(1)</script>", note: '"><b>' })).text();

  expect(page).toContain("Thank you, &lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("<td>&#34;&gt;&lt;b&gt;</td>");
  expect(page).not.toContain("<script>");
});

test("no topic is none, and no error", async () => {
  expect((await send({ topic: [] })).text()).toContain("<td>none</td>");
});

test.each([
  ["name", { name: " " }, "Please tell your name."],
  ["name", { name: "x".repeat(81) }, "at most 80 characters"],
  ["email", { email: "nonsense" }, "This is no mail address."],
  ["seats", { seats: "" }, "from 1 to 8"],
  ["seats", { seats: "9" }, "from 1 to 8"],
  ["seats", { seats: "1.5" }, "from 1 to 8"],
  ["seats", { seats: "1e0" }, "from 1 to 8"],
  ["topics", { topic: ["Routing", "Cheating"] }, "Choose from these topics."],
  ["note", { note: "x".repeat(501) }, "at most 500 characters"],
])("%s: %o comes back with what is wrong", async (field, fields, problem) => {
  const response = await send(fields);

  expect(response.status).toBe(422);
  expect(response.text()).toMatch(new RegExp(`id="${field}-problem">[^<]*${problem}`));
});

test("a form that comes back keeps what was right", async () => {
  const page = (await send({ email: "nonsense", note: "one\r\ntwo" })).text();

  expect(page).toContain('value="Ada"');
  expect(page).toContain('value="Routing" checked>');
  expect(page).not.toContain('value="Templates" checked>');
  expect(page).toContain("\none\ntwo</textarea>");
});

test("without the token of a page of the site nothing is taken", async () => {
  const client = app.testClient();
  await client.get("/");

  expect((await client.post("/result", { form: GOOD })).status).toBe(400);
});

test("a field that no browser would leave out is a 400", async () => {
  expect((await send({ seats: [] })).status).toBe(400);
});

test("who comes to the result without a form gets the form", async () => {
  expect((await app.testClient().get("/result")).text()).toContain("Join the workshop");
});

test("below a path the form is sent there", async () => {
  const page = await app.testClient().get("/", { baseUrl: "http://localhost/join" });

  expect(page.text()).toContain('action="/join/result"');
});
