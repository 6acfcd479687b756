/** Messages flashed on one server are shown by the other, once. */
import { describe, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { startBoth } from "./two-servers.ts";
import { Visitor } from "./visitor.ts";

describeWith(flaskPython, "flashed messages", (python) => {
  const directions = startBoth(python);

  describe.each(directions)("of %s", (first, second, urls) => {
    test(`are shown by ${second}, and then gone on both`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/flash`, {
        category: "message",
        message: JSON.stringify({ str: "Saved." }),
      });
      await visitor.post(`${here}/flash`, {
        category: "error",
        message: JSON.stringify({ markup: "<b>No</b>" }),
      });

      expect(JSON.parse(await visitor.get(`${there}/flashes`))).toEqual([
        ["message", { str: "Saved." }],
        ["error", { markup: "<b>No</b>" }],
      ]);
      expect(JSON.parse(await visitor.get(`${here}/flashes`))).toEqual([]);
      expect(JSON.parse(await visitor.get(`${there}/flashes`))).toEqual([]);
    });

    test(`queue up with those of ${second}`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/flash`, { category: "a", message: JSON.stringify({ str: "one" }) });
      await visitor.post(`${there}/flash`, { category: "b", message: JSON.stringify({ str: "two" }) });

      expect(JSON.parse(await visitor.get(`${here}/flashes`))).toEqual([
        ["a", { str: "one" }],
        ["b", { str: "two" }],
      ]);
    });

    test(`do not log anyone out on ${first}`, async () => {
      const [here, there] = urls();
      const visitor = new Visitor();
      await visitor.post(`${here}/login`, { username: "admin" });
      await visitor.post(`${here}/flash`, { category: "message", message: JSON.stringify({ str: "Hello" }) });

      await visitor.get(`${there}/flashes`);

      expect(await visitor.get(`${here}/`)).toBe("Logged in as admin");
    });
  });
});
