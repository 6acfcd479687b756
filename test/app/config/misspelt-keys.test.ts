import { Flagon, type FlagonOptions } from "flagon";
import { describe, expect, test } from "vitest";

async function warnings(config: Record<string, unknown>, debug = true): Promise<unknown[]> {
  const app = new Flagon({ config: { debug, ...config } as FlagonOptions["config"] });
  const log: unknown[] = [];
  app.logger = { warn: (line) => log.push(line), error: () => undefined };
  const client = app.testClient();
  await client.get("/");
  await client.get("/");
  return log;
}

describe("a key of the configuration that is nearly one of Flagon's", () => {
  test("is pointed out in debug mode, once, with the one that may be meant", async () => {
    expect(await warnings({ maxContentLenght: 3 })).toEqual([
      'The configuration key "maxContentLenght" is none that Flagon reads, so it changes nothing; did you mean ' +
        "maxContentLength? A key of your own is better named otherwise.",
    ]);
  });

  test.each([
    ["trustedHost", "trustedHosts"],
    ["sessionCookieNames", "sessionCookieName"],
    ["sercetKey", "secretKey"],
    ["testimg", "testing"],
    ["max_content_lengt", "maxContentLength"],
    ["aserverName", "serverName"],
  ])("is %s, for %s", async (given, meant) => {
    expect(await warnings({ [given]: "x" })).toEqual([expect.stringContaining(`did you mean ${meant}?`)]);
  });

  test("is pointed out where it is set later", async () => {
    const app = new Flagon({ config: { debug: true } });
    const log: unknown[] = [];
    app.logger = { warn: (line) => log.push(line), error: () => undefined };
    app.config.fromMapping({ MAX_FORM_PART: 3 });
    Object.assign(app.config, { secretkey: "x" });
    await app.testClient().get("/");

    expect(log).toEqual([
      expect.stringContaining("did you mean maxFormParts?"),
      expect.stringContaining("did you mean secretKey?"),
    ]);
  });

  test.each([
    "mailServer",
    "listing",
    "maxUploads",
    "name",
    "secretKeyOfTheBank",
    "xTestingx",
    "t",
    "tsetign",
  ])("is not %s, a key of one's own", async (name) => {
    expect(await warnings({ [name]: "x" })).toEqual([]);
  });

  test("is nobody's business where no developer looks", async () => {
    expect(await warnings({ maxContentLenght: 3 }, false)).toEqual([]);
  });
});
