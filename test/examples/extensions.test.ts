/** The extension that counts visits: what it counts, where it keeps it, and its commands. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abort, Flagon } from "flagon";
import type { FlagonClient } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp, visits } from "../../examples/extensions/app.ts";
import { Visits } from "../../examples/extensions/visits.ts";

let folder: string;
let app: Flagon;
let client: FlagonClient;

const makeApp = (file = "visits.sqlite") => createApp({ testing: true, visitsFile: join(folder, file) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagon-visits-"));
  app = makeApp();
  client = app.testClient();
});

afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(...paths: string[]): Promise<void> {
  for (const path of paths) await client.get(path);
}

describe("the extension", () => {
  test("counts the pages that are looked at", async () => {
    expect((await client.get("/")).text()).toContain("you are the first");
    await look("/tea", "/tea", "/coffee");

    expect((await client.get("/tea")).text()).toContain("Looked at 2 times before.");
    expect((await client.get("/coffee")).text()).toContain("Looked at 1 time before.");
  });

  test("does not count files, errors, and methods other than GET", async () => {
    app.get("/gone", function gone() {
      return abort(410);
    });
    await look("/static/style.css", "/milk", "/gone");
    await client.head("/tea");
    await client.post("/tea");

    expect(app.appContext(() => visits.counts())).toEqual([]);
  });

  test("leaves out what the configuration says", async () => {
    app.config.visitsIgnore = ["index", "static"];
    await look("/", "/tea");

    expect(app.appContext(() => visits.counts())).toEqual([{ endpoint: "tea", count: 1 }]);
  });

  test("knows the counts after a restart", async () => {
    await look("/tea");
    await client.close();

    expect((await client.get("/tea")).text()).toContain("Looked at 1 time before.");
  });

  test("keeps two applications apart", async () => {
    const other = makeApp("other.sqlite");
    await using otherClient = other.testClient();
    await look("/tea", "/tea");
    await otherClient.get("/tea");

    expect(app.appContext(() => visits.count("tea"))).toBe(2);
    expect(other.appContext(() => visits.count("tea"))).toBe(1);
  });

  test("says what is missing where it does not count, and what is twice where it does", async () => {
    expect(() => new Flagon().appContext(() => visits.count("tea"))).toThrow("call visits.initApp(app)");
    expect(() => new Visits(app)).toThrow("already");
  });
});

describe("flagon visits", () => {
  test("lists the counts, and forgets them", async () => {
    await look("/coffee", "/tea", "/tea");
    const runner = app.testCliRunner();

    expect((await runner.invoke(["visits", "list"])).stdout).toBe("2 tea\n1 coffee\n");
    expect((await runner.invoke(["visits", "reset"])).exitCode).toBe(0);
    expect((await runner.invoke(["visits", "list"])).stdout).toBe("");
  });
});
