/** Which error handler answers: by code, by class, the one for all of HTTP, the one for everything. */
import { abort, Blueprint, Flagon, HTTPException, makeResponse, request } from "flagon";
import { Conflict, Forbidden, Gone, InternalServerError, NotFound } from "flagon/http";
import { describe, expect, test } from "vitest";

function quiet(): { app: Flagon; errors: string[] } {
  const errors: string[] = [];
  const app = new Flagon();
  app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
  return { app, errors };
}

const thrower = (error: unknown) => () => {
  throw error;
};

async function text(app: Flagon, path: string): Promise<string> {
  return (await app.testClient().get(path)).text();
}

class TeaForbidden extends Forbidden {}
class PotForbidden extends Forbidden {}
class Custom extends Error {}

describe("a class of HTTP errors of one's own", () => {
  function withPages(): Flagon {
    const { app } = quiet();
    app.get("/tea", thrower(new TeaForbidden()));
    app.get("/pot", thrower(new PotForbidden()));
    app.get("/code", () => abort(403));
    return app;
  }

  test("has a handler of its own, and otherwise that of its code", async () => {
    const app = withPages();
    app.errorHandler(TeaForbidden, () => "tea");
    app.errorHandler(403, () => "403");
    expect([await text(app, "/tea"), await text(app, "/pot"), await text(app, "/code")]).toEqual([
      "tea",
      "403",
      "403",
    ]);
  });

  test("is answered with the status of its class where nobody handles it", async () => {
    expect((await withPages().testClient().get("/tea")).status).toBe(403);
  });

  test("has the handler of a class between it and the code, the nearest first", async () => {
    const app = withPages();
    app.errorHandler(Forbidden, () => "forbidden");
    app.errorHandler(HTTPException, () => "http");
    app.errorHandler(TeaForbidden, () => "tea");
    expect([await text(app, "/tea"), await text(app, "/pot"), await text(app, "/nowhere")]).toEqual([
      "tea",
      "forbidden",
      "http",
    ]);
  });
});

describe("a handler of HTTPException", () => {
  test("answers every HTTP error that has none nearer, those of routing too", async () => {
    const { app } = quiet();
    app.errorHandler(HTTPException, (error) => makeResponse(`any ${error.code}`, error.code));
    app.errorHandler(410, () => "gone");
    app.get("/409", thrower(new Conflict()));
    app.get("/410", thrower(new Gone()));
    app.post("/post", () => "");
    const client = app.testClient();
    for (const [path, status, expected] of [
      ["/409", 409, "any 409"],
      ["/410", 200, "gone"],
      ["/nowhere", 404, "any 404"],
      ["/post", 405, "any 405"],
    ] as const) {
      const response = await client.get(path);
      expect([response.status, response.text()], path).toEqual([status, expected]);
    }
  });

  test("is not asked about a redirect of the router", async () => {
    const { app } = quiet();
    app.errorHandler(HTTPException, () => "handled");
    app.errorHandler(Error, () => "handled");
    app.get("/slash/", () => "here");
    const response = await app.testClient().get("/slash", { followRedirects: true });
    expect([response.history[0]?.status, response.text()]).toEqual([308, "here"]);
  });

  test("gets what nobody handled as an InternalServerError, with the error inside", async () => {
    const { app, errors } = quiet();
    app.errorHandler(HTTPException, (error) =>
      makeResponse(
        error instanceof InternalServerError ? `500 for ${String(error.originalException)}` : "other",
        error.code,
      ),
    );
    app.get("/", thrower(new Custom("boom")));
    const response = await app.testClient().get("/");
    expect([response.status, response.text()]).toEqual([500, "500 for Error: boom"]);
    expect(errors).toHaveLength(1);
  });
});

describe("a handler of Error", () => {
  test("answers HTTP errors too, and what it answers is not logged", async () => {
    const { app, errors } = quiet();
    app.errorHandler(
      Error,
      (error) => `caught ${error instanceof HTTPException ? error.code : error.message}`,
    );
    app.get("/custom", thrower(new Custom("boom")));
    app.get("/abort", () => abort(500));
    expect([await text(app, "/custom"), await text(app, "/nowhere"), await text(app, "/abort")]).toEqual([
      "caught boom",
      "caught 404",
      "caught 500",
    ]);
    expect(errors).toEqual([]);
  });

  test("goes before that of 500, which then sees only what is aborted with 500", async () => {
    const { app } = quiet();
    app.errorHandler(Error, () => "error");
    app.errorHandler(500, (error) => `500 ${String((error as InternalServerError).originalException)}`);
    app.get("/custom", thrower(new Custom("boom")));
    app.get("/abort", () => abort(500));
    expect([await text(app, "/custom"), await text(app, "/abort")]).toEqual(["error", "500 undefined"]);
  });
});

test("a handler of 500 gets an error that is thrown as such, and one that is not", async () => {
  const { app } = quiet();
  app.errorHandler(InternalServerError, (error) => makeResponse(`${String(error.originalException)}`, 500));
  app.get("/raised", thrower(new InternalServerError()));
  app.get("/custom", thrower(new Custom("boom")));
  expect([await text(app, "/raised"), await text(app, "/custom")]).toEqual(["undefined", "Error: boom"]);
});

test("the handlers of a blueprint answer its own requests alone, in Flask's order", async () => {
  const { app } = quiet();
  const bp = new Blueprint("bp", { urlPrefix: "/bp" });
  for (const on of [app, bp]) {
    on.addUrlRule("/custom", { endpoint: "custom", view: thrower(new Custom()) });
    on.addUrlRule("/403", { endpoint: "403", view: () => abort(403) });
    on.addUrlRule("/tea", { endpoint: "tea", view: thrower(new TeaForbidden()) });
  }
  app.errorHandler(Custom, () => "app custom");
  app.errorHandler(403, () => "app 403");
  bp.errorHandler(Custom, () => "bp custom");
  bp.errorHandler(TeaForbidden, () => "bp tea");
  app.registerBlueprint(bp);
  expect(await text(app, "/custom")).toBe("app custom");
  expect(await text(app, "/403")).toBe("app 403");
  expect(await text(app, "/tea")).toBe("app 403");
  expect(await text(app, "/bp/custom")).toBe("bp custom");
  expect(await text(app, "/bp/403")).toBe("app 403");
  expect(await text(app, "/bp/tea")).toBe("bp tea");
});

test("a handler that is registered again for its key takes the other's place", async () => {
  const { app } = quiet();
  app.errorHandler(NotFound, () => "first");
  app.errorHandler(404, () => "second");
  expect(await text(app, "/nowhere")).toBe("second");
});

test("a handler may read the request, and answer with what any view may", async () => {
  const { app } = quiet();
  app.errorHandler(404, (error) => ({ path: request.path, code: error.code }));
  expect((await app.testClient().get("/nowhere")).json()).toEqual({ path: "/nowhere", code: 404 });
});
