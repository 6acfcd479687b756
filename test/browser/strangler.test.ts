/** The blog of two halves in a real browser: what a visitor does goes from Flagon to Flask and back unnoticed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Demo, startDemo } from "../examples/demo-server.ts";
import { chromium as chromiumProgram, describeWith, flaskWtf, type Requirement } from "../requirements.ts";

const TIME = { timeout: 120_000 };

const both: Requirement = {
  remedy: `${chromiumProgram.remedy}, and ${flaskWtf.remedy}`,
  find: () => flaskWtf.find() && chromiumProgram.find(),
};

describeWith(both, "the strangler demo in Chromium", (executablePath) => {
  let folder: string;
  let demo: Demo;
  let browser: Browser;
  let page: Page;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "flagon-strangler-"));
    demo = await startDemo({ DATABASE: join(folder, "blog.sqlite") }, "strangler");
    browser = await chromium.launch({
      executablePath,
      headless: true,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    page = await browser.newPage();
  }, 120_000);

  afterEach(async () => {
    await browser?.close();
    await demo?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 120_000);

  const madeBy = (): Promise<string | null> => page.locator("footer strong").textContent();
  const follow = (name: string | RegExp): Promise<void> => page.getByRole("link", { name }).first().click();
  const press = (name: string | RegExp): Promise<void> => page.getByRole("button", { name }).click();
  const path = (): string => new URL(page.url()).pathname;

  const logIn = async (): Promise<void> => {
    await follow("Log in");
    await page.getByLabel("Name").fill("mia");
    await page.getByLabel("Password").fill("tea");
    await press("Log in");
  };

  test("a login at Flagon holds at Flask, and a message of Flask's shows at Flagon", TIME, async () => {
    await page.goto(demo.url);
    expect(await madeBy()).toBe("Flagon");
    await follow("Archive");
    expect([path(), await madeBy()]).toEqual(["/archive/", "Flask"]);
    expect(await page.getByRole("listitem").allTextContents()).toEqual([
      "02 November 2026: Hello",
      "09 November 2026: Moving house",
    ]);

    await logIn();
    expect([path(), await madeBy()]).toEqual(["/", "Flagon"]);
    await follow("Write");
    expect([path(), await madeBy()]).toEqual(["/new", "Flask"]);
    await page.getByLabel("Title").fill("A room of <both>");
    await page.getByLabel("Text").fill("Written in Flask,\nread in Flagon.");
    await press("Publish");

    expect([path(), await madeBy()]).toEqual(["/posts/3", "Flagon"]);
    expect(await page.getByRole("status").textContent()).toBe("It is published.");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("A room of <both>");

    await page.getByLabel("Your comment").fill("Both at once");
    await press("Comment");
    expect([path(), await madeBy()]).toEqual(["/posts/3", "Flagon"]);
    expect(await page.getByRole("status").textContent()).toBe("Thank you for the comment.");
    expect(await page.locator(".comment").textContent()).toBe("mia Both at once");

    await follow("Change it");
    await press("Delete it");
    expect([path(), await madeBy()]).toEqual(["/", "Flagon"]);
    expect(await page.getByRole("status").textContent()).toBe("It is gone.");
  });

  test("a logout at Flagon, pressed on a page of Flask's, holds at both", TIME, async () => {
    await page.goto(demo.url);
    await logIn();
    await follow("Archive");
    await press("Log out mia");
    expect([path(), await madeBy()]).toEqual(["/", "Flagon"]);
    await page.goto(`${demo.url}/new`);
    expect([path(), await madeBy()]).toEqual(["/login", "Flagon"]);
    expect(await page.getByRole("status").textContent()).toBe("Please log in first.");
    await follow("Archive");
    expect(await page.getByRole("link", { name: "Log in" }).isVisible()).toBe(true);
  });

  test("a wrong password is told at Flagon, by the hash that Werkzeug made", TIME, async () => {
    await page.goto(`${demo.url}/login`);
    await page.getByLabel("Name").fill("mia");
    await page.getByLabel("Password").fill("coffee");
    await press("Log in");
    expect(await page.getByRole("status").textContent()).toBe("That name and password do not go together.");
    expect(await page.getByLabel("Name").inputValue()).toBe("mia");
  });

  test("ends both, and says what is still Flask's", TIME, async () => {
    await page.goto(`${demo.url}/archive/`);
    const flask = /behind it at (\S+)/.exec(demo.printed())?.[1] ?? "";
    await browser.close();
    expect(await demo.close("SIGINT")).toBe(0);
    expect(demo.printed()).toContain("GET /archive/");
    await expect(fetch(flask)).rejects.toThrow();
  });
});
