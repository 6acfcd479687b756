import { Flagon } from "flagon";
import { describe, expect, test } from "vitest";
import { RawClient, serving } from "./raw-client.ts";

function shop(): Flagon {
  const app = new Flagon();
  app.get("/slash/", () => "slash");
  app.get("/v/<name>", ({ name }) => name);
  app.get("/s/<a>-<b>-<c>!", () => "s");
  return app;
}

/** Status and Location of a request target as it goes over the wire. */
async function send(
  target: string,
  host = "shop.example",
): Promise<[status: string, location: string | undefined]> {
  const app = shop();
  let received = "";
  await serving(
    async (request) => app.handle(request),
    async (server) => {
      const client = new RawClient(server);
      client.send(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      received = await client.all();
    },
  );
  const [head = ""] = received.split("\r\n\r\n");
  return [head.slice(9, 12), /^Location: (.*)$/im.exec(head)?.[1]];
}

describe("over a socket", () => {
  test.each([
    ["/slash", "308", "http://shop.example/slash/"],
    ["/slash?a=%0d%0ab", "308", "http://shop.example/slash/?a=%0d%0ab"],
    ["//evil.example/slash", "404", undefined],
    ["//evil.example//slash", "404", undefined],
    ["//slash", "308", "http://shop.example/slash/"],
    ["/\\slash", "404", undefined],
    ["/%5c%5cslash", "404", undefined],
    ["/slash%0d%0aSet-Cookie:%20a=b", "404", undefined],
    ["/v//%0d%0aa", "308", "http://shop.example/v/%0D%0Aa"],
    ["/v/%ff", "200", undefined],
    ["/v/%00", "200", undefined],
    [`/${"/".repeat(10_000)}x`, "404", undefined],
    [`/s/${"-".repeat(10_000)}`, "404", undefined],
    [`/v/${"a/".repeat(5_000)}`, "404", undefined],
  ])("%s is a %s", async (target, status, location) => {
    expect(await send(target)).toEqual([status, location]);
  });

  test.each([
    "evil.example/slash",
    "a@b",
    "a b",
    "a:b:c",
    "\\",
    "[",
  ])("a Host of %j is a 400", async (host) => {
    expect(await send("/slash", host)).toEqual(["400", undefined]);
  });
});
