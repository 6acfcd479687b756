/** The page of cookies: a theme that is kept, a count that cannot be forged, and both forgotten. */
import { URLSafeTimedSerializer } from "flagon/signing";
import type { FlagonClient, TestResponse } from "flagon/testing";
import { beforeEach, expect, test } from "vitest";
import { app } from "../../examples/cookies/app.ts";
import { tokenOf } from "./token.ts";

app.config.secretKey = "the key of these tests, which is long enough";

let client: FlagonClient;
beforeEach(() => {
  client = app.testClient();
});

async function send(path: string, form: Record<string, string> = {}): Promise<TestResponse> {
  return client.post(path, { form: { ...form, csrf_token: await tokenOf(client) } });
}

const heading = async (): Promise<string | undefined> =>
  /<h1>(.*)<\/h1>/.exec((await client.get("/")).text())?.[1];

test("visits are counted", async () => {
  expect(await heading()).toBe("You were here once");
  expect(await heading()).toBe("You were here 2 times");
});

test.each([
  ["a plain number", "99"],
  ["a count signed with another key", new URLSafeTimedSerializer("another", { salt: "visits" }).dumps(99)],
  [
    "what the key signed for something else",
    new URLSafeTimedSerializer("the key of these tests, which is long enough", { salt: "x" }).dumps(99),
  ],
  ["nothing", ""],
])("%s begins the count anew", async (_what, value) => {
  client.setCookie("visits", value);

  expect(await heading()).toBe("You were here once");
});

test("a count that was changed by one letter begins anew", async () => {
  await client.get("/");
  const value = client.getCookie("visits")?.value ?? "";
  client.setCookie("visits", `x${value}`);

  expect(await heading()).toBe("You were here once");
});

test("a theme is kept for a year, and shown", async () => {
  const response = await send("/theme", { theme: "dark" });

  expect(response.status).toBe(303);
  expect(client.getCookie("theme")).toMatchObject({
    value: "dark",
    maxAge: 31_536_000,
    httpOnly: true,
    sameSite: "Lax",
  });
  expect((await client.get("/")).text()).toContain('data-theme="dark"');
});

test("a theme that does not exist is neither kept nor believed", async () => {
  await send("/theme", { theme: "pink" });
  expect(client.getCookie("theme")).toBeUndefined();

  client.setCookie("theme", '"><script>');
  expect((await client.get("/")).text()).toContain('data-theme="system"');
});

test("both are forgotten", async () => {
  await send("/theme", { theme: "dark" });
  await send("/forget");

  expect(client.getCookie("theme")).toBeUndefined();
  expect(client.getCookie("visits")).toBeUndefined();
  expect((await client.get("/goodbye")).text()).toContain("Forgotten");
});

test("below a path, and over https, the cookies stay there", async () => {
  const response = await client.get("/", { baseUrl: "https://localhost/demo" });

  const [visits] = response.headers.getList("Set-Cookie").filter((cookie) => cookie.startsWith("visits="));
  expect(visits).toContain("; Secure; HttpOnly; Path=/demo; SameSite=Lax");
});

test("no other site can choose the theme", async () => {
  expect((await client.post("/theme", { form: { theme: "dark" } })).status).toBe(400);
});
