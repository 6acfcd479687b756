/** The page of the HTTP methods in a real browser: its script sends each of them, and shows the answer. */
import { serve } from "flagon/servers";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "../../examples/http-methods/app.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

describeWith(chromiumProgram, "the page of the HTTP methods in Chromium", (executablePath) => {
  let server: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let page: Page;

  beforeEach(async () => {
    app.config.secretKey = "the key of these tests only";
    server = await serve(app, { port: 0 });
    const args = ["--no-sandbox", "--disable-gpu", "--no-first-run"];
    browser = await chromium.launch({ executablePath, headless: true, args });
    page = await browser.newPage();
    await page.goto(server.url);
  });

  afterEach(async () => {
    await browser?.close();
    await server?.close();
  });

  async function send(method: string, url: string): Promise<string> {
    await page.getByLabel("URL").selectOption(url);
    const answered = page.waitForResponse((response) => response.request().method() === method);
    await page.getByRole("button", { name: method, exact: true }).click();
    const status = (await answered).status();
    const output = page.locator("output", { hasText: `${method} ${url}\n` }).filter({ hasText: `${status}` });
    return (await output.innerText()).replaceAll(/\n+/g, "\n");
  }

  test("adds, changes and removes a note", async () => {
    expect(await send("POST", "/notes")).toContain("201 Created\nLocation: /notes/1\n");
    await page.getByLabel("Text").fill("Buy <cake>");
    expect(await send("PUT", "/notes/1")).toContain('{"id":1,"text":"Buy <cake>"}');
    expect(await send("GET", "/notes")).toContain('[{"id":1,"text":"Buy <cake>"}]');
    expect(await send("DELETE", "/notes/1")).toContain("204 No Content");
    expect(await send("GET", "/notes/1")).toContain("404 Not Found");
  });

  test("shows what a URL takes, and what it does not", async () => {
    expect(await send("HEAD", "/notes")).toMatch(
      /200 OK\nContent-Type: application\/json\nContent-Length: \d+$/,
    );
    expect(await send("OPTIONS", "/notes/2")).toContain("Allow: ");
    expect(await send("PATCH", "/notes/2")).toContain("405 Method Not Allowed");
  });
});
