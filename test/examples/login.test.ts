/** The login demo as a process: its keys, what it prints, how it ends. The pages are tested in a browser. */
import { afterEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "./demo-server.ts";

describe("the login demo", { timeout: 60_000 }, () => {
  let demo: Demo | undefined;

  afterEach(async () => {
    await demo?.close();
    demo = undefined;
  });

  test("works with no configuration, and says once that logins end with the process", async () => {
    demo = await startDemo({});

    const first = await logIn(demo);
    const second = await logIn(demo);

    expect(first.status).toBe(302);
    expect(second.status).toBe(302);
    expect(await frontPage(demo, first)).toContain("Logged in as admin");
    expect(linesAbout(/logins? end/i, demo)).toHaveLength(1);
  });

  test("says nothing of the kind with a secret key", async () => {
    demo = await startDemo({ SECRET_KEY: "a key that stays the same" });

    await logIn(demo);

    expect(linesAbout(/logins? end/i, demo)).toEqual([]);
  });

  test("takes an empty secret key for none", async () => {
    demo = await startDemo({ SECRET_KEY: "" });

    const answer = await logIn(demo);

    expect(await frontPage(demo, answer)).toContain("Logged in as admin");
    expect(linesAbout(/logins? end/i, demo)).toHaveLength(1);
  });

  test("does not start in production without a secret key", async () => {
    await expect(startDemo({ NODE_ENV: "production" })).rejects.toThrow("Set SECRET_KEY");
  });

  test.each(["http", "99999", "-1"])("says in one line that PORT=%s is no port", async (PORT) => {
    await expect(startDemo({ PORT })).rejects.toThrow(
      /^The demo ended before it served:\nCan't listen on port (NaN|99999|-1): give a whole number.*\n$/,
    );
  });

  test.each(["SIGTERM", "SIGINT"] as const)("ends in peace on %s", async (signal) => {
    demo = await startDemo({});
    await fetch(demo.url);

    expect(await demo.close(signal)).toBe(0);
  });

  test("answers a form without the field with 400, and an empty name with the form again", async () => {
    demo = await startDemo({});

    const missing = await send(demo, {});
    const empty = await send(demo, { username: " " });

    expect(missing.status).toBe(400);
    expect(await missing.text()).not.toContain("CSRF");
    expect(empty.headers.getSetCookie()).toEqual([]);
    expect(await empty.text()).toContain("Please enter a name");
  });

  test("lets no other site log a visitor in or out", async () => {
    demo = await startDemo({});
    const cookie = cookieOf(await logIn(demo));

    for (const [path, method, status] of [
      ["/login", "POST", 400],
      ["/logout", "POST", 400],
      ["/logout", "GET", 405],
    ] as const) {
      const body = method === "POST" ? new URLSearchParams({ username: "bob" }) : null;
      const answer = await fetch(`${demo.url}${path}`, { method, body, headers: { cookie } });
      expect(answer.status).toBe(status);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });
});

function logIn(demo: Demo): Promise<Response> {
  return send(demo, { username: "admin" });
}

/** Sends the form as its page has it. */
async function send(demo: Demo, fields: Record<string, string>): Promise<Response> {
  const page = await fetch(`${demo.url}/login`);
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  return fetch(`${demo.url}/login`, {
    method: "POST",
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams({ ...fields, csrf_token }),
    redirect: "manual",
  });
}

async function frontPage(demo: Demo, login: Response): Promise<string> {
  return (await fetch(demo.url, { headers: { cookie: cookieOf(login) } })).text();
}

function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
}

function linesAbout(subject: RegExp, demo: Demo): string[] {
  return demo
    .printed()
    .split("\n")
    .filter((line) => subject.test(line));
}
