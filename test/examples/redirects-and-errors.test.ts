/** The library's desk: where visitors are sent, and what they see when something goes wrong. */
import type { FlagonClient, TestResponse } from "flagon/testing";
import { beforeEach, expect, test, vi } from "vitest";
import { app } from "../../examples/redirects-and-errors/app.ts";
import { tokenOf } from "./token.ts";

app.config.secretKey = "the key of these tests, which is long enough";

let client: FlagonClient;
beforeEach(() => {
  client = app.testClient();
});

async function logIn(path: string, name = "Ada"): Promise<TestResponse> {
  return client.post(path, { form: { name, csrf_token: await tokenOf(client, path) } });
}

test("the old address leads to the new one for good", async () => {
  const response = await client.get("/catalogue");

  expect(response.status).toBe(308);
  expect(response.location).toBe("/");
});

test("who is not logged in logs in first, and then gets where they wanted to", async () => {
  const asked = await client.get("/members?tab=1");
  expect(asked.status).toBe(302);
  expect(asked.location).toBe("/login?next=/members?tab%3D1");

  const answer = await logIn(asked.location ?? "");
  expect(answer.status).toBe(303);
  expect(answer.location).toBe("/members?tab=1");
  expect((await client.get("/members")).text()).toContain("Welcome, Ada");
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "",
])("a login does not lead to %o", async (next) => {
  const response = await logIn(`/login?next=${encodeURIComponent(next)}`);

  expect(response.location).toBe("/");
});

test("an empty name is no name", async () => {
  expect((await logIn("/login", " ")).text()).toContain("1 to 40 characters");
});

test.each([
  ["/books/9", 404, "There is no book 9."],
  ["/nowhere", 404, "<h1>Not Found</h1>"],
  ["/books/2", 409, "Somebody else has “Bread &amp; Salt”."],
  ["/staff", 403, "those who work here"],
])("%s is answered with %i and a page of the library", async (path, status, text) => {
  const response = await client.get(path, { headers: { Accept: "text/html" } });

  expect(response.status).toBe(status);
  expect(response.text()).toContain(text);
  expect(response.text()).toContain("Back to the library");
});

test("a program that asks for JSON gets JSON", async () => {
  const response = await client.get("/books/9", { headers: { Accept: "application/json" } });

  expect(response.status).toBe(404);
  expect(response.json()).toEqual({ code: 404, error: "There is no book 9." });
});

test("what went wrong inside is in the log, and not on the page", async () => {
  const log = vi.spyOn(app.logger, "error").mockImplementation(() => {});
  const response = await client.get("/broken");

  expect(response.status).toBe(500);
  expect(response.text()).toContain("<h1>Internal Server Error</h1>");
  expect(response.text()).not.toContain("tulip");
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});

test("a form without its token is a page too", async () => {
  const response = await client.post("/login", { form: { name: "Ada" } });

  expect(response.status).toBe(400);
  expect(response.text()).toContain("Back to the library");
});

test("below a path the redirects lead there", async () => {
  const baseUrl = "http://localhost/library";

  expect((await client.get("/catalogue", { baseUrl })).location).toBe("/library/");
  const login = (await client.get("/members", { baseUrl })).location;
  expect(login).toBe("/library/login?next=/library/members?");
});
