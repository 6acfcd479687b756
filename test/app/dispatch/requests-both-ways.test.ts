import { abort, Flagon, makeResponse, Request, redirect, request } from "flagon";
import { expect } from "vitest";
import { bothWays } from "../../http/both-ways.ts";

const GET = { method: "GET" };

function quiet(): Flagon {
  const app = new Flagon();
  app.logger = { warn: () => {}, error: () => {} };
  return app;
}

bothWays(
  "a request shows its target",
  () => {
    const app = quiet();
    app.get("/<path:path>", () => [
      request.path,
      request.fullPath,
      request.queryString,
      request.baseUrl,
      request.url,
    ]);
    return app;
  },
  async (send) => {
    const answer = await send("/a%20b/%C3%A9?q=%C3%A9&q=+&r=%FF", GET);
    const shown = (await answer.text()).replaceAll(/http:\/\/[^/]+/g, "http://host");
    expect(JSON.parse(shown)).toEqual([
      "/a b/é",
      "/a b/é?q=%C3%A9&q=+&r=%FF",
      "q=%C3%A9&q=+&r=%FF",
      "http://host/a%20b/é",
      "http://host/a%20b/é?q=é&q=+&r=%FF",
    ]);
  },
);

bothWays(
  "a request shows its header fields",
  () => {
    const app = quiet();
    app.get("/", () => ({
      accept: request.acceptMimetypes.bestMatch(["text/html", "application/json"]),
      language: request.acceptLanguages.best,
      auth: [request.authorization?.username, request.authorization?.password],
      cookies: [...request.cookies.lists()],
      range: request.range?.toHeader(),
      since: request.ifModifiedSince?.toISOString(),
      tags: [request.ifNoneMatch.contains("a"), request.ifNoneMatch.containsWeak("b")],
      cache: request.cacheControl.maxAge,
      agent: request.userAgent,
      own: request.headers.get("X-Own"),
      missing: request.headers.get("X-Missing"),
    }));
    return app;
  },
  async (send) => {
    const headers = {
      Accept: "text/html;q=0.5, application/json",
      "Accept-Language": "de-AT, en;q=0.8",
      Authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
      Cookie: 'a=1; b="x\\073"; a=2',
      Range: "bytes=0-4",
      "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT",
      "If-None-Match": '"a", W/"b"',
      "Cache-Control": "max-age=5",
      "User-Agent": "tea/1",
      "X-Own": "ü",
    };
    expect(await (await send("/", { ...GET, headers })).json()).toEqual({
      accept: "application/json",
      language: "de-AT",
      auth: ["Aladdin", "open sesame"],
      cookies: [
        ["a", ["1", "2"]],
        ["b", ["x;"]],
      ],
      range: "bytes=0-4",
      since: "1994-11-06T08:49:37.000Z",
      tags: [true, true],
      cache: 5,
      agent: "tea/1",
      own: "ü",
    });
  },
);

bothWays(
  "JSON is read, and refused with the reason",
  () => {
    const app = quiet();
    app.post("/", { endpoint: "json" }, () => [request.json()]);
    app.post("/force", { endpoint: "force" }, () => [request.json({ force: true })]);
    app.post("/silent", { endpoint: "silent" }, () => [request.json({ silent: true }) ?? "nothing"]);
    return app;
  },
  async (send) => {
    const ask = async (path: string, body: string, type: string): Promise<unknown> => {
      const answer = await send(path, { body, headers: { "Content-Type": type } });
      return answer.status === 200 ? answer.json() : answer.status;
    };
    expect(await ask("/", '{"a":[1]}', "application/json")).toEqual([{ a: [1] }]);
    expect(await ask("/", "1", "application/problem+json; charset=utf-8")).toEqual([1]);
    expect(await ask("/", "1", "text/plain")).toBe(415);
    expect(await ask("/", "{", "application/json")).toBe(400);
    expect(await ask("/force", "1", "text/plain")).toEqual([1]);
    expect(await ask("/silent", "{", "application/json")).toEqual(["nothing"]);
  },
);

bothWays(
  "what is no JSON is answered as the application's class of requests says",
  () => {
    class OwnRequest extends Request {
      override onJsonLoadingFailed(): unknown {
        throw abort(422, "Our own reason.");
      }
    }
    const app = quiet();
    app.requestClass = OwnRequest;
    app.post("/", () => [request.json()]);
    return app;
  },
  async (send) => {
    const headers = { "Content-Type": "application/json" };
    expect(await (await send("/", { body: "[1]", headers })).json()).toEqual([[1]]);
    const answer = await send("/", { body: "{", headers });
    expect([answer.status, (await answer.text()).includes("Our own reason.")]).toEqual([422, true]);
  },
);

bothWays(
  "values are the query and the form together, data is empty for a form",
  () => {
    const app = quiet();
    app.post("/", () => [[...request.values.lists()], request.data.length, request.getData().length]);
    return app;
  },
  async (send) => {
    const answer = await send("/?a=1", { body: new URLSearchParams({ a: "2", b: "3" }) });
    expect(await answer.json()).toEqual([
      [
        ["a", ["1", "2"]],
        ["b", ["3"]],
      ],
      0,
      7,
    ]);
  },
);

bothWays(
  "errors are answered with their code, their headers and a page",
  () => {
    const app = quiet();
    app.get("/abort/<int:code>", ({ code }) => abort(code, undefined, { retryAfter: 5, length: 9 }));
    app.get("/auth", () => abort(401, "Who?", { wwwAuthenticate: 'Basic realm="tea"' }));
    app.get("/response", () => abort(makeResponse("as it is", 402)));
    app.get("/bug", () => {
      throw new Error("secret");
    });
    return app;
  },
  async (send) => {
    const page = await send("/nowhere", GET);
    expect([page.status, page.headers.get("Content-Type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(await page.text()).toMatch(
      /^<!doctype html>\n<html lang=en>\n<title>404 Not Found<\/title>\n<h1>Not Found<\/h1>\n<p>/,
    );
    const header = async (
      path: string,
      name: string,
      init: globalThis.RequestInit = GET,
    ): Promise<unknown> => {
      const answer = await send(path, init);
      await answer.text();
      return [answer.status, answer.headers.get(name)];
    };
    expect(await header("/auth", "WWW-Authenticate")).toEqual([401, 'Basic realm="tea"']);
    expect(await header("/auth", "Allow", { method: "DELETE" })).toEqual([405, "GET, OPTIONS, HEAD"]);
    expect(await header("/abort/429", "Retry-After")).toEqual([429, "5"]);
    expect(await header("/abort/416", "Content-Range")).toEqual([416, "bytes */9"]);
    const own = await send("/response", GET);
    expect([own.status, await own.text()]).toEqual([402, "as it is"]);
    const bug = await send("/bug", GET);
    expect([bug.status, (await bug.text()).includes("secret")]).toEqual([500, false]);
  },
);

bothWays(
  "redirects stay relative and keep what they point at",
  () => {
    const app = quiet();
    app.get("/folder/", () => "here");
    app.get("/go", () => redirect("next?a=ü", 303));
    app.get("/a/absolute", () => {
      const response = redirect("next?a=ü");
      response.autocorrectLocationHeader = true;
      return response;
    });
    return app;
  },
  async (send) => {
    const manual = { ...GET, redirect: "manual" } as const;
    const go = await send("/go", manual);
    expect([go.status, go.headers.get("Location")]).toEqual([303, "next?a=%C3%BC"]);
    const absolute = await send("/a/absolute?x", manual);
    expect(absolute.headers.get("Location")).toMatch(/^http:\/\/[^/]+\/a\/next\?a=%C3%BC$/);
    const slash = await send("/folder?a=b", manual);
    expect([slash.status, slash.headers.get("Location")?.replace(/^http:\/\/[^/]+/, "")]).toEqual([
      308,
      "/folder/?a=b",
    ]);
  },
);
