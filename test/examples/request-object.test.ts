/** The page about the request: what it shows of it, what it keeps to itself, and its JSON. */
import { expect, test } from "vitest";
import { app } from "../../examples/request-object/app.ts";

const client = app.testClient();

test("all values of the query are shown, as text", async () => {
  const page = (await client.get("/?tag=red&tag=blue&q=%3Cb%3Ebold")).text();

  expect(page).toContain("<code>red</code>, <code>blue</code>");
  expect(page).toContain('value="red" checked>');
  expect(page).not.toContain('value="green" checked>');
  expect(page).toContain('value="&lt;b&gt;bold"');
  expect(page).not.toContain("<b>");
});

test("without a query the page says that it is empty", async () => {
  expect((await client.get("/")).text()).toContain("It is empty.");
});

test("where it went is told as the visitor wrote it", async () => {
  const page = (await client.get("/", { baseUrl: "https://example.com/demo", query: { q: "tea" } })).text();

  expect(page).toContain("<code>https://example.com/demo/?q=tea</code>");
  expect(page).toContain("<code>/demo</code>");
  expect(page).toContain('<form action="/demo/">');
});

test("headers are shown, but not those that prove who somebody is", async () => {
  const headers = { "X-Tea": "green", Cookie: "session=secret1", Authorization: "Bearer secret2" };
  const page = (await client.get("/", { headers })).text();

  expect(page).toContain("<code>green</code>");
  expect(page).not.toContain("secret1");
  expect(page).not.toContain("secret2");
});

test("the words of a text in JSON are counted", async () => {
  const response = await client.post("/words", { json: { text: " one  two\nthree " } });

  expect(response.json()).toEqual({ words: 3 });
});

test.each([
  ["no object", { json: 3 }, 400],
  ["no text", { json: { text: 3 } }, 400],
  ["no JSON", { data: "{", contentType: "application/json" }, 400],
  ["a form", { form: { text: "one" } }, 415],
  ["too much", { json: { text: "x".repeat(10_001) } }, 422],
])("%s is refused", async (_what, options, status) => {
  expect((await client.post("/words", options)).status).toBe(status);
});
