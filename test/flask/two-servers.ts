/** Both halves of the site with one secret, for the tests of a block, which run from either to the other. */
import { afterAll, beforeAll } from "vitest";
import { type Site, startSite } from "./flagon-site.ts";
import { type FlaskServer, startFlask } from "./flask-server.ts";

/** From which server to which, and where they answer; the addresses are there once the tests run. */
export type Direction = readonly [first: string, second: string, urls: () => readonly [string, string]];

/** Starts a Flask and a Flagon before the tests of the block that this is called in, and ends them after. */
export function startBoth(python: string): readonly Direction[] {
  let flask: FlaskServer;
  let flagon: Site;

  beforeAll(async () => {
    const secretKey = "a secret that both servers know";
    [flask, flagon] = await Promise.all([startFlask(python, { secretKey }), startSite({ secretKey })]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([flask?.close(), flagon?.close()]);
  });

  return [
    ["Flask", "Flagon", () => [flask.url, flagon.url]],
    ["Flagon", "Flask", () => [flagon.url, flask.url]],
  ];
}
