import { Flagon, type FlagonOptions, urlFor } from "flagon";
import { BuildError } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** What a view of the application gives, which builds a URL. */
async function built(app: Flagon, build: () => string): Promise<string> {
  app.get("/", { endpoint: "index" }, build);
  return (await app.testClient().get("/")).text();
}

const quiet = (options?: FlagonOptions): Flagon => {
  const app = new Flagon(options);
  app.logger = { warn: () => undefined, error: () => undefined };
  return app;
};

describe("app.urlBuildErrorHandlers", () => {
  test("are asked in turn, with what urlFor was given and the defaults, until one gives a URL", async () => {
    const app = quiet();
    const asked: unknown[] = [];
    app.urlDefaults((_endpoint, values) => {
      values.lang = "en";
    });
    app.urlBuildErrorHandlers.push(
      (error, ...rest) => {
        asked.push(error instanceof BuildError, ...rest);
        return undefined;
      },
      (_error, endpoint) => `/elsewhere/${endpoint}`,
      () => "never",
    );
    const url = await built(app, () => urlFor("missing", { id: 3 }, { method: "POST" }));
    expect(url).toBe("/elsewhere/missing");
    expect(asked).toEqual([true, "missing", { id: 3, lang: "en" }, { method: "POST" }]);
  });

  test("give the whole URL: no anchor and no scheme is added", async () => {
    const app = quiet();
    app.urlBuildErrorHandlers.push(() => "/handled");
    expect(await built(app, () => urlFor("missing", {}, { anchor: "a", scheme: "ftp" }))).toBe("/handled");
  });

  test("are asked for values that are missing too, and get the error that one before them threw", async () => {
    const app = quiet();
    app.get("/items/<int:id>", { endpoint: "item" }, () => "");
    app.urlBuildErrorHandlers.push(
      () => {
        throw new BuildError("item", "thrown by the first");
      },
      (error) => `/${error.message.includes("thrown by the first")}`,
    );
    expect(await built(app, () => urlFor("item"))).toBe("/true");
  });

  test("leave the error to the view if none of them knows a URL, and what else one throws as well", async () => {
    const caught = (thrown?: Error) => {
      const app = quiet();
      app.urlBuildErrorHandlers.push(() => {
        if (thrown !== undefined) throw thrown;
        return null;
      });
      return built(app, () => {
        try {
          return urlFor("missing");
        } catch (error) {
          return String(error);
        }
      });
    };
    expect(await caught()).toMatch(/^BuildError: .*"missing"/);
    expect(await caught(new RangeError("out of cups"))).toBe("RangeError: out of cups");
  });
});
