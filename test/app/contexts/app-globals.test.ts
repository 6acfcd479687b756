import { inspect } from "node:util";
import { Flagon, g } from "flagon";
import { describe, expect, test } from "vitest";

declare module "flagon" {
  interface Globals {
    color?: string;
  }
}

async function inRequest<T>(fn: () => T): Promise<T> {
  const app = new Flagon();
  let result: { value: T } | undefined;
  app.get("/", () => {
    result = { value: fn() };
    return "";
  });
  await app.testClient().get("/");
  if (result === undefined) throw new Error("the view failed");
  return result.value;
}

describe("g", () => {
  test("holds names of one's own, and nothing at first", async () => {
    const seen = await inRequest(() => {
      const before = [g.color, "color" in g, Object.keys(g)];
      g.color = "red";
      return [before, g.color, "color" in g, Object.keys(g), delete g.color, g.color];
    });
    expect(seen).toEqual([[undefined, false, []], "red", true, ["color"], true, undefined]);
  });

  test("has get, pop and setDefault", async () => {
    const seen = await inRequest(() => [
      g.get("color", "none"),
      g.setDefault("color", "blue"),
      g.setDefault("color", "green"),
      g.pop("color"),
      g.pop("color", "gone"),
      g.get("toString"),
    ]);
    expect(seen).toEqual(["none", "blue", "blue", "blue", "gone", undefined]);
  });

  test("belongs to one request, also where several wait at once", async () => {
    const app = new Flagon();
    app.get("/<color>", async ({ color }) => {
      g.color = color;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return g.color ?? "lost";
    });
    const colors = Array.from({ length: 50 }, (_, index) => `color${index}`);
    const answers = await Promise.all(
      colors.map(async (color) => (await app.testClient().get(`/${color}`)).text()),
    );
    expect(answers).toEqual(colors);
  });

  test("outside of a request is an error that says so", () => {
    expect(() => g.color).toThrow("g was used outside of an application");
    expect(() => {
      g.color = "red";
    }).toThrow("g was used outside of an application");
  });

  test("can be printed where there is a request", async () => {
    const printed = await inRequest(() => {
      g.color = "red";
      return inspect({ ...g });
    });
    expect(printed).toBe("{ color: 'red' }");
  });
});
