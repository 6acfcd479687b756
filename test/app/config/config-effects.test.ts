import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigValues, Flagon, renderTemplate, sendFile, session, urlFor } from "flagon";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";

let root = "";
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "flagon-config-"));
  mkdirSync(join(made, "templates"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  root = made;
});

function write(text: string, time: number): void {
  const path = join(root, "templates", "page.txt");
  writeFileSync(path, text);
  utimesSync(path, time, time);
}

describe("templatesAutoReload", () => {
  async function readTwice(config: ConfigValues, change?: (app: Flagon) => void): Promise<string> {
    const app = new Flagon({ root, config });
    app.get("/", () => renderTemplate("page.txt"));
    // An environment that has been made already.
    app.templateFilter("same", (text: string) => text);
    change?.(app);
    write("one", 1000);
    await app.testClient().get("/");
    write("two", 2000);
    return (await app.testClient().get("/")).text();
  }

  test.each([
    [{}, "one"],
    [{ debug: true }, "two"],
    [{ templatesAutoReload: true }, "two"],
    [{ templatesAutoReload: false, debug: true }, "one"],
  ])("reads a changed template again: %j", async (config, text) => {
    expect(await readTwice(config)).toBe(text);
  });

  test("follows app.debug, unless it is set", async () => {
    const debug = (app: Flagon): void => {
      app.debug = true;
    };
    expect(await readTwice({}, debug)).toBe("two");
    expect(await readTwice({ templatesAutoReload: false }, debug)).toBe("one");
  });
});

test("sendFileMaxAgeDefault is how long clients keep files", async () => {
  const sent = async (config: ConfigValues) => {
    const app = new Flagon({ root, config });
    write("x", 1000);
    app.get("/", () => sendFile("templates/page.txt"));
    return (await app.testClient().get("/")).headers.get("Cache-Control");
  };
  expect(await sent({})).toBe("no-cache");
  expect(await sent({ sendFileMaxAgeDefault: 3600 })).toBe("public, max-age=3600");
});

test("applicationRoot and preferredUrlScheme are of URLs that no request says more of", () => {
  const app = new Flagon({
    config: { serverName: "shop.example", applicationRoot: "/app", preferredUrlScheme: "https" },
  });
  app.get("/basket", function basket() {
    return "";
  });
  expect(app.appContext(() => urlFor("basket"))).toBe("https://shop.example/app/basket");
});

test("permanentSessionLifetime and sessionRefreshEachRequest say when a permanent session's cookie is sent", async () => {
  const cookies = async (config: ConfigValues) => {
    const app = new Flagon({ secretKey: "a key for these tests only", config });
    app.permanentSessionLifetime = 60;
    app.get("/login", () => {
      session.permanent = true;
      session.set("user", "admin");
      return "";
    });
    app.get("/", () => "");
    const client = app.testClient();
    const first = (await client.get("/login")).headers.get("Set-Cookie") ?? "";
    const expires = Date.parse(/Expires=([^;]+)/.exec(first)?.[1] ?? "");
    expect(Math.abs(expires - Date.now() - 60_000)).toBeLessThan(5000);
    return (await client.get("/")).headers.has("Set-Cookie");
  };
  expect(await cookies({})).toBe(true);
  expect(await cookies({ sessionRefreshEachRequest: false })).toBe(false);
});

test("provideAutomaticOptions answers OPTIONS, or leaves it a 405", async () => {
  const status = async (config: ConfigValues) => {
    const app = new Flagon({ config });
    app.get("/", () => "");
    return (await app.testClient().options("/")).status;
  };
  expect(await status({})).toBe(200);
  expect(await status({ provideAutomaticOptions: false })).toBe(405);
});
