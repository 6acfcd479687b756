/** The basket in the session: what it holds, how long, and that Flask reads the same. */
import { execFileSync } from "node:child_process";
import type { FlagonClient, TestResponse } from "flagon/testing";
import { beforeEach, expect, test } from "vitest";
import { app } from "../../examples/sessions/app.ts";
import { describeWith, flaskPython } from "../requirements.ts";
import { tokenOf } from "./token.ts";

const SECRET_KEY = "the key of these tests, which is long enough";
app.config.secretKey = SECRET_KEY;

let client: FlagonClient;
beforeEach(() => {
  client = app.testClient();
});

async function send(path: string, form: Record<string, string> = {}): Promise<TestResponse> {
  return client.post(path, { form: { ...form, csrf_token: await tokenOf(client) }, followRedirects: true });
}

test("what is put in stays, and cups of one tea are counted", async () => {
  await send("/add", { tea: "Assam" });
  await send("/add", { tea: "Jasmine" });
  const page = (await send("/add", { tea: "Assam" })).text();

  expect(page).toMatch(/<td>Assam<\/td><td>2<\/td><td>\d\d:\d\d:\d\d UTC<\/td>/);
  expect(page).toMatch(/<td>Jasmine<\/td><td>1<\/td>/);
});

test("each visitor has a basket of their own", async () => {
  await send("/add", { tea: "Assam" });

  expect((await app.testClient().get("/")).text()).toContain("It is empty.");
});

test("a tea that there is not, and more cups than the cookie shall hold, are not put in", async () => {
  expect((await send("/add", { tea: "<b>Coffee</b>" })).text()).toContain("It is empty.");

  for (let cup = 0; cup < 21; cup++) await send("/add", { tea: "Assam" });
  expect((await client.get("/")).text()).toContain("<td>Assam</td><td>20</td>");
});

test("the cookie ends with the browser, or after 31 days", async () => {
  await send("/add", { tea: "Assam" });
  expect(client.getCookie("session")?.expires).toBeUndefined();

  await send("/keep", { keep: "yes" });
  const days = ((client.getCookie("session")?.expires?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(31, 1);

  await send("/keep");
  expect(client.getCookie("session")?.expires).toBeUndefined();
});

test("a cleared session holds nothing of before", async () => {
  await send("/add", { tea: "Assam" });
  await send("/empty");

  await client.sessionTransaction((session) => expect(session.has("basket")).toBe(false));
});

test("the page shows what the cookie holds", async () => {
  await send("/add", { tea: "Assam" });

  expect((await client.get("/")).text()).toMatch(/<code>\{[^<]*"cups": 1,[^<]*"tea": "Assam"/);
});

test("no other site can put something in", async () => {
  expect((await client.post("/add", { form: { tea: "Assam" } })).status).toBe(400);
});

describeWith(flaskPython, "a Flask application with the same key", (python) => {
  const script = `
import json, sys
import flask_app
response = flask_app.app.test_client(use_cookies=False).get("/", headers={"Cookie": "session=" + sys.argv[1]})
print(json.dumps([response.json, response.headers["Set-Cookie"]]))
`;

  test("shows the basket, and Flagon what Flask has added to the session", async () => {
    await send("/add", { tea: "Assam" });
    const cookie = client.getCookie("session")?.value ?? "";

    const printed = execFileSync(python, ["-B", "-c", script, cookie], {
      cwd: new URL("../../examples/sessions", import.meta.url),
      env: { ...process.env, SECRET_KEY },
      encoding: "utf8",
    });
    const [body, setCookie] = JSON.parse(printed) as [{ basket: unknown }, string];
    expect(body.basket).toEqual([{ tea: "Assam", cups: 1, added: expect.stringMatching(/ GMT$/) }]);

    client.setCookie("session", /^session=([^;]+)/.exec(setCookie)?.[1] ?? "");
    expect((await client.get("/")).text()).toContain('"seen_by_flask": 1');
  });
});
