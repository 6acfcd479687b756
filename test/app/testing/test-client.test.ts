import { Flagon, makeResponse, redirect, request, session, urlFor } from "flagon";
import { Authorization, MultiDict } from "flagon/http";
import { describe, expect, test } from "vitest";

const KEY = "a key for these tests only";

/** An application that shows what came. */
function echo(config: NonNullable<ConstructorParameters<typeof Flagon>[0]>["config"] = {}): Flagon {
  const app = new Flagon({ secretKey: KEY, config });
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"];
  app.route("/<path:path>", { methods, endpoint: "echo" }, async () => {
    const { method, url, args, form, headers, remoteAddr, env, files } = request;
    const sent: unknown[] = [];
    for (const [name, list] of files.lists()) {
      for (const file of list) sent.push([name, file.filename, file.contentType, await file.text()]);
    }
    return {
      method,
      url,
      args: [...args.lists()],
      form: [...form.lists()],
      files: sent,
      data: new TextDecoder().decode(request.data),
      type: request.mimetype,
      length: headers.get("Content-Length"),
      authorization: headers.get("Authorization"),
      list: headers.getList("X-List"),
      remoteAddr,
      env,
    };
  });
  return app;
}

type Echo = { readonly [name: string]: unknown };
const client = echo().testClient();

describe("a request of the test client", () => {
  test("has the method, path and query that it is given", async () => {
    const sent = await client.put("/a b/é?q=1", { query: { q: [2, "3"], on: true, not: undefined } });
    expect(sent.json<Echo>()).toMatchObject({
      method: "PUT",
      url: "http://localhost/a%20b/é?q=1&q=2&q=3&on=true",
      args: [
        ["q", ["1", "2", "3"]],
        ["on", ["true"]],
      ],
      remoteAddr: "127.0.0.1",
    });
    expect((await client.get("x", { query: "a=b%26" })).json<Echo>().args).toEqual([["a", ["b&"]]]);
    const pairs = new URLSearchParams([
      ["a", "1"],
      ["a", "2"],
    ]);
    expect((await client.get("/x", { query: pairs })).json<Echo>().args).toEqual([["a", ["1", "2"]]]);
    const dict = new MultiDict({ a: ["1", "2"] });
    expect((await client.get("/x", { query: dict })).json<Echo>().args).toEqual([["a", ["1", "2"]]]);
  });

  test("is any that there is", async () => {
    for (const name of ["get", "post", "put", "patch", "delete", "trace"] as const) {
      expect((await client[name]("/x")).json<Echo>().method).toBe(name.toUpperCase());
    }
    expect((await client.open("/x", { method: "patch" })).json<Echo>().method).toBe("PATCH");
    expect((await client.head("/x")).text()).toBe("");
    expect((await client.options("/x")).headers.get("Allow")).toContain("TRACE");
    // Which the Web's class does not take.
    expect((await client.get("/x", { json: 1 })).json<Echo>().data).toBe("1");
  });

  test("keeps a path as it is, for the application to refuse", async () => {
    const app = new Flagon();
    app.get("/<path:path>", ({ path }) => path);
    const path = "/static/../%2e%2e/a\\b//c";
    expect((await app.testClient().get(path)).request.source.target).toBe("/static/../%2e%2e/a%5Cb//c");
  });

  test("carries a form, with several values of a name", async () => {
    const sent = await client.post("/x", { form: { a: ["1", 2], b: "ü &" } });
    expect(sent.json<Echo>()).toMatchObject({
      form: [
        ["a", ["1", "2"]],
        ["b", ["ü &"]],
      ],
      type: "application/x-www-form-urlencoded",
      length: "20",
    });
  });

  test("carries files, with the form or alone", async () => {
    const file = new File(["<p>"], "page.html", { type: "text/html" });
    const more = [["a,b", "ü.csv"], new File(["z"], "z", { type: "text/x-z" })] as const;
    const sent = await client.post("/x", { form: { a: "1" }, files: { file, more } });
    expect(sent.json<Echo>()).toMatchObject({
      form: [["a", ["1"]]],
      files: [
        ["file", "page.html", "text/html", "<p>"],
        ["more", "ü.csv", "text/csv", "a,b"],
        ["more", "z", "text/x-z", "z"],
      ],
      type: "multipart/form-data",
      length: expect.stringMatching(/^\d+$/),
    });
    const alone = await client.post("/x", { files: { file: ["x", "x", "text/special"] } });
    expect(alone.json<Echo>().files).toEqual([["file", "x", "text/special", "x"]]);
    const data = new FormData();
    data.append("a", "1");
    expect((await client.post("/x", { form: data, files: { file } })).json<Echo>()).toMatchObject({
      form: [["a", ["1"]]],
      files: [["file", "page.html", "text/html", "<p>"]],
    });
    const bytes = new Uint8Array([0x78]);
    expect((await client.post("/x", { files: { file: [bytes, "b"] } })).json<Echo>().files).toEqual([
      ["file", "b", "application/octet-stream", "x"],
    ]);
  });

  test("carries JSON, as the application writes it, and whatever else", async () => {
    expect((await client.post("/x", { json: { a: null } })).json<Echo>()).toMatchObject({
      data: '{"a": null}',
      type: "application/json",
      length: "11",
    });
    expect((await client.post("/x", { json: null })).json<Echo>().data).toBe("null");
    const type = { contentType: "application/problem+json" };
    expect((await client.post("/x", { json: 1, ...type })).json<Echo>().type).toBe(
      "application/problem+json",
    );
    expect((await client.post("/x", { data: "ü" })).json<Echo>()).toMatchObject({ data: "ü", length: "2" });
    const bytes = new Uint8Array([0x61]);
    expect((await client.post("/x", { data: bytes })).json<Echo>()).toMatchObject({ data: "a", type: "" });
    const stream = new Blob(["in pieces"]).stream();
    const chunked = (await client.post("/x", { data: stream })).json<Echo>();
    expect([chunked.data, chunked.length]).toEqual(["in pieces", undefined]);
  });

  test("carries one body only, and no file for text", async () => {
    await expect(client.post("/x", { json: 1, data: "x" })).rejects.toThrow(/Give one body/);
    await expect(client.post("/x", { files: {}, json: 1 })).rejects.toThrow(/Give one body/);
    const file = new File([""], "x") as unknown as string;
    await expect(client.post("/x", { form: { file } })).rejects.toThrow(
      '"file" is no text; files are given as',
    );
  });

  test("is refused with what it should be, where no compiler said so", async () => {
    const wrong = (options: object, path: unknown = "/x") => client.get(path as string, options as never);
    await expect(wrong({ query_string: {} })).rejects.toThrow('has no option "query_string"');
    await expect(wrong({ query: 5 })).rejects.toThrow(/must be an object or pairs, not 5/);
    await expect(wrong({ form: "a=b" })).rejects.toThrow(/must be an object or pairs, not a=b/);
    await expect(wrong({ headers: "a: b" })).rejects.toThrow(/Headers are made of an object/);
    await expect(wrong({ auth: "x" })).rejects.toThrow(/must be \[username, password\]/);
    await expect(wrong({}, null)).rejects.toThrow(/needs a path, not null/);
    expect(() => echo().testClient({ use_cookies: false } as never)).toThrow("did you mean useCookies?");
  });

  test("says who asks", async () => {
    const basic = await client.get("/x", { auth: ["Aladdin", "open sesame"] });
    expect(basic.json<Echo>().authorization).toBe("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    expect(basic.request.authorization?.password).toBe("open sesame");
    const bearer = await client.get("/x", { auth: new Authorization("bearer", { token: "t" }) });
    expect(bearer.json<Echo>().authorization).toBe("Bearer t");
    const far = await client.get("/x", { remoteAddr: "192.0.2.7", env: { KV: 1 } });
    expect(far.json<Echo>()).toMatchObject({ remoteAddr: "192.0.2.7", env: { KV: 1 } });
  });

  test("has header fields, also several of a name", async () => {
    const headers = { "X-List": ["a", "b"] };
    expect((await client.get("/x", { headers })).json<Echo>().list).toEqual(["a, b"]);
    expect((await client.get("/x")).request.headers.get("Host")).toBe("localhost");
    await expect(client.get("/x", { headers: { "X-A": "b\r\nc: d" } })).rejects.toThrow(TypeError);
  });

  test("comes to the host that the configuration names, or the test", async () => {
    const url = async (path: string, options = {}, config = {}): Promise<unknown> =>
      (await echo(config).testClient().get(path, options)).json<Echo>().url;
    const config = { serverName: "shop.example", applicationRoot: "/store" };
    expect(await url("/x", {}, config)).toBe("http://shop.example/store/x");
    expect(await url("/x", { subdomain: "api", urlScheme: "https" }, config)).toBe(
      "https://api.shop.example/store/x",
    );
    expect(await url("/x", {}, { preferredUrlScheme: "https" })).toBe("https://localhost/x");
    expect(await url("https://other.example:444/x?y=z")).toBe("https://other.example:444/x?y=z");
    expect(await url("/x", { baseUrl: "https://a.example/mount/" })).toBe("https://a.example/mount/x");
    await expect(url("/x", { baseUrl: "a.example" })).rejects.toThrow(/needs a scheme and a host/);
  });

  test("shows the Web's request", async () => {
    const app = new Flagon();
    app.post("/", { body: "stream" }, async () => [
      request.raw.method,
      request.raw.url,
      await request.raw.text(),
    ]);
    const sent = await app.testClient().post("/?a", { data: "body" });
    expect(sent.json()).toEqual(["POST", "http://localhost/?a", "body"]);
  });

  test("logs what it was not to wait for, and failed", async () => {
    const log: string[] = [];
    const app = new Flagon();
    app.logger = { warn: () => {}, error: (message: string) => log.push(message) };
    app.get("/later", () => {
      request.waitUntil(Promise.reject(new Error("not done")));
      return "";
    });
    await app.testClient().get("/later?token=x");
    expect(log.join()).toMatch(/^Exception on \/later \[GET\].*not done/s);
  });

  test("is held to the limits of the application", async () => {
    const limited = echo({ maxContentLength: 5 }).testClient();
    expect((await limited.post("/x", { data: "123456" })).status).toBe(413);
    expect((await limited.post("/x", { data: new Blob(["123456"]).stream() })).status).toBe(413);
  });
});

describe("a response of the test client", () => {
  const app = new Flagon();
  app.get("/json", () => ({ a: 1 }));
  app.get("/stream", function* stream() {
    yield "a";
    yield "b";
  });
  app.get("/gone", () => makeResponse("", 410));

  test("shows what was sent", async () => {
    const response = await app.testClient().get("/json?q");
    expect(response.status).toBe(200);
    expect(response.statusText).toBe("OK");
    expect(response.mimetype).toBe("application/json");
    expect(response.contentType).toBe("application/json");
    expect(response.contentLength).toBe(response.data.byteLength);
    expect(response.isJson).toBe(true);
    expect(response.json()).toEqual({ a: 1 });
    expect(response.url).toBe("http://localhost/json?q");
    expect(response.request.path).toBe("/json");
    expect(response.request.endpoint).toBe("GET /json");
    expect((await app.testClient().get("/gone")).statusText).toBe("Gone");
  });

  test("has the whole of a streamed body", async () => {
    const response = await app.testClient().get("/stream");
    expect([response.text(), response.contentLength, response.isJson]).toEqual(["ab", undefined, false]);
  });
});

describe("followRedirects", () => {
  function app(): Flagon {
    const made = new Flagon({ secretKey: KEY });
    made.get("/", function index() {
      return `${session.get("steps")} ${request.headers.get("X-Kept")}`;
    });
    made.route("/start", { methods: ["GET", "POST"] }, function start() {
      session.set("steps", [1]);
      return redirect(urlFor("middle"));
    });
    made.get("/middle", function middle() {
      (session.get("steps") as number[]).push(2);
      return redirect("./?done=1");
    });
    made.post("/again", () => redirect("/last", 308));
    made.post("/last", () => request.form.require("a"));
    made.get("/loop/<int:n>", ({ n }) => redirect(`/loop/${(n + 1) % 3}`));
    made.get("/ever/<int:n>", ({ n }) => redirect(`/ever/${n + 1}`));
    made.get("/away", () => redirect("https://elsewhere.example/"));
    return made;
  }

  test("gives the last response, those before it, and the session at the end", async () => {
    const browser = app().testClient();
    const headers = { "X-Kept": "yes" };
    const last = await browser.post("/start", { form: { a: "1" }, followRedirects: true, headers });
    expect(last.text()).toBe("1,2 yes");
    expect([last.url, last.request.method]).toEqual(["http://localhost/?done=1", "GET"]);
    expect(last.history.map(({ status, location }) => [status, location])).toEqual([
      [302, "/middle"],
      [302, "./?done=1"],
    ]);
    expect(last.history[1]?.history).toHaveLength(1);
    expect(await browser.sessionTransaction((stored) => stored.get("steps"))).toEqual([1, 2]);
  });

  test("repeats the body where the status says so", async () => {
    const options = { form: { a: "tea" }, followRedirects: true };
    expect((await app().testClient().post("/again", options)).text()).toBe("tea");
    const head = await app().testClient().head("/start", { followRedirects: true });
    expect(head.request.method).toBe("HEAD");
  });

  test("ends where redirects do not, or leave the application", async () => {
    const follow = (path: string) => app().testClient().get(path, { followRedirects: true });
    await expect(follow("/loop/0")).rejects.toThrow(/from \/loop\/0 do not end.*\/loop\/1 \(after 4\)/);
    await expect(follow("/ever/0")).rejects.toThrow(/do not end/);
    await expect(follow("/away")).rejects.toThrow(/elsewhere\.example\/ leads to another host/);
  });

  test("goes to subdomains if the client may", async () => {
    const shop = new Flagon({ config: { serverName: "shop.example" }, subdomainMatching: true });
    shop.get("/", () => redirect("http://api.shop.example/"));
    shop.get("/", { endpoint: "api", subdomain: "api" }, () => "the API");
    shop.get("/not", () => redirect("http://notshop.example/"));
    const follow = (path: string, allowSubdomainRedirects: boolean) =>
      shop.testClient({ allowSubdomainRedirects }).get(path, { followRedirects: true });
    expect((await follow("/", true)).text()).toBe("the API");
    await expect(follow("/", false)).rejects.toThrow(/another host/);
    await expect(follow("/not", true)).rejects.toThrow(/another host/);
  });

  test("stays within the mount", async () => {
    const mounted = new Flagon({ config: { applicationRoot: "/store" } });
    mounted.get("/", function index() {
      return request.url;
    });
    mounted.get("/go", () => redirect(urlFor("index")));
    mounted.get("/out", () => redirect("/storeroom"));
    mounted.get("/storeroom", () => `${request.scriptRoot}|${request.path}`);
    const follow = (path: string) => mounted.testClient().get(path, { followRedirects: true });
    expect((await follow("/go")).text()).toBe("http://localhost/store/");
    expect((await follow("/out")).text()).toBe("|/storeroom");
  });
});

describe("the cookies of the test client", () => {
  const app = new Flagon({ secretKey: KEY });
  app.get("/set", () => {
    const response = makeResponse("");
    const { args } = request;
    response.setCookie(args.require("name"), args.get("value", ""), {
      path: args.get("path"),
      domain: args.get("domain"),
      maxAge: args.get("age", undefined, Number),
      httpOnly: true,
      sameSite: "Lax",
    });
    return response;
  });
  app.get("/forget", () => {
    const response = makeResponse("");
    response.deleteCookie("a");
    return response;
  });
  app.get("/<path:path>", () => [...request.cookies.lists()]);
  const set = (query: Record<string, string>, baseUrl?: string) =>
    ({ query: { path: "/", ...query }, baseUrl }) as const;

  test("are kept, sent and forgotten", async () => {
    const browser = app.testClient();
    await browser.get("/set", set({ name: "a", value: "x; ü" }));
    expect((await browser.get("/x")).json()).toEqual([["a", ["x; ü"]]]);
    const cookie = browser.getCookie("a");
    expect(cookie).toMatchObject({
      key: "a",
      value: '"x\\073 \\303\\274"',
      decodedValue: "x; ü",
      domain: "localhost",
      path: "/",
      originOnly: true,
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
      maxAge: undefined,
      expires: undefined,
    });
    await browser.get("/forget");
    expect(browser.getCookie("a")).toBeUndefined();
    await browser.get("/set", set({ name: "b", age: "60" }));
    expect(browser.getCookie("b")?.maxAge).toBe(60);
    expect(browser.getCookie("b")?.expires).toBeInstanceOf(Date);
    browser.deleteCookie("b");
    expect((await browser.get("/x")).json()).toEqual([]);
  });

  test("go to the paths and hosts that they are of", async () => {
    const browser = app.testClient();
    await browser.get("/set", set({ name: "a", value: "root" }));
    await browser.get("/set", set({ name: "a", value: "deep", path: "/deep" }));
    expect((await browser.get("/deep/x")).json()).toEqual([["a", ["deep", "root"]]]);
    expect((await browser.get("/deeper")).json()).toEqual([["a", ["root"]]]);
    const baseUrl = "http://shop.example";
    expect((await browser.get("/x", { baseUrl })).json()).toEqual([]);
    await browser.get("/set", set({ name: "d", value: "1", domain: "shop.example" }, baseUrl));
    await browser.get("/set", set({ name: "o", value: "2" }, baseUrl));
    const below = { baseUrl: "http://api.shop.example:8000" };
    expect((await browser.get("/x", below)).json()).toEqual([["d", ["1"]]]);
    expect(browser.getCookie("d", { domain: "shop.example" })?.originOnly).toBe(false);
    expect((await browser.get("/x", { baseUrl: "http://notshop.example" })).json()).toEqual([]);
  });

  test("may be set by hand, and give way to a header", async () => {
    const browser = app.testClient();
    browser.setCookie("a", "ü", { httpOnly: true });
    browser.setCookie("b", "2", { path: "/deep", domain: "localhost", originOnly: false });
    expect(browser.getCookie("a")?.httpOnly).toBe(true);
    expect((await browser.get("/deep/x")).json()).toEqual([
      ["b", ["2"]],
      ["a", ["ü"]],
    ]);
    const headers = { Cookie: "a=header" };
    expect((await browser.get("/x", { headers })).json()).toEqual([["a", ["header"]]]);
    expect(() => browser.setCookie("a;b", "x")).toThrow(TypeError);
  });

  test("are not kept if the client shall keep none", async () => {
    const stranger = app.testClient({ useCookies: false });
    await stranger.get("/set", set({ name: "a" }));
    expect((await stranger.get("/x")).json()).toEqual([]);
    expect(() => stranger.setCookie("a", "b")).toThrow(/keeps no cookies/);
    await expect(stranger.sessionTransaction(() => {})).rejects.toThrow(/without cookies has no session/);
  });
});

describe("sessionTransaction", () => {
  const app = new Flagon({ secretKey: KEY });
  app.get("/", () => `${session.get("n", "none")}`);

  test("keeps what the function changes, and gives what it returns", async () => {
    const browser = app.testClient();
    const given = await browser.sessionTransaction(async (stored) => {
      stored.set("n", 7);
      return "given";
    });
    expect(given).toBe("given");
    expect((await browser.get("/")).text()).toBe("7");
  });

  test("is of the host that it is given", async () => {
    const browser = app.testClient();
    const baseUrl = "https://shop.example";
    await browser.sessionTransaction((stored) => stored.set("n", 8), { baseUrl });
    expect((await browser.get("/")).text()).toBe("none");
    expect((await browser.get("/", { baseUrl })).text()).toBe("8");
  });

  test("keeps nothing of a function that throws", async () => {
    const browser = app.testClient();
    const failing = browser.sessionTransaction((stored) => {
      stored.set("n", 9);
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect((await browser.get("/")).text()).toBe("none");
  });
});
