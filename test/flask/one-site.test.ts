/** One site, two servers: real Flask and Flagon share a secret, and a visitor's login is known to both. */
import { describe, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { startSite } from "./flagon-site.ts";
import { startBoth } from "./two-servers.ts";
import { Visitor } from "./visitor.ts";

const OUT = "You are not logged in";

describeWith(flaskPython, "one site on Flask and on Flagon", (python) => {
  const directions = startBoth(python);

  describe.each(directions)("logging in on %s", (_first, second, urls) => {
    test(`is known on ${second}`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();

      await visitor.post(`${here}/login`, { username: "Zoë ☃ <𝄞>" });

      expect(await visitor.get(`${here}/`)).toMatch(/^Logged in as Zoë ☃ /);
      expect(await visitor.get(`${there}/`)).toMatch(/^Logged in as Zoë ☃ /);
    });

    test.each([
      ["there", (there: string, _here: string) => there],
      ["here", (_there: string, here: string) => here],
    ])("and logging out %s logs out on both", async (_where, choose) => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin" });

      await visitor.get(`${choose(there, here)}/logout`);

      expect(visitor.cookies.has("session")).toBe(false);
      expect(await visitor.get(`${here}/`)).toBe(OUT);
      expect(await visitor.get(`${there}/`)).toBe(OUT);
    });

    test(`and changing the name on ${second} changes it on both`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin" });

      await visitor.post(`${there}/login`, { username: "someone else" });

      expect(await visitor.get(`${here}/`)).toBe("Logged in as someone else");
    });

    test(`permanently stays permanent on ${second}, which prolongs it`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin", remember: "yes" });
      visitor.received.clear();

      expect(await visitor.get(`${there}/`)).toBe("Logged in as admin");

      const expires = /Expires=([^;]*)/.exec(visitor.received.get("session") ?? "")?.[1] ?? "";
      const days = (Date.parse(expires) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(30.9);
      expect(days).toBeLessThan(31.1);
    });

    test(`for this browser session only, is not made permanent by ${second}`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin" });
      visitor.received.clear();

      await visitor.post(`${there}/values`, { values: JSON.stringify([["seen", { bool: true }]]) });

      expect(visitor.received.get("session")).not.toMatch(/Expires|Max-Age/i);
    });

    test(`and only reading on ${second} leaves the cookie alone`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin" });
      visitor.received.clear();

      await visitor.get(`${there}/`);

      expect([...visitor.received]).toEqual([]);
    });
  });

  test("a cookie of another secret is known to neither", async () => {
    const stranger = await startSite({ secretKey: "some other secret" });
    const visitor = new Visitor();
    await visitor.post(`${stranger.url}/login`, { username: "admin" });

    expect(visitor.cookies.has("session")).toBe(true);
    for (const url of directions[0]?.[2]() ?? []) expect(await visitor.get(`${url}/`)).toBe(OUT);
    await stranger.close();
  });
});
