import { Blueprint, type BlueprintOptions, Flagon, makeResponse, request } from "flagon";
import { HTTPException, NotFound } from "flagon/http";
import { BaseConverter } from "flagon/routing";
import { describe, expect, test } from "vitest";

/** A blueprint whose handlers say who answered, and for what. */
function answering(name: string, options: BlueprintOptions): Blueprint<string> {
  const bp = new Blueprint<string>(name, { handlesRoutingErrors: true, ...options });
  bp.errorHandler(404, () => makeResponse(`404 of ${name}`, 404));
  bp.errorHandler(405, (error) =>
    makeResponse(`405 of ${name}`, 405, { Allow: error.validMethods?.join() ?? "" }),
  );
  return bp;
}

function siteWith(...blueprints: Blueprint<string>[]): Flagon {
  const app = new Flagon();
  app.errorHandler(404, () => makeResponse("404 of the application", 404));
  for (const bp of blueprints) app.registerBlueprint(bp);
  return app;
}

async function answers(app: Flagon, ...urls: string[]): Promise<string[]> {
  const client = app.testClient();
  const responses = await Promise.all(urls.map((url) => client.get(url)));
  return responses.map((response) => response.text());
}

describe("a blueprint with handlesRoutingErrors", () => {
  test("answers the 404 of the URLs below its prefix, and no others", async () => {
    const app = siteWith(answering("api", { urlPrefix: "/api" }));
    expect(
      await answers(app, "/api", "/api/", "/api/x", "/api/x/y?q=1", "/api//x", "//api/x", "/%61pi/x"),
    ).toEqual(Array(7).fill("404 of api"));
    expect(await answers(app, "/", "/apis", "/x/api", "/ap")).toEqual(
      Array(4).fill("404 of the application"),
    );
  });

  test("answers their 405, with the methods there are", async () => {
    const bp = answering("api", { urlPrefix: "/api" });
    bp.post("/things", () => "made");
    const response = await siteWith(bp).testClient().get("/api/things");
    expect([response.status, response.text(), response.headers.get("Allow")]).toEqual([
      405,
      "405 of api",
      "POST,OPTIONS",
    ]);
  });

  test("gets the error that the router gave, and no request of its own", async () => {
    const bp = new Blueprint("api", { urlPrefix: "/api", handlesRoutingErrors: true });
    bp.errorHandler(HTTPException, (error) => [
      error === request.routingException,
      error instanceof NotFound,
      request.blueprint ?? null,
      request.endpoint ?? null,
    ]);
    const app = new Flagon();
    app.registerBlueprint(bp);
    expect((await app.testClient().get("/api/x")).json()).toEqual([true, true, null, null]);
  });

  test("does not run its hooks for them", async () => {
    const bp = answering("api", { urlPrefix: "/api" });
    const seen: string[] = [];
    bp.beforeRequest(() => void seen.push("before"));
    bp.afterRequest(() => void seen.push("after"));
    bp.teardownRequest(() => void seen.push("teardown"));
    bp.urlValuePreprocessor(() => void seen.push("values"));
    await siteWith(bp).testClient().get("/api/x");
    expect(seen).toEqual([]);
  });

  test("leaves to the application what it has no handler for", async () => {
    const bp = new Blueprint("api", { urlPrefix: "/api", handlesRoutingErrors: true });
    expect(await answers(siteWith(bp), "/api/x")).toEqual(["404 of the application"]);
  });

  test("is not asked about a 404 that a view of the application raises below its prefix", async () => {
    const app = siteWith(answering("api", { urlPrefix: "/api" }));
    app.get("/api/of-the-app", () => {
      throw new NotFound();
    });
    expect(await answers(app, "/api/of-the-app")).toEqual(["404 of the application"]);
  });

  test("is not asked about a slash to redirect for, nor a Host that is none", async () => {
    const bp = answering("api", { urlPrefix: "/api" });
    bp.errorHandler(HTTPException, () => "handled");
    bp.get("/list/", () => "list");
    const client = siteWith(bp).testClient();
    expect((await client.get("/api/list")).status).toBe(308);
    expect((await client.get("/api/x", { headers: { Host: "a/b" } })).status).toBe(400);
  });

  test("may have variables in its prefix, also of one's own kind", async () => {
    class Even extends BaseConverter {
      override readonly regex = "[02468]";
    }
    const app = new Flagon();
    app.urlMap.converters.set("even", Even);
    app.errorHandler(404, () => makeResponse("404 of the application", 404));
    app.registerBlueprint(answering("shop", { urlPrefix: "/shops/<int:id>" }));
    app.registerBlueprint(answering("even", { urlPrefix: "/<even:digit>" }));
    expect(await answers(app, "/shops/3/x", "/shops/3", "/shops/x/3", "/4/x", "/5/x")).toEqual([
      "404 of shop",
      "404 of shop",
      "404 of the application",
      "404 of even",
      "404 of the application",
    ]);
  });

  test("may be on a subdomain, with a prefix or without, and with a variable", async () => {
    const app = new Flagon({ subdomainMatching: true, config: { serverName: "example.com" } });
    app.errorHandler(404, () => makeResponse("404 of the application", 404));
    app.registerBlueprint(answering("api", { subdomain: "api" }));
    app.registerBlueprint(answering("v2", { subdomain: "api", urlPrefix: "/v2" }));
    app.registerBlueprint(answering("user", { subdomain: "<user>", urlPrefix: "/u" }));
    const urls = ["http://api.example.com/x", "http://api.example.com/", "http://api.example.com/v2/x"];
    const others = ["http://ann.example.com/u/x", "http://ann.example.com/x", "http://example.com/x"];
    expect(await answers(app, ...urls, ...others)).toEqual([
      "404 of api",
      "404 of api",
      "404 of v2",
      "404 of user",
      "404 of the application",
      "404 of the application",
    ]);
  });

  test("with the longest prefix counts, within another or beside it, whatever the order", async () => {
    const outer = answering("outer", { urlPrefix: "/a" });
    outer.registerBlueprint(answering("inner", { urlPrefix: "/b" }));
    const app = siteWith(
      outer,
      answering("beside", { urlPrefix: "/a/b/c" }),
      answering("root", { urlPrefix: "/<x>" }),
    );
    expect(await answers(app, "/a/x", "/a/b/x", "/a/b/c/x", "/z/x")).toEqual([
      "404 of outer",
      "404 of inner",
      "404 of beside",
      "404 of root",
    ]);
  });

  test("asks the blueprints around it for what it has no handler for", async () => {
    const outer = answering("outer", { urlPrefix: "/a" });
    outer.registerBlueprint(new Blueprint("inner", { urlPrefix: "/b", handlesRoutingErrors: true }));
    expect(await answers(siteWith(outer), "/a/b/x")).toEqual(["404 of outer"]);
  });

  test("is there under each prefix that it is registered with", async () => {
    const bp = answering("api", { urlPrefix: "/api" });
    const app = siteWith(bp);
    app.registerBlueprint(bp, { name: "again", urlPrefix: "/again" });
    expect(await answers(app, "/api/x", "/again/x")).toEqual(["404 of api", "404 of api"]);
  });

  test("needs a prefix or a subdomain", () => {
    for (const options of [{}, { urlPrefix: "/" }, { urlPrefix: "" }]) {
      expect(() => siteWith(answering("all", options))).toThrow("needs a urlPrefix or a subdomain");
    }
  });
});

test("a blueprint without the option is asked about its own requests only, as in Flask", async () => {
  const bp = answering("api", { urlPrefix: "/api", handlesRoutingErrors: undefined });
  bp.get("/raises", () => {
    throw new NotFound();
  });
  expect(await answers(siteWith(bp), "/api/x", "/api/raises")).toEqual([
    "404 of the application",
    "404 of api",
  ]);
});
