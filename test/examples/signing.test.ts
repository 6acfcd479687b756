/** The confirmation link from the outside: it works for an hour, and nobody makes one up. */

import { Signer, URLSafeTimedSerializer } from "flagon/signing";
import type { FlagonClient } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../examples/signing/app.ts";

const KEY = "the key of these tests";
const config = { secretKey: KEY, testing: true, wtfCsrfEnabled: false };
let client: FlagonClient;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-28T12:00:00Z") });
  client = createApp(config).testClient();
});

afterEach(() => vi.useRealTimers());

async function linkFor(address: string): Promise<string> {
  const page = await client.post("/", { form: { address } });
  const [, link = ""] = /href="http:\/\/localhost(\/confirm\/[^"]+)"/.exec(page.text()) ?? [];
  return link;
}

const confirm = (link: string) => client.post(link, { followRedirects: true });

describe("a confirmation link", () => {
  test("asks, and then confirms the address", async () => {
    const link = await linkFor("ada@example.com");

    expect((await client.get(link)).text()).toContain("Is ada@example.com yours?");
    expect((await client.get("/")).text()).not.toContain("is yours");
    expect((await confirm(link)).text()).toContain("ada@example.com is yours");
  });

  test("works for an hour, and no longer", async () => {
    const link = await linkFor("ada@example.com");
    vi.setSystemTime(new Date("2026-11-28T13:00:00Z"));
    expect((await client.get(link)).status).toBe(200);

    vi.setSystemTime(new Date("2026-11-28T13:00:01Z"));
    const late = await confirm(link);
    expect([late.status, late.text().includes("which is over")]).toEqual([410, true]);
    expect((await client.get("/")).text()).toContain("Is this your address?");
  });

  test("is still good after the key was changed, where the old one is kept", async () => {
    const link = await linkFor("ada@example.com");
    const rotated = createApp({ ...config, secretKey: "a newer key than that", secretKeyFallbacks: [KEY] });
    expect((await rotated.testClient().get(link)).status).toBe(200);
    expect(
      (
        await createApp({ ...config, secretKey: "another key of these tests" })
          .testClient()
          .get(link)
      ).status,
    ).toBe(400);
  });
});

describe("a link that was not made here", () => {
  const other = (salt: string, key = KEY) => new URLSafeTimedSerializer(key, { salt });

  test.each([
    [
      "an address that was changed",
      async () => (await linkFor("ada@example.com")).replace("/confirm/", "/confirm/x"),
    ],
    [
      "a token of another key",
      () => `/confirm/${other("confirm-address", "a guess").dumps("ada@example.com")}`,
    ],
    ["a token for something else", () => `/confirm/${other("reset-password").dumps("ada@example.com")}`],
    ["a token without a salt", () => `/confirm/${new URLSafeTimedSerializer(KEY).dumps("ada@example.com")}`],
    ["a token without a time", () => `/confirm/${new Signer(KEY, { salt: "confirm-address" }).sign("ada")}`],
    ["a token that holds no text", () => `/confirm/${other("confirm-address").dumps({ admin: true })}`],
    ["no token", () => "/confirm/ada@example.com"],
  ])("is refused: %s", async (_, makeLink) => {
    const page = await confirm(await makeLink());

    expect([page.status, page.text().includes("not whole")]).toEqual([400, true]);
    expect((await client.get("/")).text()).toContain("Is this your address?");
  });
});

test("an address that is none is told so", async () => {
  for (const address of ["ada", "a b@example.com", `${"a".repeat(250)}@example.com`]) {
    const page = await client.post("/", { form: { address }, followRedirects: true });
    expect(page.text()).toContain("That is no e-mail address.");
  }
});

test("nobody has a link made for a host of their own", async () => {
  const page = await client.post("/", {
    form: { address: "ada@example.com" },
    headers: { Host: "evil.example" },
  });
  expect(page.status).toBe(400);
});

test("a form of another site is refused", async () => {
  const strict = createApp({ ...config, wtfCsrfEnabled: true }).testClient();
  expect((await strict.post("/", { form: { address: "ada@example.com" } })).status).toBe(400);
});
