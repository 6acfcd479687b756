import { execFileSync } from "node:child_process";
import { Flagon, type FlagonOptions, Markup, Tuple } from "flagon";
import { SecureCookieSessionInterface } from "flagon/sessions";
import type { CliInvokeOptions, CliResult } from "flagon/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { Project } from "./project.ts";

const KEY = "a key that nobody may see";
const NOW = new Date("2026-01-02T00:00:00Z");

const appWith = (options: FlagonOptions = {}): Flagon => new Flagon({ secretKey: KEY, ...options });
const run = (args: readonly string[], app = appWith(), options?: CliInvokeOptions): Promise<CliResult> =>
  app.testCliRunner().invoke(["session", ...args], options);

async function cookieOf(session: object, app = appWith()): Promise<string> {
  const { serializer } = new SecureCookieSessionInterface();
  const { stdout, stderr } = await run(["sign", serializer.dumps(session)], app);
  expect(stderr).toBe("");
  return stdout.trim();
}

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

describe("a cookie that was signed", () => {
  test("is a session of the application", async () => {
    const app = appWith();
    app.get("/", async () => {
      const { session } = await import("flagon");
      return { name: session.get("name") };
    });
    const client = app.testClient();
    client.setCookie("session", await cookieOf({ name: "Ada" }, app));
    expect((await client.get("/")).json()).toEqual({ name: "Ada" });
  });

  test("is decoded without the key: session, time, tags", async () => {
    const cookie = await cookieOf({ name: "Ada", cart: new Tuple(1, [new Markup("<b>")]), at: new Date(0) });
    vi.setSystemTime(new Date("2026-01-04T01:00:00Z"));
    const { stdout, exitCode } = await run(["decode", cookie], new Flagon());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Signature: not checked/);
    expect(stdout).toContain("Signed:    2026-01-02T00:00:00Z, 2 days ago\n");
    expect(stdout).toMatch(/^Tags: +at \(datetime\), cart \(tuple\), cart\[1\]\[0\] \(Markup\)$/m);
    expect(stdout).toContain("name: 'Ada'");
  });

  test.each([
    ["text", []],
    ["JSON", ["--json"]],
  ])("neither steers the terminal nor writes a line of its own, shown as %s", async (_how, options) => {
    const evil = "\u001b]0;x\u0007\u009b31m\u007f\u202e\nSignature: valid\t";
    const cookie = await cookieOf({ [evil]: new Date(0), text: evil, list: new Tuple(evil) });
    const { stdout } = await run(["decode", ...options, cookie], new Flagon());
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(stdout).not.toMatch(/^Signature: valid/m);
    if (options.length > 0) expect(JSON.parse(stdout)).toMatchObject({ session: { text: evil } });
  });

  test.each([
    ["its value", (cookie: string) => cookie],
    ["a header", (cookie: string) => `Set-Cookie: session=${cookie}; HttpOnly; Path=/`],
    ["a pair", (cookie: string) => `session=${cookie}`],
  ])("is read from standard input as %s", async (_how, written) => {
    const cookie = await cookieOf({ name: "Ada" });
    const { stdout } = await run(["decode", "--json"], new Flagon(), { input: `${written(cookie)}\n` });
    expect(JSON.parse(stdout)).toMatchObject({
      session: { name: "Ada" },
      age: 0,
      isCompressed: false,
      tags: [],
    });
  });

  test("is told to be compressed", async () => {
    const cookie = await cookieOf({ text: "a".repeat(500) });
    expect((await run(["decode", cookie])).stdout).toMatch(
      new RegExp(`^Size: +${cookie.length} characters, compressed; `, "m"),
    );
  });

  test("is valid", async () => {
    const { stdout, exitCode } = await run(["verify", await cookieOf({ name: "Ada" })]);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Signature: valid\n/)]);
  });

  test("is valid with a former key, which is told", async () => {
    const cookie = await cookieOf({ name: "Ada" });
    const app = appWith({
      secretKey: "the new key of today",
      config: { secretKeyFallbacks: ["older than that", KEY] },
    });
    expect((await run(["verify", cookie], app)).stdout).toMatch(
      /^Signature: valid, by a former key \(number 1/,
    );
  });

  test("is verified with a key of a variable or a file, and no application", async () => {
    const cookie = await cookieOf({ name: "Ada" });
    using project = new Project({ key: `${KEY}\n` });
    const none = new Flagon();
    const env = await run(["verify", "--key-env", "THE_KEY", cookie], none, { env: { THE_KEY: KEY } });
    const file = await run(["verify", "--key-file", `${project.folder}/key`, cookie], none);
    expect([env.exitCode, file.exitCode]).toEqual([0, 0]);
  });
});

describe("a cookie is rejected with a reason", () => {
  const verdict = async (cookie: string, app = appWith()): Promise<string> => {
    const { stdout, exitCode } = await run(["verify", cookie], app);
    expect(exitCode).toBe(1);
    return stdout;
  };

  test("that it was signed with another key", async () => {
    const cookie = await cookieOf({ name: "Ada" });
    const said = await verdict(cookie, appWith({ secretKey: "quite another key" }));
    expect(said).toMatch(/^Signature: REJECTED: the signature is wrong: .*another key/);
    expect(said).toContain("name: 'Ada'");
  });

  test("that it is too old", async () => {
    const cookie = await cookieOf({ name: "Ada" });
    vi.setSystemTime(new Date("2026-03-02T00:00:00Z"));
    expect(await verdict(cookie)).toMatch(/REJECTED: it is older than 2678400 seconds/);
    expect((await run(["verify", cookie, "--max-age", "99999999"])).exitCode).toBe(0);
  });

  test("that it is from the future", async () => {
    const cookie = await cookieOf({ name: "Ada" });
    vi.setSystemTime(new Date("2026-01-01T00:00:00Z"));
    expect(await verdict(cookie)).toMatch(/REJECTED: it was signed in the future[\s\S]*1 day in the future/);
  });

  test.each([
    ["nonsense", /REJECTED: it is no signed cookie[\s\S]*Session: +cannot be read/],
    ["a.b", /REJECTED: /],
    ["..", /REJECTED: /],
  ])("for %s", async (cookie, reason) => {
    expect(await verdict(cookie)).toMatch(reason);
  });

  test("that nothing but text was signed", async () => {
    const app = appWith();
    const signing = new SecureCookieSessionInterface().getSigningSerializer(app);
    expect(await verdict(signing?.dumps("[1") ?? "")).toMatch(
      /the signature is right, but the payload is no session/,
    );
  });
});

describe("what can't be done is told with 2", () => {
  test.each<[readonly string[], Flagon, RegExp]>([
    [["decode"], new Flagon(), /There is no cookie: give its value/],
    [["verify", "a.b.c"], new Flagon(), /The application has no secret key/],
    [["verify", "a.b.c", "--key-env", "NO_KEY"], new Flagon(), /The variable NO_KEY holds no key/],
    [["verify", "a.b.c", "--key-file", "/no/key"], new Flagon(), /The key can't be read/],
    [["verify", "a.b.c", "--max-age", "x"], appWith(), /--max-age must be a whole number/],
    [["sign", "[1]"], appWith(), /no session: a session is an object/],
    [["sign", "{"], appWith(), /no session: .*Give an object as JSON/],
  ])("%j", async (args, app, message) => {
    const { exitCode, stderr } = await run(args, app);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

test("the key is in no output", async () => {
  const cookie = await cookieOf({ name: "Ada" });
  for (const args of [
    ["decode", cookie],
    ["verify", cookie],
    ["verify", cookie, "--json"],
    ["verify", "x"],
    ["sign", "{"],
  ]) {
    expect((await run(args)).output).not.toContain(KEY);
  }
});

const FLASK = `
import sys, flask
app = flask.Flask("x", static_folder=None)
app.secret_key = "${KEY}"
s = app.session_interface.get_signing_serializer(app)
print(s.dumps({"name": "Ada", "t": (1, 2)}) if len(sys.argv) < 2 else s.loads(sys.argv[1]))
`;

describeWith(flaskPython, "cookies of real Flask", (python) => {
  const flask = (...args: string[]) =>
    execFileSync(python, ["-W", "ignore", "-c", FLASK, ...args], { encoding: "utf8" }).trim();

  test("are read and verified here, and ours there", async () => {
    vi.useRealTimers();
    const { stdout, exitCode } = await run(["verify", flask()]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/valid[\s\S]*t \(tuple\)[\s\S]*name: 'Ada'/),
    ]);
    expect(flask(await cookieOf({ name: "Bob", t: new Tuple(1) }))).toBe("{'name': 'Bob', 't': (1,)}");
  });
});
