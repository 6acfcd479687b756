import { inspect } from "node:util";
import { Flagon } from "flagon";
import { describe, expect, test } from "vitest";

const KEY = "a key that must stay out of every log";

describe("what is logged", () => {
  test("of an application is its folder, and never its key", () => {
    const app = new Flagon({ root: "/srv/shop", secretKey: KEY });
    expect(inspect(app)).toBe('<Flagon "/srv/shop">');
  });
});

test("app.run({ debug }) turns debug mode on, as app.debug does", async () => {
  const app = new Flagon();
  expect(app.debug).toBe(false);
  await expect(app.run({ hostname: "::1" } as object)).rejects.toThrow('app.run() has no option "hostname"');
  const server = await app.run({ port: 0, debug: true });
  await server.close();
  expect(app.config.debug).toBe(true);
});
