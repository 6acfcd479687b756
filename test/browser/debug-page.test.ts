/** The page about an error, as a real browser shows it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Flagon, renderTemplate, request } from "flagon";
import { serve } from "flagon/servers/node";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

const ATTACK = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`;

function hostileErrors(): unknown[] {
  return [
    new Error(ATTACK),
    Object.assign(new Error("x"), { name: ATTACK, hint: ATTACK, help: ATTACK, code: ATTACK }),
    new Error(`x\n    at ${ATTACK} (/etc/hostname:1:1)\n    at a (/a" onclick="alert(1):1:1)`),
    new Error("x", { cause: Object.assign(new Error(ATTACK, { cause: ATTACK }), { name: ATTACK }) }),
    Object.assign(new Error("x"), { stack: `x\n    at " onmouseover="alert(1) (/a" onclick="alert(1):1:1)` }),
    ATTACK,
  ];
}

describeWith(chromiumProgram, "the page about an error in Chromium", (executablePath) => {
  test("opens its places, fits a phone, and runs nothing of a visitor's", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "flagon-debug-"));
    await writeFile(join(folder, "page.html"), "<ul>\n<li>{{ fail(name) }}</li>\n</ul>\n");
    const app = new Flagon({ root: folder, templateFolder: ".", config: { debug: true } });
    app.logger = { warn: () => undefined, error: () => undefined };
    app.get("/", function index() {
      const fail = (name: string): never => {
        throw new Error(`No price for ${name}`);
      };
      return renderTemplate("page.html", { fail, name: request.args.get("name") });
    });
    app.get("/thrown/<int:which>", function hostile({ which }) {
      throw hostileErrors()[which];
    });
    await using server = await serve(app, { port: 0 });
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      page.on("dialog", (dialog) => said.push(dialog.message()));
      await page.goto(`${server.url}/?name=${encodeURIComponent(ATTACK)}`);

      expect(await page.textContent("#error-message")).toContain(`No price for ${ATTACK}`);
      expect(await page.isVisible("text={{ fail(name) }}")).toBe(true);
      const second = page.locator(".stack-frame").nth(1);
      expect(await second.locator(".stack-frame-source").isVisible()).toBe(false);
      await second.locator(".stack-frame-toggle-indicator").click();
      expect(await second.locator(".stack-frame-source").isVisible()).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

      for (let which = 0; which < hostileErrors().length; which++) {
        await page.goto(`${server.url}/thrown/${which}?${encodeURIComponent(ATTACK)}=1`);
        expect(await page.textContent("body"), `${which}`).toContain("Request id");
        const foreign = "[onclick], [onerror], [onmouseover], img, iframe, form, base, meta[http-equiv]";
        expect(await page.locator(foreign).count(), `${which}`).toBe(0);
      }
      // Only that the page itself is a 500.
      expect(said.filter((text) => !text.includes("status of 500"))).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true });
    }
  });
});
