import { Flagon } from "flagon";
import { serve } from "flagon/servers/node";
import { afterEach, describe, expect, test, vi } from "vitest";

const ATTACK = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`;

async function pageOf(view: () => unknown, path = "/"): Promise<string> {
  const app = new Flagon({ config: { debug: true } });
  app.logger = { warn: () => undefined, error: () => undefined };
  app.get("/", { endpoint: "view" }, view as () => string);
  await using server = await serve(app, { port: 0 });
  const response = await fetch(`${server.url}${path}`, {
    headers: { Accept: "text/html", "X-Attack": ATTACK, Cookie: `${ATTACK}=1` },
  });
  expect(response.status).toBe(500);
  return response.text();
}

const throwing = (thrown: unknown) => () => {
  throw thrown;
};

function thrower(): never {
  throw new Error("a member throws");
}

const named = (name: string): Error => Object.assign(new Error("x"), { name });
const withHint = Object.assign(new Error("x"), { hint: ATTACK, help: ATTACK, code: ATTACK });
const withFrames = new Error(`x\n    at ${ATTACK} (/etc/hostname:1:1)\n    at a (/a" onclick="alert(1):1:1)`);

afterEach(() => vi.doUnmock("youch"));

describe.each(["with youch", "without youch"])("the page about an error, %s,", (which) => {
  const load = (): void => {
    if (which === "without youch") {
      vi.doMock("youch", () => {
        throw new Error("It is not installed.");
      });
    }
  };

  test.each<[string, unknown]>([
    ["a message", new Error(ATTACK)],
    ["a name", named(ATTACK)],
    ["a hint", withHint],
    ["lines that look like a stack", withFrames],
    ["a cause", new Error("x", { cause: new Error(ATTACK, { cause: ATTACK }) })],
    ["text that was thrown", ATTACK],
  ])("shows %s of a visitor as text", async (_name, thrown) => {
    load();
    const page = await pageOf(
      throwing(thrown),
      `/?${encodeURIComponent(ATTACK)}=${encodeURIComponent(ATTACK)}`,
    );
    expect(page).not.toMatch(/<img src=x|<script>alert/);
    expect(page.includes("stack-frames")).toBe(which === "with youch");
  });

  test("sets off the places of the application", async () => {
    load();
    const page = await pageOf(throwing(new Error("x")), "/");
    const place = /<b>at [^<]*hostile-errors\.test\.ts[^<]*<\/b>/;
    if (which === "without youch") expect(page).toMatch(place);
    else expect(page).toContain("stack-frame-native");
  });

  test.each<[string, () => unknown]>([
    ["nothing", () => undefined],
    ["a symbol", () => Symbol("x")],
    ["an object without a prototype", () => Object.create(null)],
    ["a frozen error", () => Object.freeze(new Error("x"))],
    [
      "an error whose members throw",
      () =>
        Object.defineProperties(new Error("x"), {
          message: { get: thrower },
          stack: { get: thrower },
          name: { get: thrower },
          cause: { get: thrower },
        }),
    ],
    [
      "an error that causes itself",
      () => {
        const error = new Error("x");
        error.cause = error;
        return error;
      },
    ],
  ])("is made of %s", async (_name, make) => {
    load();
    const page = await pageOf(throwing(make()));
    expect(page).toContain("Request id");
  });

  test("shows no file that a message names", async () => {
    load();
    const page = await pageOf(() => {
      const error = new Error("x");
      error.stack = `Error: y\n    at a (/etc/passwd:1:1)\n    at b (${import.meta.filename}:1:1)`;
      throw error;
    });
    expect(page).not.toContain("root:");
    if (which === "with youch") expect(page).toContain("describe");
  });
});

test("properties of an error that nobody has looked through are not shown", async () => {
  const authorization = ["Bearer", "a-token"].join(" ");

  const page = await pageOf(throwing(Object.assign(new Error("x"), { config: { authorization } })));

  expect(page).not.toContain(authorization);
});
