/** A site changes its secret while visitors are logged in, one server after the other. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { type Site, startSite } from "./flagon-site.ts";
import { type FlaskServer, startFlask } from "./flask-server.ts";
import { Visitor } from "./visitor.ts";

const OLDER = "the key of two years ago";
const OLD = "the key of last year";
const NEW = "the key of this year";
const rotated = { secretKey: NEW, fallbacks: [OLDER, OLD] };

describeWith(flaskPython, "with rotated keys", (python) => {
  let flask: { old: FlaskServer; rotated: FlaskServer };
  let flagon: { old: Site; rotated: Site };

  beforeAll(async () => {
    const flasks = Promise.all([startFlask(python, { secretKey: OLD }), startFlask(python, rotated)]);
    const flagons = Promise.all([startSite({ secretKey: OLD }), startSite(rotated)]);
    flask = await flasks.then(([old, rotated]) => ({ old, rotated }));
    flagon = await flagons.then(([old, rotated]) => ({ old, rotated }));
  }, 60_000);

  afterAll(async () => {
    const servers = [flask?.old, flask?.rotated, flagon?.old, flagon?.rotated];
    await Promise.all(servers.map((server) => server?.close()));
  });

  test.each([
    ["Flask", "Flagon", () => [flask.old.url, flagon.rotated.url]],
    ["Flagon", "Flask", () => [flagon.old.url, flask.rotated.url]],
    ["Flagon", "Flagon", () => [flagon.old.url, flagon.rotated.url]],
  ] as const)("a login under an old key on %s is known to a rotated %s", async (_first, _second, urls) => {
    const [before, after] = urls();
    const visitor = new Visitor();

    await visitor.post(`${before}/login`, { username: "admin" });

    expect(await visitor.get(`${after}/`)).toBe("Logged in as admin");
  });

  test.each([
    ["Flask", "Flagon", () => [flask.old.url, flask.rotated.url, flagon.rotated.url]],
    ["Flagon", "Flask", () => [flagon.old.url, flagon.rotated.url, flask.rotated.url]],
  ] as const)("a rotated %s signs a changed session with the new key, as a rotated %s sees", async (_first, _second, urls) => {
    const [old, rotated, other] = urls();
    const visitor = new Visitor();
    await visitor.post(`${old}/login`, { username: "admin" });

    await visitor.post(`${rotated}/values`, { values: JSON.stringify([["seen", { bool: true }]]) });

    expect(await visitor.get(`${other}/`)).toBe("Logged in as admin");
    expect(await visitor.get(`${old}/`)).toBe("You are not logged in");
  });
});
