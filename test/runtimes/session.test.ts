/** The demo's session, a static file and uploads, on every runtime, from the packed package, over HTTP. */
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeWith } from "../requirements.ts";
import { installPackage, installRuntimes } from "./installed-package.ts";
import { type RunningServer, startServer } from "./running-server.ts";
import { npmRuntimes, runtimes, versionOf } from "./runtimes.ts";

/** Signed by Flask 2.2.2 with the key of session-app.mjs: every tag that Flask knows. */
const FROM_FLASK =
  ".eJw1jk1LxDAQQP9KmIOnoGn6sdu4LnhxRRAEPekuJWlTLZukpWkQXPrfnbR6Cpl5jzcXqFoj_Zf2ID4uQCZ8wGrv5acGCo_amB5O84lCNejRSqcdItMYNIVajtNidQ0IdAMIKNqk4XWqMpmXWbHdbOVGsRpnOm1xpmCm4LsfvQjR5vS_KoG6YAzG5tgzfX-WpjuvaNOtRlUhmiBBYYgnxqHF7m7YX0k73O5uhn1sjHLqehDsmufx872ACsH7l9Kqw4NTPLtbj3H1XwK3r3KiJMnJU3CEM56RJBF5KVJGDs9vEQ9ej05aNOC9PwbGtCLHwAuWwvwLD5xiVw.Zm2CQA.HiS20A2qi05ZYyduHch3uOm_BMI";

describeWith(npmRuntimes, "the session", () => {
  let folder: string;

  beforeAll(() => {
    installRuntimes();
    folder = installPackage();
  }, 600_000);

  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  describe.each(runtimes)("on $name", (runtime) => {
    let server: RunningServer;

    beforeAll(async () => {
      console.log(`${runtime.name}: ${versionOf(runtime)}`);
      server = await startServer((port) => runtime.serve(folder, "session-app.mjs", port), folder);
    }, 120_000);

    afterAll(() => server?.close());

    test("begins logged out, is logged in, stays so, and is logged out", async () => {
      expect(await page("/")).toContain("You are not logged in");

      const login = await send("/login", "", "username=Zo%C3%AB+%E2%98%83+%3Cb%3E");
      expect(login.status).toBe(302);
      expect(login.headers.get("location")).toBe("/");
      expect(login.headers.get("vary")).toBe("Cookie");
      const [header = ""] = login.headers.getSetCookie();
      expect(header).toMatch(/^session=[\w.-]+; HttpOnly; Path=\/; SameSite=Lax$/);

      const cookie = cookieOf(login);
      expect(await page("/", cookie)).toContain("Logged in as Zoë ☃ &lt;b&gt;");

      const logout = await send("/logout", cookie);
      expect(logout.headers.getSetCookie()[0]).toMatch(
        /^session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0;/,
      );
    });

    test("is rewritten after an await, when a value inside it changed", async () => {
      const first = await send("/visit/1", "", "");
      const second = await send("/visit/2", cookieOf(first), "");

      expect(await second.json()).toEqual({ visits: [1, 2] });
      expect(await page("/session", cookieOf(second))).toContain("1,2");
    });

    test("is kept apart for requests that run at once", async () => {
      const names = Array.from({ length: 20 }, (_, index) => `visitor-${index}`);

      const logins = await Promise.all(names.map((name) => send("/login", "", `username=${name}`)));
      const pages = await Promise.all(logins.map((login) => page("/", cookieOf(login))));

      pages.forEach((text, index) => {
        expect(text).toContain(`Logged in as ${names[index]} `);
      });
    });

    test("comes with uploads, small and large, and with streams", async () => {
      for (const size of [10, 2_000_000]) {
        const bytes = new Uint8Array(size).map((_, index) => index % 251);
        const body = new FormData();
        body.set("title", "Tée");
        body.set("file", new File([bytes], "ö.bin"));
        const answer = await fetch(`${server.url}/upload`, { method: "POST", body });
        const digest = [...createHash("sha256").update(bytes).digest()];
        expect(await answer.json()).toEqual({ title: "Tée", name: "ö.bin", streamed: size, digest });
      }
      // Small enough for the client to be done sending when a runtime closes the connection.
      const large = await fetch(`${server.url}/limited`, { method: "POST", body: new Uint8Array(20_000) });
      expect(large.status).toBe(413);
      const streamed = await fetch(`${server.url}/stream`, {
        method: "POST",
        body: new Uint8Array(1_000_000),
      });
      expect(await streamed.text()).toBe("1000000");
    });

    test("is refused when its signature was tampered with", async () => {
      const login = await send("/login", "", "username=admin");
      const [payload, ...rest] = cookieOf(login).split(".");

      expect(await page("/", [`${payload}A`, ...rest].join("."))).toContain("You are not logged in");
    });

    test("that Flask signed is read, with every kind of value", async () => {
      const answer = JSON.parse(await page("/session", `session=${FROM_FLASK}`));

      expect(answer).toEqual({
        _permanent: true,
        _flashes: { Array: [{ Tuple: ["message", "Hello"] }] },
        cart: {
          Array: [
            {
              id: { UUID: "6f1d2c3b-4a59-4687-8a7b-0c1d2e3f4a5b" },
              size: { Tuple: [2, { Tuple: ["a", null] }] },
            },
          ],
        },
        lookalike: { " t": { Array: [1] } },
        page: { Markup: "<p>&amp;</p>" },
        ratio: 0.25,
        raw: { Uint8Array: [0, 255, ...new TextEncoder().encode("flagon")] },
        since: { Date: "2024-06-15T11:59:30.000Z" },
        username: "Zoë ☃",
      });
    });

    test("is not needed for a static file, which can be had in parts", async () => {
      const whole = await fetch(`${server.url}/static/letters.txt`);
      const text = await whole.text();
      expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
      expect([text.length, text.endsWith("abcdefghij")]).toEqual([300_000, true]);

      const part = await fetch(`${server.url}/static/letters.txt`, { headers: { Range: "bytes=10-99999" } });
      expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 10-99999/300000"]);
      expect((await part.text()).length).toBe(99_990);

      expect((await fetch(`${server.url}/static/..%2fsession-app.mjs`)).status).toBe(404);
    });

    test("stands beside mounted applications, which see their own paths and bodies", async () => {
      expect(JSON.parse(await page("/inner/users/3"))).toEqual(["inner/users/3", "/inner/users/4", null]);
      const posted = await send("/inner/users/3", "", "a=1");
      expect(await posted.json()).toEqual(["inner/users/3", "/inner/users/4", "1"]);
      const other = await fetch(`${server.url}/other/x`, { method: "POST", body: new Uint8Array(300_000) });
      expect([await other.text(), other.headers.get("x-path")]).toEqual(["POST 300000", "/x"]);
      expect(JSON.parse(await page("/starts"))).toEqual(["started"]);
      expect((await page("/bp/files/letters.txt")).length).toBe(300_000);
    });

    test("stands beside templates, whose errors name their lines", async () => {
      expect(JSON.parse(await page("/template"))).toEqual({
        text: "&lt;A&gt;1.5",
        lines: ["macro 'm' lib.html:3", "root page.html:3"],
        isInStack: true,
      });
    });

    function send(path: string, cookie: string, body?: string): Promise<Response> {
      const type = { "Content-Type": "application/x-www-form-urlencoded" };
      const options = body === undefined ? {} : { method: "POST", body };
      return fetch(server.url + path, { ...options, headers: { cookie, ...type }, redirect: "manual" });
    }

    async function page(path: string, cookie = ""): Promise<string> {
      const response = await send(path, cookie);
      expect(response.status).toBe(200);
      return response.text();
    }
  });
});

/** The cookie that the response sets, as a browser sends it back. */
function cookieOf(response: Response): string {
  return (response.headers.getSetCookie()[0] ?? "").split(";", 1).join("");
}
