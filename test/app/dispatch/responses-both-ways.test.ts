import { Flagon, Markup, makeResponse, request, sendFile } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { expect } from "vitest";
import { bothWays, type Send } from "../../http/both-ways.ts";

const GET = { method: "GET" };

const get = (send: Send, path: string, headers: Record<string, string> = {}) =>
  send(path, { ...GET, headers });

bothWays(
  "what a view returns becomes a response",
  () => {
    const app = new Flagon();
    app.get("/text", () => "<é>");
    app.get("/markup", () => new Markup("<p>"));
    app.get("/object", () => ({ b: 1, a: "é" }));
    app.get("/array", () => [1, [2]]);
    app.get("/bytes", () => new Uint8Array([0, 255]));
    app.get("/web", () => new globalThis.Response("web", { status: 201, headers: { "X-A": "1" } }));
    app.get("/stream", async function* stream() {
      yield "a";
      yield new Uint8Array([0xc3, 0xa9]);
    });
    app.get("/status", () => makeResponse("tea", 418, { "X-A": "1" }));
    return app;
  },
  async (send) => {
    const shown = async (path: string): Promise<unknown[]> => {
      const answer = await get(send, path);
      const { headers } = answer;
      return [answer.status, headers.get("Content-Type"), headers.get("Content-Length"), await answer.text()];
    };
    const html = "text/html; charset=utf-8";
    expect(await shown("/text")).toEqual([200, html, "4", "<é>"]);
    expect(await shown("/markup")).toEqual([200, html, "3", "<p>"]);
    expect(await shown("/object")).toEqual([200, "application/json", "21", '{"a":"\\u00e9","b":1}\n']);
    expect(await shown("/array")).toEqual([200, "application/json", "8", "[1,[2]]\n"]);
    expect((await shown("/bytes")).slice(0, 3)).toEqual([200, html, "2"]);
    expect((await shown("/web")).slice(0, 2)).toEqual([201, "text/plain;charset=UTF-8"]);
    expect(await shown("/stream")).toEqual([200, html, null, "aé"]);
    expect(await shown("/status")).toEqual([418, html, "3", "tea"]);
    const head = await send("/text", { method: "HEAD" });
    expect([head.headers.get("Content-Length"), await head.text()]).toEqual(["4", ""]);
  },
);

bothWays(
  "header fields keep their duplicates, and cookies their quoting",
  () => {
    const app = new Flagon();
    app.get("/", () => {
      const response = makeResponse("");
      response.headers.add("Link", "</a>; rel=next");
      response.headers.add("Link", "</b>; rel=prev");
      response.vary.add("Accept");
      response.cacheControl.maxAge = 60;
      response.setCookie("a", "x; é", { maxAge: 5, httpOnly: true, sameSite: "Strict", secure: true });
      response.deleteCookie("b", { path: "/b" });
      return response;
    });
    return app;
  },
  async (send) => {
    const { headers } = await get(send, "/");
    expect(headers.get("Link")).toBe("</a>; rel=next, </b>; rel=prev");
    expect([headers.get("Vary"), headers.get("Cache-Control")]).toEqual(["Accept", "max-age=60"]);
    const [set = "", deleted] = headers.getSetCookie();
    expect(set).toMatch(
      /^a="x\\073 \\303\\251"; Expires=[^;]+; Max-Age=5; Secure; HttpOnly; Path=\/; SameSite=Strict$/,
    );
    expect(deleted).toBe("b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/b");
  },
);

const MODIFIED = new Date("2025-01-01T00:00:00Z");
const DATE = "Wed, 01 Jan 2025 00:00:00 GMT";
const BEFORE = "Tue, 31 Dec 2024 23:59:59 GMT";

bothWays(
  "files are sent whole, in part, or not at all, as RFC 9110 has it",
  () => {
    const files = new DictionaryFiles({ "static/ten.txt": { content: "0123456789", modified: MODIFIED } });
    const app = new Flagon({ root: "", files });
    app.get("/download", () =>
      sendFile("static/ten.txt", { asAttachment: true, downloadName: "zehn ü.txt", maxAge: 60 }),
    );
    app.get("/own", () => {
      const response = makeResponse("0123456789");
      response.etag = "v1";
      return response.makeConditional(request, { acceptRanges: true, completeLength: 10 });
    });
    return app;
  },
  async (send) => {
    const shown = async (path: string, headers: Record<string, string> = {}): Promise<unknown[]> => {
      const answer = await get(send, path, headers);
      const text = await answer.text();
      return [answer.status, answer.headers.get("Content-Range"), answer.status === 416 ? "" : text];
    };
    const whole = await get(send, "/static/ten.txt");
    const etag = whole.headers.get("ETag") ?? "";
    expect([await whole.text(), whole.headers.get("Last-Modified")]).toEqual(["0123456789", DATE]);
    expect([whole.headers.get("Accept-Ranges"), whole.headers.get("Cache-Control")]).toEqual([
      "bytes",
      "no-cache",
    ]);
    for (const [path, tag] of [
      ["/static/ten.txt", etag],
      ["/own", '"v1"'],
    ] as const) {
      const all = [200, null, "0123456789"];
      expect(await shown(path, { Range: "bytes=2-4" })).toEqual([206, "bytes 2-4/10", "234"]);
      expect(await shown(path, { Range: "bytes=8-" })).toEqual([206, "bytes 8-9/10", "89"]);
      expect(await shown(path, { Range: "bytes=-3" })).toEqual([206, "bytes 7-9/10", "789"]);
      expect(await shown(path, { Range: "bytes=-30" })).toEqual([206, "bytes 0-9/10", "0123456789"]);
      expect(await shown(path, { Range: "bytes=10-" })).toEqual([416, "bytes */10", ""]);
      expect(await shown(path, { Range: "bytes=0-1,3-4" })).toEqual([416, "bytes */10", ""]);
      expect(await shown(path, { Range: "junk" })).toEqual(all);
      expect(await shown(path, { Range: "bytes=0-1", "If-Range": tag })).toEqual([206, "bytes 0-1/10", "01"]);
      expect(await shown(path, { Range: "bytes=0-1", "If-Range": '"old"' })).toEqual(all);
      expect(await shown(path, { "If-None-Match": `"old", ${tag}`, Range: "bytes=0-1" })).toEqual([
        304,
        null,
        "",
      ]);
      expect(await shown(path, { "If-None-Match": "*" })).toEqual([304, null, ""]);
      expect(await shown(path, { "If-Match": '"old"' })).toEqual([412, null, expect.any(String)]);
      expect(await shown(path, { "If-Match": "*" })).toEqual(all);
    }
    expect(await shown("/static/ten.txt", { "If-Modified-Since": DATE })).toEqual([304, null, ""]);
    expect(await shown("/static/ten.txt", { "If-Modified-Since": BEFORE })).toEqual([
      200,
      null,
      "0123456789",
    ]);
    expect((await shown("/static/ten.txt", { "If-Unmodified-Since": BEFORE }))[0]).toBe(412);
    const head = await send("/static/ten.txt", { method: "HEAD", headers: { Range: "bytes=0-1" } });
    expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([206, "2", ""]);
    const { headers } = await get(send, "/download");
    expect(headers.get("Content-Disposition")).toBe(
      "attachment; filename=\"zehn u.txt\"; filename*=UTF-8''zehn%20%C3%BC.txt",
    );
    expect(headers.get("Cache-Control")).toBe("public, max-age=60");
    for (const path of [
      "/static/",
      "/static/none",
      "/static/%2e%2e/secret",
      "/static/..%2fsecret",
      "/static/a%00",
    ]) {
      expect((await get(send, path)).status).toBe(404);
    }
  },
);
