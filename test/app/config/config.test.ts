import { inspect } from "node:util";
import { Flagon } from "flagon";
import { describe, expect, test } from "vitest";

/** As a program that no compiler has checked. */
const unchecked = (value: unknown): never => value as never;

describe("a key of the wrong type is an error that names key, value and expectation", () => {
  const wrong: [name: string, value: unknown, message: string][] = [
    ["debug", "true", 'The configuration key debug must be true or false, not "true".'],
    ["testing", 1, "testing must be true or false, not 1."],
    [
      "maxContentLength",
      "16M",
      'must be a whole number of bytes, 0 or more, or null for no limit, not "16M".',
    ],
    ["maxContentLength", -1, "0 or more, or null for no limit, not -1."],
    ["maxFormParts", 1.5, "a whole number of parts"],
    ["permanentSessionLifetime", Number.NaN, "a number of seconds, 0 or more, not NaN."],
    ["trustedHosts", 1, "a list of hosts, or undefined, not 1."],
    ["trustedHosts", ["https://example.com"], "https://example.com"],
    ["sessionCookieSameSite", "Sloppy", '"Strict", "Lax" or "None", or undefined, not "Sloppy".'],
    ["preferredUrlScheme", "https://", 'the scheme of a URL, such as "https", not "https://".'],
    [
      "serverName",
      { host: "x" },
      'a host, such as "example.com" or "localhost:5000", without a scheme, or undefined, not an object.',
    ],
    [
      "serverName",
      "https://example.com",
      'a host, such as "example.com" or "localhost:5000", without a scheme, or undefined, not "https://example.com".',
    ],
    ["secretKey", 123, "secretKey must be text, bytes, or a function that gives one of them"],
    ["secretKeyFallbacks", "old", "secretKeyFallbacks must be a list of texts or bytes"],
  ];

  test.each(wrong)("given to the application: %s = %j", (name, value, message) => {
    expect(() => new Flagon({ config: { [name]: value } })).toThrow(message);
  });

  test.each(wrong)("assigned: %s = %j", (name, value, message) => {
    const { config } = new Flagon();
    expect(() => Object.assign(config, { [name]: value })).toThrow(message);
  });

  test.each(wrong)("loaded: %s = %j", (name, value, message) => {
    expect(() => new Flagon().config.fromMapping({ [name]: value })).toThrow(message);
  });

  test("without the value where that is secret", () => {
    const tellsNothing = expect.objectContaining({ message: expect.not.stringContaining("12345") });
    expect(() => new Flagon({ config: unchecked({ secretKey: 12345 }) })).toThrow(tellsNothing);
    expect(() => new Flagon({ secretKey: unchecked(12345) })).toThrow("not a value of type a number.");
  });

  test("as is a configuration that is no object", () => {
    expect(() => new Flagon({ config: unchecked("debug") })).toThrow(
      "The configuration of new Flagon() must be an object with names and values, not text.",
    );
  });

  test("and the key keeps what it had", () => {
    const { config } = new Flagon({ config: { maxContentLength: 100 } });
    expect(() => Object.assign(config, { maxContentLength: "all" })).toThrow(TypeError);
    expect(config.maxContentLength).toBe(100);
  });
});

describe("a key that is given as undefined", () => {
  test("keeps its default, as a missing environment variable must not take a limit away", () => {
    const { config } = new Flagon({ config: { maxContentLength: undefined, sessionCookieName: undefined } });
    expect(config.maxContentLength).toBe(16 * 1024 * 1024);
    expect(config.sessionCookieName).toBe("session");
  });

  test("means no SameSite and no Path attribute where it is that", () => {
    const { config } = new Flagon({
      config: { sessionCookieSameSite: undefined, applicationRoot: undefined },
    });
    expect(config.sessionCookieSameSite).toBeUndefined();
    expect(config.applicationRoot).toBeUndefined();
  });

  test("is an error where it is assigned to a key that must have a value", () => {
    const { config } = new Flagon();
    expect(() => Object.assign(config, { debug: undefined })).toThrow("debug must be true or false");
    config.secretKey = "a key that is long enough";
    config.secretKey = undefined;
    expect(config.secretKey).toBeUndefined();
  });
});

describe("the configuration as an object", () => {
  test("has its keys and none of its methods", () => {
    const { config } = new Flagon({ config: unchecked({ mailServer: "localhost" }) });
    const names = Object.keys(config);
    expect(names).toContain("secretKey");
    expect(names).toContain("mailServer");
    expect(names.filter((name) => /^(from|get|to)[A-Z]/.test(name))).toEqual([]);
    expect({ ...config }).not.toHaveProperty("fromObject");
    expect({ ...config }).toHaveProperty("maxFormParts", 1000);
  });

  test("is that of one application", () => {
    const [one, other] = [new Flagon(), new Flagon()];
    one.config.debug = true;
    (one.config.secretKeyFallbacks as string[]).push("former");
    expect(other.config.debug).toBe(false);
    expect(other.config.secretKeyFallbacks).toEqual([]);
  });

  test("keeps a name of its methods free", () => {
    expect(() => new Flagon().config.fromMapping({ fromFile: 1 })).toThrow(
      "fromFile is a method of the configuration; give the key another name.",
    );
  });

  test("takes any other name, those of objects too", () => {
    const { config } = new Flagon();
    config.fromMapping(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'));
    expect(Object.getOwnPropertyDescriptor(config, "__proto__")?.value).toEqual({ polluted: true });
    expect(config).toHaveProperty("constructor", 1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(config.fromMapping).toBeTypeOf("function");
  });
});

describe("a configuration that is logged", () => {
  const app = new Flagon({
    secretKey: "the key of the application",
    config: unchecked({
      secretKeyFallbacks: ["a former key"],
      mailPassword: "hunter2",
      databaseUrl: "postgres://shop:s3cret@db/shop",
      mail: { user: "shop", apiKey: "k-123", servers: ["a"] },
      stripe: { live: { token: "t-9" } },
      csrfSecret: false,
    }),
  });

  test.each([
    ["by the console", () => inspect(app.config, { depth: 9 })],
    ["as JSON", () => JSON.stringify({ config: app.config })],
  ])("%s shows its values and hides the secret ones", (_, logged) => {
    const text = logged();
    expect(text).not.toMatch(/the key of|a former|hunter2|s3cret|k-123|t-9/);
    expect(text).toContain("postgres://shop:***@db/shop");
    expect(text).toContain("maxFormParts");
    expect(text).toMatch(/user"?: ?['"]shop/);
  });

  test("says whether there is a key at all, and shows what is on or off", () => {
    expect(inspect(new Flagon().config)).toContain("secretKey: undefined");
    expect(inspect(app.config)).toContain("csrfSecret: false");
  });

  test("may refer to itself", () => {
    const { config } = new Flagon();
    const loop: { self?: object } = {};
    loop.self = loop;
    config.fromMapping({ loop });
    expect(inspect(config)).toContain("[Circular]");
  });
});

describe("debug mode unless it is set", () => {
  test.each([
    [undefined, false],
    ["", false],
    ["0", false],
    ["False", false],
    ["no", false],
    ["1", true],
    ["true", true],
    ["anything", true],
  ])("is what FLAGON_DEBUG says: %j", (value, debug) => {
    const before = process.env.FLAGON_DEBUG;
    if (value === undefined) delete process.env.FLAGON_DEBUG;
    else process.env.FLAGON_DEBUG = value;
    try {
      expect(new Flagon().debug).toBe(debug);
      expect(new Flagon({ config: { debug: false } }).debug).toBe(false);
    } finally {
      if (before === undefined) delete process.env.FLAGON_DEBUG;
      else process.env.FLAGON_DEBUG = before;
    }
  });
});
