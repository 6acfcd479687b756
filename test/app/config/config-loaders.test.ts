import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Flagon } from "flagon";
import { DictionaryFiles, type FileSource } from "flagon/http";
import { afterAll, describe, expect, test } from "vitest";

const makeConfig = () => new Flagon().config;

describe("fromMapping", () => {
  test("takes Flask's names and ours", () => {
    const config = makeConfig();
    config.fromMapping({ SESSION_COOKIE_HTTPONLY: false, USE_X_SENDFILE: true, maxFormParts: 5 });
    expect(config).toMatchObject({ sessionCookieHttpOnly: false, useXSendfile: true, maxFormParts: 5 });
    expect(config).not.toHaveProperty("USE_X_SENDFILE");
  });

  test("keeps unknown names, in camelCase", () => {
    const config = makeConfig();
    config.fromMapping({ MAIL_SERVER: "a", A_1: 1, mailPort: 25, $odd: 2, _private: 3 });
    expect(config).toMatchObject({ mailServer: "a", a1: 1, mailPort: 25, $odd: 2, _private: 3 });
  });

  test.each([
    "secret_key",
    "SecretKey",
    "secretkey",
    "Max_Content_Length",
  ])("refuses a name that is misspelt: %s", (name) => {
    expect(() => makeConfig().fromMapping({ [name]: "x" })).toThrow("did you mean ");
  });

  test("reads Python's None: nothing set, or no limit", () => {
    const config = makeConfig();
    config.fromMapping({ SERVER_NAME: null, MAX_CONTENT_LENGTH: null, SECRET_KEY_FALLBACKS: null });
    expect(config.serverName).toBeUndefined();
    expect(config.maxContentLength).toBeNull();
    expect(config.secretKeyFallbacks).toEqual([]);
    expect(() => config.fromMapping({ DEBUG: null })).toThrow(
      "debug (DEBUG) must be true or false, not null.",
    );
  });

  test("takes SameSite in any case, as Flask does", () => {
    const config = makeConfig();
    config.fromMapping({ SESSION_COOKIE_SAMESITE: "strict" });
    expect(config.sessionCookieSameSite).toBe("Strict");
  });

  test.each([null, "text", ["list"], undefined])("refuses what is no mapping: %j", (mapping) => {
    expect(() => makeConfig().fromMapping(mapping as never)).toThrow("an object with names and values, not ");
  });
});

describe("fromObject", () => {
  class Settings {
    readonly ofAnInstance = 1;
    static TESTING = false;
    static MAIL_SERVER = "base";
    static get SERVER_NAME(): string {
      return "example.com";
    }
    static describe(): string {
      return "no setting";
    }
  }
  class TestSettings extends Settings {
    static override TESTING = true;
  }

  test("takes the static fields and getters of a class and of its bases, and no methods", () => {
    const config = makeConfig();
    config.fromObject(TestSettings);
    expect(config).toMatchObject({ testing: true, mailServer: "base", serverName: "example.com" });
    expect(config).not.toHaveProperty("describe");
    expect(config).not.toHaveProperty("name");
    expect(config).not.toHaveProperty("ofAnInstance");
  });

  test("takes a module, but for its default export", async () => {
    const config = makeConfig();
    const source = "export const TESTING = true; export const mailPort = 25; export default {};";
    config.fromObject(await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`));
    expect(config).toMatchObject({ testing: true, mailPort: 25 });
    expect(config).not.toHaveProperty("default");
  });

  test("takes an instance with its fields", () => {
    const config = makeConfig();
    config.fromObject(
      new (class {
        TESTING = true;
      })(),
    );
    expect(config.testing).toBe(true);
  });

  test("refuses the name of a module, which Python would import", () => {
    expect(() => makeConfig().fromObject("settings" as never)).toThrow("config.fromObject() needs an object");
  });
});

describe("fromFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagon-config-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "config.json"), '{"TESTING": true, "mailServer": "ünïcode"}');
  writeFileSync(join(folder, "wrong.json"), '{"DEBUG": "yes"}');
  writeFileSync(join(folder, "list.json"), "[1]");
  const config = () => new Flagon({ root: folder }).config;

  test("reads a file in the folder of the application", async () => {
    const loaded = config();
    expect(await loaded.fromFile("config.json", JSON.parse)).toBe(true);
    expect(loaded).toMatchObject({ testing: true, mailServer: "ünïcode" });
  });

  test("gives the loader bytes if it wants them, and waits for it", async () => {
    const loaded = config();
    const load = async (content: Uint8Array) => JSON.parse(new TextDecoder().decode(content));
    await loaded.fromFile(join(folder, "config.json"), load, { text: false });
    expect(loaded.testing).toBe(true);
  });

  test("says that there is no file, or does nothing if it is told so", async () => {
    const loaded = config();
    await expect(loaded.fromFile("none.json", JSON.parse)).rejects.toThrow(join(folder, "none.json"));
    expect(await loaded.fromFile("none.json", JSON.parse, { silent: true })).toBe(false);
  });

  test("fails for a file that the loader cannot read, even silently", async () => {
    const load = () => {
      throw new SyntaxError("no TOML");
    };
    await expect(config().fromFile("config.json", load, { silent: true })).rejects.toThrow("no TOML");
  });

  test("fails for a file that is there and cannot be opened, even silently", async () => {
    const files: FileSource = {
      resolve: (...steps) => steps.join("/"),
      open: () => {
        throw new Error("EACCES: permission denied");
      },
    };
    const loaded = new Flagon({ root: "app", files }).config;
    await expect(loaded.fromFile("config.json", JSON.parse, { silent: true })).rejects.toThrow("EACCES");
  });

  test("names the file that holds a wrong value", async () => {
    await expect(config().fromFile("wrong.json", JSON.parse)).rejects.toThrow(
      `debug (DEBUG in ${join(folder, "wrong.json")}) must be true or false, not "yes".`,
    );
    await expect(config().fromFile("list.json", JSON.parse)).rejects.toThrow(
      "must hold an object with names and values, not a list.",
    );
  });

  test("reads a dictionary of files as well as a disk", async () => {
    const files = new DictionaryFiles({ "app/config.json": '{"TESTING": true}' });
    const loaded = new Flagon({ root: "app", files }).config;
    await loaded.fromFile("config.json", JSON.parse);
    expect(loaded.testing).toBe(true);
  });
});

describe("fromPrefixedEnv", () => {
  const load = (env: Record<string, string>, prefix?: string) => {
    const config = makeConfig();
    config.fromPrefixedEnv(prefix, { env });
    return config;
  };

  test("reads values as JSON, and keeps as text what is none", () => {
    const config = load({
      FLAGON_A: "1",
      FLAGON_B: '{"c": [true]}',
      FLAGON_D: "True",
      FLAGON_E_F: "x y",
      PATH: "/",
    });
    expect(config).toMatchObject({ a: 1, b: { c: [true] }, d: "True", eF: "x y" });
    expect(config).not.toHaveProperty("path");
  });

  test("reads another prefix, and with another reader", () => {
    expect(load({ SHOP_TESTING: "true", FLAGON_DEBUG: "true" }, "SHOP")).toMatchObject({
      testing: true,
      debug: false,
    });
    const config = makeConfig();
    config.fromPrefixedEnv("FLAGON", { env: { FLAGON_X: "abc" }, loads: (text) => text.toUpperCase() });
    expect(config).toHaveProperty("x", "ABC");
  });

  test("reads the environment of the process unless given another", () => {
    process.env.FLAGON_TEST_ONLY_KEY = "7";
    try {
      const config = makeConfig();
      config.fromPrefixedEnv();
      expect(config).toHaveProperty("testOnlyKey", 7);
    } finally {
      delete process.env.FLAGON_TEST_ONLY_KEY;
    }
  });

  test.each([
    ["FLAGON_DEBUG", "1", { debug: true }],
    ["FLAGON_DEBUG", "True", { debug: true }],
    ["FLAGON_TESTING", "no", { testing: false }],
    ["FLAGON_PROPAGATE_EXCEPTIONS", "0", { propagateExceptions: false }],
    ["FLAGON_PROPAGATE_EXCEPTIONS", "null", { propagateExceptions: undefined }],
    ["FLAGON_SECRET_KEY", "123", { secretKey: "123" }],
    ["FLAGON_SECRET_KEY", '"quoted"', { secretKey: "quoted" }],
    ["FLAGON_SERVER_NAME", "true", { serverName: "true" }],
    ["FLAGON_MAX_CONTENT_LENGTH", "null", { maxContentLength: null }],
    ["FLAGON_MAX_CONTENT_LENGTH", "1024", { maxContentLength: 1024 }],
    ["FLAGON_TRUSTED_HOSTS", '["example.com"]', { trustedHosts: ["example.com"] }],
    ["FLAGON_TRUSTED_HOSTS", "example.com", { trustedHosts: ["example.com"] }],
  ])("gives a known key what fits its type: %s=%s", (name, value, expected) => {
    expect(load({ [name]: value })).toMatchObject(expected);
  });

  test("names the variable of a wrong value", () => {
    expect(() => load({ FLAGON_TESTING: "maybe" })).toThrow(
      'testing (the environment variable FLAGON_TESTING) must be true or false, not "maybe".',
    );
    expect(() => load({ FLAGON_TRUSTED_HOSTS: "{}" })).toThrow("must be a list of hosts");
  });

  test("leads into objects, whose names keep their case", () => {
    const env = {
      FLAGON_DB__pool__max: "5",
      FLAGON_DB__URL: "x",
      FLAGON_DB: '{"url": "y", "pool": {"min": 1}}',
    };
    expect(load(env)).toHaveProperty("db", { url: "y", URL: "x", pool: { min: 1, max: 5 } });
  });

  test("changes no object that somebody else has", () => {
    const mail = { server: "a" };
    const config = makeConfig();
    config.fromMapping({ mail });
    config.fromPrefixedEnv("FLAGON", { env: { FLAGON_MAIL__server: "b" } });
    expect(config).toHaveProperty("mail", { server: "b" });
    expect(mail).toEqual({ server: "a" });
  });

  test.each([
    [{ FLAGON_A: "1", FLAGON_A__B: "2" }, "FLAGON_A__B sets a part of a, which is a number and no object."],
    [{ FLAGON_A__B: "1", FLAGON_A__B__C: "2" }, "FLAGON_A__B__C sets a part of a.B, which is a number"],
    [{ FLAGON_SESSION_COOKIE_NAME__X: "1" }, "a part of sessionCookieName, which is text and no object."],
  ])("says which variable leads into a value that is no object: %j", (env, message) => {
    expect(() => load(env)).toThrow(message);
  });

  test("puts nothing where all objects look", () => {
    const config = load({
      FLAGON_A____proto____polluted: "1",
      FLAGON_A__constructor__prototype__polluted: "1",
    });
    expect(config).toHaveProperty("a");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("reads back any JSON, whatever the name", () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9]{0,8}$/).filter((text) => !KNOWN.test(text));
    fc.assert(
      fc.property(name, fc.jsonValue(), (key, value) => {
        const config = load({ [`FLAGON_${key}`]: JSON.stringify(value) });
        expect(config).toHaveProperty([key.toLowerCase()], JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

const KNOWN = /^(DEBUG|TESTING)$/;

describe("getNamespace", () => {
  const config = makeConfig();
  config.fromMapping({ MAIL_SERVER: "a", MAIL_USE_TLS: true, MAILER: "no", mailPort: 25, MAIL: "itself" });

  test.each(["mail", "MAIL_"])("gives the keys below a prefix: %s", (namespace) => {
    expect(config.getNamespace(namespace)).toEqual({ server: "a", useTls: true, port: 25 });
  });

  test("leaves the names as they are if it is told so", () => {
    expect(config.getNamespace("mail", { lowercase: false })).toEqual({
      Server: "a",
      UseTls: true,
      Port: 25,
    });
    expect(config.getNamespace("mail", { trimNamespace: false })).toEqual({
      mailServer: "a",
      mailUseTls: true,
      mailPort: 25,
    });
  });

  test("gives Flagon's own keys as well", () => {
    expect(config.getNamespace("sessionCookie")).toMatchObject({ name: "session", httpOnly: true });
  });
});
