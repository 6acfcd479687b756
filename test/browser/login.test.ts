/** The login demo in a real browser: log in, restart the server, still logged in, log out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../examples/demo-server.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SECRET_KEY = "the demo's secret in these tests";

describeWith(chromiumProgram, "the login demo in Chromium", (executablePath) => {
  let demo: Demo;
  let browser: BrowserContext;
  let page: Page;
  let profile: string;

  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), "flagon-browser-"));
    demo = await startDemo({ SECRET_KEY });
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: QUIET,
    });
    page = await browser.newPage();
  }, 120_000);

  afterEach(async () => {
    await browser?.close();
    await demo?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }, 120_000);

  test("logs in as admin, stays logged in over a restart of the server, and logs out", {
    timeout: 120_000,
  }, async () => {
    await page.goto(demo.url);
    expect(await heading()).toBe("You are not logged in");

    await logIn("admin");
    expect(new URL(page.url()).pathname).toBe("/");
    expect(await heading()).toBe("Logged in as admin");

    await demo.close();
    demo = await startDemo({ SECRET_KEY, PORT: new URL(demo.url).port });
    await page.reload();
    expect(await heading()).toBe("Logged in as admin");

    await page.getByRole("link", { name: "Log out" }).click();
    expect(await heading()).toBe("You are not logged in");
    expect(await browser.cookies()).toEqual([]);
  });

  test("is logged out by a restart with another key", { timeout: 120_000 }, async () => {
    await page.goto(demo.url);
    await logIn("admin");

    await demo.close();
    demo = await startDemo({ SECRET_KEY: "a secret of another day", PORT: new URL(demo.url).port });
    await page.reload();

    expect(await heading()).toBe("You are not logged in");
  });

  test("keeps the login in a cookie that no script reads and no other site sends", {
    timeout: 120_000,
  }, async () => {
    await page.goto(demo.url);
    await logIn("admin");

    const cookies = await browser.cookies();

    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({
      name: "session",
      domain: "127.0.0.1",
      path: "/",
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
    });
    expect(await page.evaluate("document.cookie")).toBe("");
  });

  test("says what is wrong with an empty name, and shows a name as text", { timeout: 120_000 }, async () => {
    await page.goto(demo.url);
    await logIn("   ");
    expect(await page.getByRole("alert").textContent()).toBe("Please enter a name. Any name will do.");
    expect(await page.getByLabel("Your name").getAttribute("aria-invalid")).toBe("true");

    await page.getByLabel("Your name").fill(`<b onclick="x">"Zoë" & ☃</b>`);
    await page.getByRole("button", { name: "Log in" }).click();
    expect(await heading()).toBe(`Logged in as <b onclick="x">"Zoë" & ☃</b>`);
  });

  describe.each([
    ["a phone", { width: 390, height: 844 }],
    ["a small phone", { width: 320, height: 568 }],
    ["a desktop", { width: 1280, height: 720 }],
  ])("on the screen of %s", (_name, size) => {
    test("needs no scrolling sideways, even with a long name", { timeout: 120_000 }, async () => {
      await page.setViewportSize(size);
      await page.goto(demo.url);
      expect(await overhang()).toBe(0);

      await page.goto(`${demo.url}/login`);
      expect(await overhang()).toBe(0);

      await logIn("m".repeat(80));
      expect(await heading()).toContain("Logged in as mmm");
      expect(await overhang()).toBe(0);
    });
  });

  async function logIn(name: string): Promise<void> {
    await page.goto(`${demo.url}/login`);
    await page.getByLabel("Your name").fill(name);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForLoadState();
  }

  function heading(): Promise<string | null> {
    return page.getByRole("heading", { level: 1 }).textContent();
  }

  async function overhang(): Promise<number> {
    return Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
  }
});
