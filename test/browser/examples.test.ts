/** The front page of each example on a phone: it fits, says what it is, and names its fields. */
import { globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Server, serve } from "flagon/servers";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { chromium as chromiumProgram, describeWith } from "../requirements.ts";

/** What a page is to a visitor. */
type Shape = {
  readonly lang: string;
  readonly title: string;
  readonly headings: number;
  /** How many pixels it is too wide. */
  readonly excess: number;
  /** The fields that no label names. */
  readonly unnamed: readonly string[];
};

// The strangler needs another server, and is not mounted.
const names = globSync("*/app.ts", { cwd: join(import.meta.dirname, "../../examples") })
  .map(dirname)
  .filter((name) => name !== "all" && name !== "strangler");

describeWith(chromiumProgram, "the front page of the example", (executablePath) => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let failures: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flagon-examples-"));
    vi.stubEnv("DATABASE", join(folder, "blog.sqlite"));
    const sqlite = await import("../../examples/sqlite/app.ts");
    sqlite.app.config.database = join(folder, "jars.sqlite");
    const { app } = await import("../../examples/all/app.ts");
    server = await serve(app, { host: "127.0.0.1", port: 0 });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 120_000);

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    failures = [];
    page.on("pageerror", (error) => failures.push(String(error)));
    page.on("requestfailed", (request) => failures.push(request.url()));
    return () => page.close();
  });

  test.each(names)("%s fits, and names what it has", async (name) => {
    await page.goto(`${server.url}/${name}/`);
    const shape = await page.evaluate((): Shape => {
      const fields = [...document.querySelectorAll<HTMLInputElement>("input, select, textarea")];
      const isNamed = (field: HTMLInputElement): boolean =>
        field.type === "hidden" || (field.labels?.length ?? 0) > 0 || field.ariaLabel !== null;
      const { scrollWidth, clientWidth, lang } = document.documentElement;
      return {
        lang,
        title: document.title,
        headings: document.querySelectorAll("h1").length,
        excess: scrollWidth - clientWidth,
        unnamed: fields.filter((field) => !isNamed(field)).map((field) => field.name),
      };
    });

    expect(shape).toEqual({
      lang: "en",
      title: expect.stringMatching(/\S/),
      headings: 1,
      excess: 0,
      unnamed: [],
    });
    expect(failures).toEqual([]);
  });
});
