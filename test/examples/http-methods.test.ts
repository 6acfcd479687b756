/** The notes: what each method does, what it must not do, and what is refused. */
import type { FlagonClient, TestResponse } from "flagon/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { app } from "../../examples/http-methods/app.ts";

let client: FlagonClient;
let token: string;

beforeEach(async () => {
  app.config.secretKey = "the key of these tests only";
  client = app.testClient();
  token = /data-token="([^"]+)"/.exec((await client.get("/")).text())?.[1] ?? "";
});

const send = (method: string, path: string, json?: unknown): Promise<TestResponse> =>
  client.open(path, { method, headers: { "X-CSRFToken": token }, ...(json === undefined ? {} : { json }) });

const allowed = (response: TestResponse): string[] => response.headers.get("Allow")?.split(", ").sort() ?? [];

describe("a note", () => {
  test("is added, read, changed and removed", async () => {
    const added = await send("POST", "/notes", { text: " Buy tea " });
    expect([added.status, added.location]).toEqual([201, "/notes/1"]);
    expect((await client.get("/notes/1")).json()).toEqual({ id: 1, text: "Buy tea" });
    expect((await send("PUT", "/notes/1", { text: "Buy cake" })).json()).toEqual({ id: 1, text: "Buy cake" });
    expect((await client.get("/notes")).json()).toEqual([{ id: 1, text: "Buy cake" }]);
    const removed = await send("DELETE", "/notes/1");
    expect([removed.status, removed.text()]).toEqual([204, ""]);
    expect((await client.get("/notes/1")).status).toBe(404);
  });

  test("is the same however often it is put, and another one each time it is posted", async () => {
    for (let time = 0; time < 3; time++) await send("POST", "/notes", { text: "Buy tea" });
    for (let time = 0; time < 3; time++) await send("PUT", "/notes/2", { text: "Buy cake" });
    expect((await client.get("/notes")).json()).toEqual([
      { id: 1, text: "Buy tea" },
      { id: 2, text: "Buy cake" },
      { id: 3, text: "Buy tea" },
    ]);
  });

  test.each([{}, { text: "" }, { text: 3 }, { text: "x".repeat(101) }])("is not made of %j", async (json) => {
    expect((await send("POST", "/notes", json)).status).toBe(400);
  });

  test("finds no room on a full list", async () => {
    const full = Array.from({ length: 10 }, (_, index) => ({ id: index + 1, text: "tea" }));
    await client.sessionTransaction((session) => session.set("numberedNotes", full));
    expect((await send("POST", "/notes", { text: "more" })).status).toBe(409);
  });

  test("that is not there is neither changed nor removed", async () => {
    expect((await send("PUT", "/notes/9", { text: "tea" })).status).toBe(404);
    expect((await send("DELETE", "/notes/9")).status).toBe(404);
  });
});

describe("a method", () => {
  test("that a URL does not take is told which it takes", async () => {
    const response = await send("PATCH", "/notes", {});
    expect([response.status, response.json()]).toEqual([405, { error: expect.stringContaining("method") }]);
    expect(allowed(response)).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
    expect(allowed(await client.options("/notes/1"))).toEqual(["DELETE", "GET", "HEAD", "OPTIONS", "PUT"]);
  });

  test("HEAD has the headers of GET, and no body", async () => {
    const [get, head] = [await client.get("/notes"), await client.head("/notes")];
    expect([head.status, head.text()]).toEqual([200, ""]);
    expect(head.contentLength).toBe(get.data.length);
  });

  test("that changes something is refused without the token of the page", async () => {
    expect((await client.post("/notes", { json: { text: "Buy tea" } })).status).toBe(400);
    expect((await client.delete("/notes/1")).status).toBe(400);
  });
});
