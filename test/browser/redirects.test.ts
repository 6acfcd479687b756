/** Redirects that are found safe, as a real browser understands them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isSafeRedirect } from "flagon/http";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { trickyUrl } from "../http/tricky-url.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

const SITE = { scheme: "https", host: "shop.example" };

describeWith(chromiumProgram, "a redirect in Chromium", (executablePath) => {
  test("that is found safe stays on the site", { timeout: 120_000 }, async () => {
    const samples = fc
      .sample(trickyUrl, 20_000)
      .flatMap((url) => [url, `/${url}`, `https://shop.example${url}`]);
    const safe = [...new Set(samples.filter((url) => isSafeRedirect(url, SITE)))];
    const profile = await mkdtemp(join(tmpdir(), "flagon-browser-"));
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    try {
      const page = await browser.newPage();
      await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<a>" }));
      await page.goto("https://shop.example/account/login?next=x");

      const origins = await page.evaluate((urls) => {
        const link = document.createElement("a");
        return urls.map((url) => {
          link.setAttribute("href", url);
          return `${link.origin} ${link.username}`;
        });
      }, safe);

      expect(safe.length).toBeGreaterThan(500);
      expect(safe.filter((_, index) => origins[index] !== "https://shop.example ")).toEqual([]);
    } finally {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
