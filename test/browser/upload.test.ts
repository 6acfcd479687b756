/** The upload demo in a real browser: several files, a progress bar, a limit that is explained, on a phone too. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Demo, startDemo } from "../examples/demo-server.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
];
const PHONE = { width: 360, height: 740 };
const SLOW = { timeout: 120_000 };

describeWith(chromiumProgram, "the upload demo in Chromium", (executablePath) => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "to-upload-"));
    await writeFile(join(folder, "holiday photo.jpg"), new Uint8Array(700_000));
    await writeFile(join(folder, "notes.txt"), "tea\n");
    await writeFile(join(folder, "film.mp4"), new Uint8Array(40_000_000));
    demo = await startDemo({ SECRET_KEY: "a secret of these tests" }, "upload");
    browser = await chromium.launch({ executablePath, headless: true, args: QUIET });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

  /** The demo on a new page, with or without scripts; pictures go where SCREENSHOTS says. */
  const open = async (options: {
    scripts: boolean;
    size?: { width: number; height: number };
  }): Promise<Page> => {
    const context = await browser.newContext({
      javaScriptEnabled: options.scripts,
      viewport: options.size ?? { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(demo.url);
    return page;
  };

  const choose = (page: Page, ...names: string[]): Promise<void> =>
    page.locator("#files").setInputFiles(names.map((name) => join(folder, name)));

  const picture = async (page: Page, name: string): Promise<void> => {
    if (process.env.SCREENSHOTS !== undefined)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  };

  for (const scripts of [true, false]) {
    const way = scripts ? "with scripts" : "without scripts";

    test(`takes several files with a note, ${way}`, SLOW, async () => {
      const page = await open({ scripts, size: PHONE });
      await picture(page, `form-${way}`);
      await choose(page, "holiday photo.jpg", "notes.txt");
      await page.getByLabel("Note").fill("Zoë's <b>files</b>");
      await page.getByRole("button", { name: "Upload" }).click();
      await page.getByRole("status").waitFor();
      expect(await page.getByRole("status").textContent()).toBe("2 files are here: Zoë's <b>files</b>");
      expect(await page.locator(".files .name").allTextContents()).toEqual(
        expect.arrayContaining(["holiday_photo.jpg", "notes.txt"]),
      );
      expect(await page.locator(".files .about").first().textContent()).toBe("text/plain · 4\u00a0bytes");
      expect(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).toBe(0);
      await picture(page, `list-${way}`);
      await page.context().close();
    });

    test(`explains in a friendly way that a file is too large, ${way}`, SLOW, async () => {
      const page = await open({ scripts, size: PHONE });
      await choose(page, "film.mp4");
      if (scripts)
        expect(await page.getByRole("alert").textContent()).toMatch(
          /That is 38\.1.MB together; 8.MB is the most/,
        );
      await page.getByRole("button", { name: "Upload" }).click();
      await page.getByRole("heading", { name: "That is too much at once" }).waitFor();
      await picture(page, `too-large-${way}`);
      await page.getByRole("link", { name: "Try again" }).click();
      await page.getByRole("heading", { name: "Upload files" }).waitFor();
      await page.context().close();
    });
  }

  test("shows how far the upload is", SLOW, async () => {
    const page = await open({ scripts: true });
    const session = await page.context().newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 400_000,
    });
    await choose(page, "holiday photo.jpg");
    expect(await page.locator(".chosen").textContent()).toBe("holiday photo.jpg");
    await page.getByRole("button", { name: "Upload" }).click();
    await page.waitForFunction(
      "(() => { const bar = document.querySelector('progress'); return bar && !bar.hidden && bar.value > 0.1 && bar.value < 1; })()",
    );
    await picture(page, "progress");
    await page.getByRole("status").waitFor();
    await page.context().close();
  });
});
