/** The notice board under attack: each test is something that a stranger tries. */
import { Flagon } from "flagon";
import { URLSafeTimedSerializer } from "flagon/signing";
import type { FlagonClient } from "flagon/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../examples/security/app.ts";
import { tokenOf } from "./token.ts";

const config = { secretKey: "the key of these tests", testing: true };
let client: FlagonClient;

beforeEach(() => {
  client = createApp(config).testClient();
});

async function logIn(next?: string) {
  const form = { csrf_token: await tokenOf(client, "/login"), name: "ada" };
  return client.post("/login", { form, query: { next } });
}

async function pin(text: string, link = "") {
  const form = { csrf_token: await tokenOf(client), text, link };
  return client.post("/", { form, followRedirects: true });
}

describe("a note", () => {
  test("is shown to everybody", async () => {
    await logIn();
    const page = await pin("Tea at four.", "https://example.com/tea?a=1&b=2");

    expect(page.text()).toContain("<strong>ada</strong>: Tea at four.");
    expect(page.text()).toContain(
      '<a href="https://example.com/tea?a=1&amp;b=2" rel="nofollow ugc noopener">',
    );
  });

  test("with HTML in it is text", async () => {
    await logIn();
    const page = await pin(`<script>alert(1)</script>" onmouseover="alert(1)`);

    expect(page.text()).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&#34; onmouseover=&#34;alert(1)");
    expect(page.text()).not.toContain("<script>");
  });

  test.each([
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "data:text/html,x",
    "/tea",
    "java\nscript:alert(1)",
  ])("with the link %j is not pinned", async (link) => {
    await logIn();
    const page = await pin("Look!", link);

    expect(page.text()).toContain("A link begins with https:// or http://.");
    expect(page.text()).not.toContain("Look!");
  });

  test("of somebody who is not logged in is not pinned", async () => {
    const response = await client.post("/", {
      form: { csrf_token: await tokenOf(client, "/login"), text: "spam" },
    });

    expect([response.status, response.location]).toEqual([303, "/login?next=/"]);
    expect((await client.get("/")).text()).toContain("Nobody has pinned a note yet.");
  });

  test("has at most 500 characters, and the board at most 50 notes", async () => {
    await logIn();
    expect((await pin("x".repeat(501))).text()).toContain("A note has 1 to 500 characters.");
    for (let number = 1; number <= 51; number++) await pin(`note ${number}.`);
    const page = (await client.get("/")).text();
    expect([page.includes("note 1."), page.includes("note 2."), page.includes("note 51.")]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe("a form", () => {
  test("of another site changes nothing", async () => {
    await logIn();
    expect((await client.post("/", { form: { text: "I love spam" } })).status).toBe(400);
    expect((await client.post("/logout")).status).toBe(400);
    expect((await client.get("/")).text()).toContain("Log out ada");
  });

  test("with another visitor's token changes nothing", async () => {
    const stranger = createApp(config).testClient();
    const csrf_token = await tokenOf(stranger, "/login");
    await logIn();

    expect((await client.post("/", { form: { csrf_token, text: "I love spam" } })).status).toBe(400);
  });

  test("is not taken beyond 16 KiB", async () => {
    expect((await client.post("/login", { form: { name: "x".repeat(17 * 1024) } })).status).toBe(413);
  });
});

describe("a login", () => {
  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
  ])("does not lead to %j", async (next) => {
    expect((await logIn(next)).location).toBe("/");
  });

  test("leads back to a page of the site", async () => {
    expect((await logIn("/?page=2")).location).toBe("/?page=2");
  });

  test("leads back to a page below the path that the board is mounted at", async () => {
    const outer = new Flagon();
    outer.mount("/board", createApp(config));
    const page = await outer.testClient().get("/board/");
    expect(page.text()).toContain('href="/board/login?next=/board/"');
  });

  test("is not forged by who does not have the key", async () => {
    const forged = new URLSafeTimedSerializer("a guess", {
      salt: "cookie-session",
      signerOptions: { keyDerivation: "hmac" },
    });
    client.setCookie("session", forged.dumps({ name: "the boss" }));

    expect((await client.get("/")).text()).toContain("Log in");
  });

  test("has a cookie that scripts cannot read, that other sites' forms do not send, and https alone carries", async () => {
    const http = (await logIn()).headers.get("Set-Cookie");
    expect(http).toMatch(/; HttpOnly; Path=\/; SameSite=Lax$/);
    const https = await client.get("/login", { baseUrl: "https://localhost" });
    expect(https.headers.get("Set-Cookie")).toContain("; Secure");
  });
});

describe("every page", () => {
  test("says what browsers may load, and who may frame it", async () => {
    const { headers } = await client.get("/");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'self'");
    expect(headers.get("X-Frame-Options")).toBe("SAMEORIGIN");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  });

  test("lets its own script run, and no other that stands in it", async () => {
    await logIn();
    const page = await client.get("/");
    const nonce = /<script nonce="([^"]+)">/.exec(page.text())?.[1];
    expect(page.headers.get("Content-Security-Policy")).toContain(`script-src 'self' 'nonce-${nonce}'`);
    expect((await client.get("/")).text()).not.toContain(`nonce="${nonce}"`);
  });

  test("is for the hosts of the site alone", async () => {
    expect((await client.get("/", { headers: { Host: "evil.example" } })).status).toBe(400);
  });
});
