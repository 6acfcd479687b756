import { Flagon, renderTemplate, request } from "flagon";
import { ProxyFix, Request, WebRequestSource } from "flagon/http";
import { serve } from "flagon/servers/node";
import { DictLoader } from "flagon/templates";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RawClient } from "../../servers/raw-client.ts";

const KEY = "the-key-of-the-application";

function broken(config: object = {}): Flagon {
  const app = new Flagon({ secretKey: KEY, config: { debug: true, ...config } });
  app.logger = { warn: () => undefined, error: () => undefined };
  app.route("/", { methods: ["GET", "POST"], endpoint: "broken" }, () => {
    throw new Error("the view is broken");
  });
  return app;
}

type Sent = {
  readonly headers?: Record<string, string>;
  readonly body?: URLSearchParams;
  readonly path?: string;
};

/** What a browser of this machine gets. */
async function pageOf(app: Flagon, { headers, body, path = "/" }: Sent = {}): Promise<string> {
  await using server = await serve(app, { port: 0 });
  const response = await fetch(`${server.url}${path}`, {
    headers: { Accept: "text/html", ...headers },
    ...(body === undefined ? {} : { method: "POST", body }),
  });
  expect(response.status).toBe(500);
  return response.text();
}

/** What a client gets that writes its own Host header. */
async function answerTo(app: Flagon | ProxyFix, host: string, header = "X-A: b"): Promise<string> {
  await using server = await serve(app, { port: 0 });
  const client = new RawClient(server);
  client.send(
    `GET / HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\n${header}\r\nConnection: close\r\n\r\n`,
  );
  return await client.all();
}

afterEach(() => vi.unstubAllEnvs());

describe("the page about an error", () => {
  test("shows the developer the error, its place, and the request", async () => {
    const page = await pageOf(broken(), { path: "/?q=tea" });
    expect(page).toContain("the view is broken");
    expect(page).toContain("debug-page.test.ts");
    expect(page).toContain("/?q=tea");
    expect(page).toMatch(/Request id[\s\S]*[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  test.each([
    "localhost",
    "LOCALHOST:5000",
    "shop.localhost",
    "127.0.0.1:80",
    "127.8.9.1",
    "[::1]:5000",
  ])("is there for the host %s", async (host) => {
    expect(await answerTo(broken(), host)).toContain("the view is broken");
  });

  test.each([
    "example.com",
    "localhost.example.com",
    "127.0.0.1.nip.io",
    "evil-localhost",
    "10.0.0.1",
    "[::2]",
    "a/b",
  ])("is kept from the host %s, which may only lead here", async (host) => {
    const answer = await answerTo(broken(), host);
    expect(answer).toMatch(/^HTTP\/1.1 (500|400)/);
    expect(answer).not.toContain("the view is broken");
  });

  test.each([
    "X-Forwarded-For: 203.0.113.9",
    "x-forwarded-for: 127.0.0.1",
    "Forwarded: for=127.0.0.1",
    "X-Real-IP: 127.0.0.1",
    "Via: 1.1 proxy",
  ])("is kept from what a proxy has passed on: %s", async (header) => {
    expect(await answerTo(broken(), "localhost", header)).not.toContain("the view is broken");
    const proxied = new ProxyFix(broken(), { xFor: 1 });
    expect(await answerTo(proxied, "localhost", header)).not.toContain("the view is broken");
  });

  test("is kept from other machines, and from runtimes that do not say who asks", async () => {
    const app = broken();
    for (const [remoteAddr, isShown] of [
      ["192.168.1.2", false],
      ["::ffff:127.0.0.1", true],
      ["::ffff:10.0.0.1", false],
      ["127.0.0.1", true],
    ] as const) {
      const source = new WebRequestSource(new globalThis.Request("http://localhost/"));
      Object.defineProperty(source, "remoteAddr", { value: remoteAddr });
      const response = await app.handle(new Request(source));
      expect(response.text.includes("the view is broken"), remoteAddr).toBe(isShown);
    }
    const web = await app.fetch(
      new globalThis.Request("http://localhost/", { headers: { Accept: "text/html" } }),
    );
    expect(await web.text()).not.toContain("the view is broken");
  });

  test("is not made in production, without debug mode, nor where errors are not propagated", async () => {
    expect(await pageOf(broken({ debug: false }))).not.toContain("broken");
    expect(await pageOf(broken({ debug: false, testing: true }))).not.toContain("broken");
    expect(await pageOf(broken({ propagateExceptions: false }))).not.toContain("broken");
    vi.stubEnv("NODE_ENV", "production");
    expect(await pageOf(broken())).not.toContain("broken");
  });

  test("cannot be kept, framed or read by another site, and runs only its own script", async () => {
    await using server = await serve(broken(), { port: 0 });
    const { headers } = await fetch(server.url, { headers: { Accept: "text/html" } });
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(headers.get("Content-Security-Policy")).toMatch(
      /default-src 'none';.*script-src 'nonce-[\w+/=]{24}';/,
    );
    expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  test("goes back to the view, however deep an error comes from, where app.run() serves", async () => {
    const before = Error.stackTraceLimit;
    const app = broken();
    const deep = (level: number): never => {
      if (level > 0) deep(level - 1);
      throw new Error("from the depth");
    };
    app.get("/deep", function theView() {
      return deep(20);
    });
    const said = vi.spyOn(console, "log").mockReturnValue();
    const server = await app.run({ port: 0 });
    try {
      expect(await (await fetch(`${server.url}/deep`)).text()).toContain("at Object.theView");
    } finally {
      await server.close();
      said.mockRestore();
      Error.stackTraceLimit = before;
    }
  });

  test("is text for programs", async () => {
    await using server = await serve(broken(), { port: 0 });
    const response = await fetch(server.url);
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toMatch(/^Error: the view is broken\n {4}at /);
  });

  test("shows the line of a template", async () => {
    const app = broken();
    app.jinjaLoader = new DictLoader({ "page.html": "first\n{{ missing.name }}\nlast" });
    app.get("/page", function page() {
      return renderTemplate("page.html");
    });
    const page = await pageOf(app, { path: "/page" });
    expect(page).toContain("page.html");
    expect(page).toContain("{{ missing.name }}");
  });
});

describe("no secret is on the page about an error:", () => {
  const app = broken({
    mail: { password: "mail-password-1" },
    databaseUrl: "postgres://me:hunter22@db/shop",
  });
  app.route("/told", { methods: ["GET", "POST"] }, function told() {
    throw new Error(
      `${app.config.secretKey} mail-password-1 ${Reflect.get(app.config, "databaseUrl")} ` +
        `${request.headers.get("Cookie")} ${request.authorization?.token} ${[...request.values].join()}`,
    );
  });

  app.get("/reset/<token>", function reset({ token }) {
    throw new Error(`no ${token}`);
  });

  test.each([
    [
      "a token of the path",
      { path: "/reset/reset-value-2", headers: { Referer: "http://a/reset/reset-value-2" } },
    ],
    ["the keys of the configuration", {}],
    ["a cookie", { headers: { Cookie: "session=eyJhIjoxfQ.aaaa.bbbb" } }],
    ["a token", { headers: { Authorization: "Bearer bearer-token-12345" } }],
    ["a key of a program", { headers: { "X-API-Key": "api-key-value-123" } }],
    ["a password of a form", { body: new URLSearchParams({ password: "form-password-1", name: "Ann" }) }],
    ["a token of the query", { path: "/told?reset_token=reset-value-1" }],
    ["the query of the page before", { headers: { Referer: "http://localhost/?code=oauth-code-1" } }],
  ])("%s", async (_name, sent: Sent) => {
    const page = await pageOf(app, { path: "/told", ...sent });
    expect(page).not.toMatch(
      /the-key-of-the|mail-password-1|hunter22|eyJhIjoxfQ|bearer-token|api-key-value|form-password|reset-value|oauth-code/,
    );
    expect(page).toContain("***");
    if (sent.body !== undefined) expect(page).toContain("Ann");
  });
});

describe("the places of an error", () => {
  test("are the application's at once, and Flagon's where one asks for them", async () => {
    const page = await pageOf(broken());
    const hidden = page.match(/class="stack-frame stack-frame-native/g) ?? [];
    const shown = page.match(/class="stack-frame(?! stack-frame-native)[ "]/g) ?? [];
    expect([shown.length, hidden.length > 5]).toEqual([1, true]);
  });
});
