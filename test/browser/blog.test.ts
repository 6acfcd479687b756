/** The blog in a real browser: register, log in, write, change and delete a post, log out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Demo, startDemo } from "../examples/demo-server.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

describeWith(chromiumProgram, "the blog in Chromium", (executablePath) => {
  let folder: string;
  let demo: Demo;
  let browser: Browser;
  let page: Page;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "flagon-blog-"));
    demo = await startDemo(
      { SECRET_KEY: "a secret of these tests", DATABASE: join(folder, "blog.sqlite") },
      "blog",
    );
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
  }, 120_000);

  afterEach(async () => {
    await browser?.close();
    await demo?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 120_000);

  test("keeps what ada writes, through the forms alone", { timeout: 120_000 }, async () => {
    await page.goto(demo.url);
    await page.getByRole("link", { name: "Register" }).first().click();
    await fill({ Name: "ada", Password: "a long password" }, "Register");
    expect(await page.getByRole("status").innerText()).toContain("Welcome, ada");

    await fill({ Name: "ada", Password: "wrong password" }, "Log in");
    expect(await page.getByRole("alert").innerText()).toContain("do not belong together");
    await fill({ Name: "ada", Password: "a long password" }, "Log in");

    await page.getByRole("link", { name: "Write a post" }).click();
    await fill({ Title: "Hello", Text: "First line\nSecond line" }, "Publish");
    expect(await page.locator("article .body").innerText()).toBe("First line\nSecond line");

    await page.getByRole("link", { name: "Edit Hello" }).click();
    expect(await page.getByLabel("Text").inputValue()).toBe("First line\nSecond line");
    await fill({ Title: "Changed" }, "Save");
    expect(await page.locator("article h2").innerText()).toBe("Changed");

    await page.getByRole("link", { name: "Edit Changed" }).click();
    await page.getByRole("button", { name: "Delete this post" }).click();
    expect(await page.locator("main").innerText()).toContain("Nobody has written anything yet.");

    await page.getByRole("button", { name: "Log out" }).click();
    expect(await page.getByRole("link", { name: "Log in" }).count()).toBe(1);
  });

  async function fill(values: { readonly [label: string]: string }, button: string): Promise<void> {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
    await page.getByRole("button", { name: button }).click();
  }
});
