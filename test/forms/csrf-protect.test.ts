import { Blueprint, Flagon, type FlagonOptions, request } from "flagon";
import { CSRFError, CSRFProtect, generateCsrf, isCsrfValid } from "flagon/forms";
import { describe, expect, test } from "vitest";

class SilentProtect extends CSRFProtect {
  override errorResponse(): never {
    throw new CSRFError("Go away.");
  }
}

function site(config: FlagonOptions["config"] = {}, Protect: typeof CSRFProtect = CSRFProtect) {
  const app = new Flagon({ secretKey: "a key for these tests", config });
  const csrf = new Protect(app);
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  app.get("/token", () => generateCsrf());
  app.route("/", { methods }, function index() {
    return isCsrfValid() ? "checked" : "unchecked";
  });
  csrf.exempt(app.post("/hook", () => "hook"));
  csrf.exempt("other-hook");
  app.post("/other", { endpoint: "other-hook" }, () => "hook");
  app.post("/self", function self() {
    csrf.protect();
    return "checked";
  });
  const client = app.testClient();
  return { app, csrf, client, token: async () => (await client.get("/token")).text() };
}

describe("a protected application", () => {
  test("takes a token from the form, from a form with a prefix, and from a header", async () => {
    const { client, token } = site();
    const csrf_token = await token();

    for (const options of [
      { form: { csrf_token } },
      { form: { "login-csrf_token": csrf_token } },
      { headers: { "X-CSRFToken": csrf_token } },
      { json: { a: 1 }, headers: { "X-CSRF-Token": csrf_token } },
    ]) {
      const response = await client.post("/", options);
      expect([response.status, response.text()]).toEqual([200, "checked"]);
    }
  });

  test.each(["POST", "PUT", "PATCH", "DELETE"])("refuses %s without a token", async (method) => {
    const { client } = site();

    const response = await client.open("/", { method });

    expect(response.status).toBe(400);
    expect(response.text()).toContain("<p>The CSRF token is missing.</p>");
  });

  test.each(["patch", "Patch", "delete"])("refuses %s, however it is spelt", async (method) => {
    const { app } = site();

    const response = await app.fetch(new globalThis.Request("http://localhost/", { method }));

    expect(response.status).toBe(400);
  });

  test.each([
    ["POST"],
    [["post"]],
  ])("checks the methods that it is told, given as %j", async (wtfCsrfMethods) => {
    const { client } = site({ wtfCsrfMethods });

    expect((await client.post("/")).status).toBe(400);
    expect((await client.open("/", { method: "PUT" })).status).toBe(200);
  });

  test("refuses the token of another visitor", async () => {
    const { app, client, token } = site();
    await token();
    const stolen = (await app.testClient().get("/token")).text();

    expect((await client.post("/", { form: { csrf_token: stolen } })).status).toBe(400);
  });

  test("leaves the views of an exempt blueprint alone, whatever it is registered as, but not those within it", async () => {
    const { app, csrf, client } = site();
    const hooks = csrf.exempt(new Blueprint("hooks"));
    const inner = new Blueprint("inner", { urlPrefix: "/inner" });
    hooks.post("/paid", () => "paid");
    inner.post("/paid", () => "paid");
    hooks.registerBlueprint(inner);
    app.registerBlueprint(hooks, { name: "shop-hooks", urlPrefix: "/hooks" });
    expect((await client.post("/hooks/paid")).status).toBe(200);
    expect((await client.post("/hooks/inner/paid")).status).toBe(400);
  });

  test("lets GET pass, and what is exempt, and leaves what does not exist to be a 404", async () => {
    const { client } = site();

    expect((await client.get("/")).text()).toBe("unchecked");
    expect((await client.post("/hook")).text()).toBe("hook");
    expect((await client.post("/other")).text()).toBe("hook");
    expect((await client.post("/missing")).status).toBe(404);
  });

  test("checks what it is told to", async () => {
    const off = site({ wtfCsrfEnabled: false }).client;
    const byHand = site({ wtfCsrfCheckDefault: false }).client;
    const puts = site({ wtfCsrfMethods: ["PUT"] }).client;

    expect((await off.post("/")).status).toBe(200);
    expect((await byHand.post("/")).status).toBe(200);
    expect((await byHand.post("/self")).status).toBe(400);
    expect((await puts.post("/")).status).toBe(200);
    expect((await puts.put("/")).status).toBe(400);
  });

  test("reads the field and the headers that it is told to", async () => {
    const { client, token } = site({ wtfCsrfFieldName: "tok", wtfCsrfHeaders: ["X-Tok"] });
    const value = await token();

    expect((await client.post("/", { form: { tok: value } })).status).toBe(200);
    expect((await client.post("/", { headers: { "X-Tok": value } })).status).toBe(200);
    expect((await client.post("/", { headers: { "X-CSRFToken": value } })).status).toBe(400);
  });

  test("takes the token of a streamed body from a header", async () => {
    const { app, client, token } = site();
    app.post("/stream", { body: "stream" }, async () => {
      const text = await new globalThis.Response(request.stream).text();
      return `read ${text.length}`;
    });
    const csrf_token = await token();

    const headers = { "X-CSRFToken": csrf_token };
    expect((await client.post("/stream", { data: "abc", headers })).text()).toBe("read 3");
    expect((await client.post("/stream", { form: { csrf_token } })).status).toBe(400);
  });

  test("leaves what falls back, body and all, to the other server's own check", async () => {
    const { app, client } = site();
    app.get("/page", () => "has moved");
    app.fallback(async (request) => new globalThis.Response(`the other got ${await request.text()}`));

    expect((await client.post("/page", { form: { a: "1" } })).text()).toBe("the other got a=1");
    expect((await client.post("/missing", { form: { a: "1" } })).text()).toBe("the other got a=1");
    expect((await client.post("/", { form: { a: "1" } })).status).toBe(400);
  });

  test("called by hand for what falls back, sees the tokens of headers only", async () => {
    const { app, csrf, client, token } = site({ wtfCsrfCheckDefault: false });
    app.beforeRequest(() => {
      csrf.protect();
    });
    app.fallback(() => new globalThis.Response("the other"));
    const csrf_token = await token();

    expect((await client.post("/missing", { headers: { "X-CSRFToken": csrf_token } })).text()).toBe(
      "the other",
    );
    expect((await client.post("/missing", { form: { csrf_token } })).status).toBe(400);
  });

  test("can answer in its own way", async () => {
    expect((await site({}, SilentProtect).client.post("/")).text()).toContain("Go away.");
  });

  test("is found among the extensions", () => {
    const { app, csrf } = site();

    expect(app.extensions.get("csrf")).toBe(csrf);
  });
});

describe("over https the page that a request comes from", () => {
  const baseUrl = "https://shop.example:8443";
  const ask = async (referer: string | undefined, config = {}) => {
    const { client } = site(config);
    const csrf_token = (await client.get("/token", { baseUrl })).text();
    const headers = referer === undefined ? {} : { Referer: referer };
    return (await client.post("/", { baseUrl, headers, form: { csrf_token } })).text();
  };

  test("must be of the site", async () => {
    expect(await ask("https://shop.example:8443/cart?x")).toBe("checked");
    expect(await ask("https://SHOP.example:8443")).toBe("checked");
  });

  test.each([
    "http://shop.example:8443/",
    "https://shop.example/",
    "https://evil.example/https://shop.example:8443/",
    "https://shop.example:8443.evil.example/",
    "https://shop.example:8443@evil.example/",
    "https://evil.example\\@shop.example:8443/",
    "//shop.example:8443/",
    "garbage",
  ])("is refused if it is %s", async (referer) => {
    expect(await ask(referer)).toContain("The referrer does not match the host.");
  });

  test("must be named, unless the application does not mind", async () => {
    expect(await ask(undefined)).toContain("The referrer header is missing.");
    expect(await ask(undefined, { wtfCsrfSslStrict: false })).toBe("checked");
  });
});

describe("in debug mode the log says what to do about", () => {
  const warnings = async (
    send: (made: ReturnType<typeof site>) => Promise<{ readonly status: number }>,
    config: FlagonOptions["config"] = { debug: true },
  ) => {
    const made = site(config);
    const log: unknown[] = [];
    made.app.logger = { warn: (line) => log.push(line), error: () => undefined };
    expect((await send(made)).status).toBe(400);
    return log.join("\n");
  };

  test("a token that is missing", async () => {
    expect(await warnings(({ client }) => client.post("/"))).toBe(
      '"POST /" was refused: The CSRF token is missing. Put <input type="hidden" name="csrf_token" ' +
        'value="{{ csrf_token() }}"> into the form, or send the token in the header X-CSRFToken; leave out a view that ' +
        "others than the site's pages call with csrf.exempt(view).",
    );
  });

  test("a token of another visitor, or that is none", async () => {
    const stolen = async ({ app, client, token }: ReturnType<typeof site>) => {
      await token();
      return client.post("/", { form: { csrf_token: (await app.testClient().get("/token")).text() } });
    };
    expect(await warnings(stolen)).toContain("the page is older than the last login or logout");
    const changed = async ({ client, token }: ReturnType<typeof site>) =>
      client.post("/", { form: { csrf_token: `${await token()}x` } });
    expect(await warnings(changed)).toContain("does each process have the same secretKey");
    const lost = async ({ app, token }: ReturnType<typeof site>) =>
      app.testClient({ useCookies: false }).post("/", { form: { csrf_token: await token() } });
    expect(await warnings(lost)).toContain("Is its cookie refused");
  });

  test("a page that is not named, or of elsewhere", async () => {
    const from = (headers: Record<string, string>) => async (made: ReturnType<typeof site>) => {
      const baseUrl = "https://shop.example";
      const csrf_token = (await made.client.get("/token", { baseUrl })).text();
      return made.client.post("/", { baseUrl, headers, form: { csrf_token } });
    };
    expect(await warnings(from({}))).toContain("Referrer-Policy: same-origin");
    expect(await warnings(from({ Referer: "https://evil.example/" }))).toContain("ProxyFix");
  });

  test("nothing, where no developer looks", async () => {
    expect(await warnings(({ client }) => client.post("/"), {})).toBe("");
  });
});
