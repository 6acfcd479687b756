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
    expect(empty.headers.getSetCookie()).toEqual([]);
    expect(await empty.text()).toContain("Please enter a name");
  });
});

function logIn(demo: Demo): Promise<Response> {
  return send(demo, { username: "admin" });
}

function send(demo: Demo, fields: Record<string, string>): Promise<Response> {
  return fetch(`${demo.url}/login`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}

async function frontPage(demo: Demo, login: Response): Promise<string> {
  const cookie = (login.headers.getSetCookie()[0] ?? "").split(";", 1).join("");
  return (await fetch(demo.url, { headers: { cookie } })).text();
}

function linesAbout(subject: RegExp, demo: Demo): string[] {
  return demo
    .printed()
    .split("\n")
    .filter((line) => subject.test(line));
}
