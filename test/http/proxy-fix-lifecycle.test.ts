import { ProxyFix, Response } from "flagon/http";
import { expect, test } from "vitest";

test("ProxyFix starts and ends its application", async () => {
  const calls: string[] = [];
  const app = {
    handle: () => new Response(""),
    startup: () => void calls.push("startup"),
    shutdown: () => void calls.push("shutdown"),
  };
  const fixed = new ProxyFix(app);
  await fixed.startup();
  await fixed.shutdown();
  expect(calls).toEqual(["startup", "shutdown"]);
});
