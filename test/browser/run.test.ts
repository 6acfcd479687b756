/** `flagon run` with a real browser: a mistake in the code is read on a phone, mended, and gone. */
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { appNamed, Project } from "../cli/project.ts";
import { serveIn } from "../cli/serving.ts";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

describeWith(chromiumProgram, "flagon run in Chromium", (executablePath) => {
  test("shows the line of a mistake on a phone, until it is mended", { timeout: 90_000 }, async () => {
    using project = new Project({ "app.ts": appNamed("index") });
    await using served = serveIn(project, ["run", "--port", "0"]);
    const url = await served.url();
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      const shows = (text: string): Promise<void> =>
        expect
          .poll(
            async () => {
              await page.goto(url).catch(() => undefined);
              return page.textContent("body");
            },
            { timeout: 30_000, interval: 100 },
          )
          .toContain(text);
      await shows("Hello");
      const mistake = `app.get("/<b>", () => 1 +); // ${"a long line ".repeat(20)}`;
      project.write("app.ts", appNamed("index", mistake));
      await shows("app.ts can't be loaded: SyntaxError");
      expect(await page.textContent("pre")).toMatch(
        /^at app\.ts:4\n\n[\s\S]*app\.get\("\/<b>", \(\) => 1 \+\);/,
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      project.write("app.ts", appNamed("index"));
      await shows("Hello");
    } finally {
      await browser.close();
    }
  });
});
