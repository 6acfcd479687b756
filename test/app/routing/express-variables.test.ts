import { Blueprint, Flagon } from "flagon";
import { describe, expect, test } from "vitest";

async function warnings(register: (app: Flagon) => unknown, debug = true): Promise<unknown[]> {
  const app = new Flagon({ config: { debug } });
  const log: unknown[] = [];
  app.logger = { warn: (line) => log.push(line), error: () => undefined };
  register(app);
  const client = app.testClient();
  await client.get("/");
  await client.get("/");
  return log;
}

describe("a rule with a variable as Express writes it", () => {
  test("is pointed out in debug mode, once, with how it is written here", async () => {
    expect(await warnings((app) => app.get("/users/:id/:part", () => "x"))).toEqual([
      'The rule "/users/:id/:part" has ":id" as text, so it matches these characters alone. A variable is written as ' +
        '<name>: "/users/<id>/<part>".',
    ]);
  });

  test("is pointed out with the prefix of its blueprint", async () => {
    const register = (app: Flagon) => {
      const shop = new Blueprint("shop", { urlPrefix: "/shops/:shop" });
      shop.get("/<int:id>", () => "x");
      app.registerBlueprint(shop);
    };
    expect(await warnings(register)).toEqual([expect.stringContaining('"/shops/<shop>/<int:id>"')]);
  });

  test("answers the path that is written so, as in Flask", async () => {
    const app = new Flagon();
    app.get("/users/:id", () => "found");
    expect((await app.testClient().get("/users/:id")).text()).toBe("found");
    expect((await app.testClient().get("/users/3")).status).toBe(404);
  });

  test("is left alone without debug mode, and so is a colon that is no variable's", async () => {
    expect(await warnings((app) => app.get("/users/:id", () => "x"), false)).toEqual([]);
    const rules = (app: Flagon) => {
      app.get("/<int:id>/at:noon", () => "x");
      app.get("/items:batch", () => "y");
      app.get("/:/x", () => "z");
    };
    expect(await warnings(rules)).toEqual([]);
  });
});
