import { developmentKey, Flagon, redirect, session } from "flagon";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the development key", () => {
  test("is made at first use, once for the application, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const app = new Flagon({ secretKey: developmentKey });
    app.get("/", () => String(session.set("a", 1).size));
    expect(warn).not.toHaveBeenCalled();
    const client = app.testClient();
    await client.get("/");
    await client.get("/");
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("logins end when this process ends");
    expect(app.secretKeys()[0]).toHaveLength(32);
  });

  test("is refused in production", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(developmentKey).toThrow("NODE_ENV is production");
  });
});

test("a short key is warned about once, be it the present one or a former one", () => {
  const warnings: string[] = [];
  const app = new Flagon({
    secretKey: "a key for these tests only",
    config: { secretKeyFallbacks: ["abc", "ab"] },
  });
  app.logger = { warn: (message) => warnings.push(message), error: () => {} };
  app.secretKeys();
  app.config.secretKeyFallbacks = [];
  app.secretKey = "x";
  app.secretKeys();
  expect(warnings).toEqual([expect.stringContaining("only 2 bytes")]);
});

test("a setting that is undefined leaves the default, so that nothing that protects is lost", () => {
  const unset = {
    permanentSessionLifetime: undefined,
    sessionCookieHttpOnly: undefined,
    maxContentLength: undefined,
    sessionCookieSameSite: undefined,
    extra: undefined,
  } as object;
  const { config } = new Flagon({ config: unset });
  expect(config).toMatchObject({ permanentSessionLifetime: 2_678_400, sessionCookieHttpOnly: true });
  expect(config.maxContentLength).toBe(16 * 1024 * 1024);
  expect(config.sessionCookieSameSite).toBeUndefined();
  expect(config).toHaveProperty("extra", undefined);
});

describe("the test client", () => {
  test("keeps and deletes cookies, and changes the session from outside", async () => {
    const app = new Flagon({ secretKey: "a key for these tests only" });
    app.get("/", () => String(session.get("n", "none")));
    app.get("/clear", () => String(session.clear()));
    const client = app.testClient();
    await client.sessionTransaction((stored) => stored.set("n", 7));
    expect((await client.get("/")).text()).toBe("7");
    expect((await app.testClient({ useCookies: false }).get("/")).text()).toBe("none");
    await client.get("/clear");
    expect(client.getCookie("session")).toBeUndefined();
  });

  test("keeps method and body over a 307, and does not follow to another host", async () => {
    const app = new Flagon();
    app.post("/a", () => redirect("/b", 307));
    app.post("/b", () => "arrived");
    app.get("/away", () => redirect("http://elsewhere.example/"));
    const client = app.testClient();
    expect((await client.post("/a", { form: { x: "1" }, followRedirects: true })).text()).toBe("arrived");
    await expect(client.get("/away", { followRedirects: true })).rejects.toThrow("another host");
  });
});
