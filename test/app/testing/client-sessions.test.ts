/** The test client beside the application: its contexts, sessions and redirects do not get in each other's way. */
import { Blueprint, Flagon, g, jsonify, redirect, request, session, urlFor } from "flagon";
import { FlagonClient } from "flagon/testing";
import { describe, expect, test } from "vitest";

const KEY = "a key for these tests only";

describe("a client", () => {
  test("may be used within a context, which it leaves alone", async () => {
    const app = new Flagon();
    app.get("/", () => `${request.path} ${g.get("who", "nobody")}`);
    await app.testRequestContext("/outer", async () => {
      g.setDefault("who", "outer");
      expect((await app.testClient().get("/")).text()).toBe("/ nobody");
      expect([request.path, g.get("who")]).toEqual(["/outer", "outer"]);
    });
  });

  test("has its request torn down before the next one", async () => {
    const app = new Flagon();
    const seen: string[] = [];
    app.teardownRequest(() => seen.push(`end of ${request.path}`));
    app.get("/<name>", ({ name }) => {
      seen.push(name);
      return "";
    });
    const client = app.testClient();
    await client.get("/a");
    await client.get("/b");
    expect(seen).toEqual(["a", "end of /a", "b", "end of /b"]);
  });

  test("has cookies of its own beside another's", async () => {
    const app = new Flagon({ secretKey: KEY });
    app.get("/set/<name>", ({ name }) => String(session.set("name", name).size));
    app.get("/", () => String(session.get("name", "nobody")));
    const [one, two] = [app.testClient(), app.testClient()];
    await one.get("/set/one");
    expect([(await one.get("/")).text(), (await two.get("/")).text()]).toEqual(["one", "nobody"]);
  });

  test("of a class of one's own can give every request what it lacks", async () => {
    class Browser extends FlagonClient {
      override open(path: string, options: Parameters<FlagonClient["open"]>[1] = {}) {
        const headers = { "User-Agent": "Mozilla/5.0", ...(options.headers as object | undefined) };
        return super.open(path, { remoteAddr: "203.0.113.7", ...options, headers });
      }
    }
    const app = new Flagon();
    app.get("/", () => [request.userAgent, request.remoteAddr]);
    const client = new Browser(app);
    expect((await client.get("/")).json()).toEqual(["Mozilla/5.0", "203.0.113.7"]);
    expect((await client.get("/", { remoteAddr: "::1", headers: { "User-Agent": "x" } })).json()).toEqual([
      "x",
      "::1",
    ]);
  });

  test("asks a blueprint at its subdomain", async () => {
    const app = new Flagon({
      subdomainMatching: true,
      config: { serverName: "example.com:1234", applicationRoot: "/foo" },
    });
    const bp = new Blueprint("company", { subdomain: "xxx" });
    bp.get("/", () => request.url);
    app.registerBlueprint(bp);
    const answer = await app.testClient().get("/", { subdomain: "xxx" });
    expect(answer.text()).toBe("http://xxx.example.com:1234/foo/");
  });

  test("asks for a variable subdomain, and is told when there is none", async () => {
    const app = new Flagon({ subdomainMatching: true, config: { serverName: "example.com" } });
    app.get("/", { endpoint: "index", subdomain: "<company>" }, ({ company }) => company);
    app.get("/<company>", { endpoint: "path" }, ({ company }) => `path ${company}`);
    expect((await app.testClient().get("/", { subdomain: "xxx" })).text()).toBe("xxx");
    expect((await app.testClient().get("/xxx")).text()).toBe("path xxx");
  });
});

describe("a session", () => {
  test("is kept through a redirect that the client follows", async () => {
    const app = new Flagon({ secretKey: KEY });
    app.get("/", () => redirect(urlFor("data")));
    app.get("/data", { endpoint: "data" }, () => String(session.get("data", "no data yet")));
    const client = app.testClient();
    await client.sessionTransaction((stored) => stored.set("data", "foo"));
    const answer = await client.get("/", { followRedirects: true });
    expect([answer.text(), answer.history.length]).toEqual(["foo", 1]);
  });

  test("that a test changes is what the next request sees, and the other way round", async () => {
    const app = new Flagon({ secretKey: KEY });
    app.get("/", () => String(session.set("foo", [42]).size));
    const client = app.testClient();
    await client.get("/");
    const first = await client.sessionTransaction((stored) => {
      const seen = stored.toObject();
      stored.set("foo", [1]);
      return seen;
    });
    expect(first).toEqual({ foo: [42] });
    expect(await client.sessionTransaction((stored) => stored.toObject())).toEqual({ foo: [1] });
  });

  test("without a key is an error where a test wants to change it", async () => {
    const client = new Flagon().testClient();
    await expect(client.sessionTransaction(() => undefined)).rejects.toThrow("set a secretKey");
  });
});

test("JSON goes there and back as the application writes it", async () => {
  const app = new Flagon();
  app.post("/echo", () => jsonify(request.json()));
  const client = app.testClient();
  const value = { drink: { gin: 1, tonic: true }, price: 10, names: ["Ünï", null] };
  const answer = await client.post("/echo", { json: value });
  expect([answer.isJson, answer.json()]).toEqual([true, value]);
  expect((await client.post("/echo", { json: null })).json()).toBeNull();
});
