import {
  cspNonce,
  Flagon,
  html,
  makeResponse,
  renderTemplateString,
  type SecurityHeadersOptions,
  securityHeaders,
  streamTemplateString,
} from "flagon";
import { serve } from "flagon/servers/node";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromium as chromiumProgram, describeWith } from "../../requirements.ts";

function appWith(options?: SecurityHeadersOptions): Flagon {
  const app = new Flagon();
  app.logger = { warn: () => undefined, error: () => undefined };
  securityHeaders(app, options);
  app.get("/", function index() {
    return "";
  });
  app.get("/nonce", function nonce() {
    return renderTemplateString("{{ csp_nonce() }} {{ cspNonce() }}");
  });
  app.get("/stream", function stream() {
    return streamTemplateString("{{ csp_nonce() }}");
  });
  return app;
}

const headersOf = async (app: Flagon, path = "/", urlScheme = "https") =>
  (await app.testClient().get(path, { urlScheme })).headers;

const POLICY =
  "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

describe("security headers", () => {
  test("are sent with every response, those about errors too", async () => {
    for (const path of ["/", "/nowhere"]) {
      const headers = await headersOf(appWith(), path);
      expect(
        Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value])),
      ).toMatchObject({
        "content-security-policy": POLICY,
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "strict-origin-when-cross-origin",
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
      });
    }
  });

  test("keep to https on https only", async () => {
    expect((await headersOf(appWith(), "/", "http")).has("Strict-Transport-Security")).toBe(false);
    const options = { strictTransportSecurity: { maxAge: 60, includeSubDomains: true, preload: true } };
    const { headers } = await appWith(options).testClient().get("/", { urlScheme: "https" });
    expect(headers.get("Strict-Transport-Security")).toBe("max-age=60; includeSubDomains; preload");
  });

  test("do not keep the machine of a developer to https", async () => {
    const app = appWith();
    app.config.debug = true;
    expect((await headersOf(app)).has("Strict-Transport-Security")).toBe(false);
  });

  test("leave what a view has set", async () => {
    const app = appWith();
    app.get("/own", () =>
      makeResponse("", 200, { "Content-Security-Policy": "default-src *", "X-Frame-Options": "DENY" }),
    );
    const headers = await headersOf(app, "/own");
    expect(headers.getList("Content-Security-Policy")).toEqual(["default-src *"]);
    expect(headers.getList("X-Frame-Options")).toEqual(["DENY"]);
  });

  test("can be changed, and left out", async () => {
    const changed = await headersOf(
      appWith({
        contentSecurityPolicy: {
          "img-src": ["'self'", "https://images.example.com"],
          "frame-ancestors": "'none'",
          "object-src": null,
        },
        reportOnly: true,
        permissionsPolicy: "camera=()",
      }),
    );
    expect(changed.get("Content-Security-Policy-Report-Only")).toBe(
      "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; " +
        "img-src 'self' https://images.example.com",
    );
    expect(changed.get("X-Frame-Options")).toBe("DENY");
    expect(changed.get("Permissions-Policy")).toBe("camera=()");
    const none = await headersOf(
      appWith({
        contentSecurityPolicy: false,
        strictTransportSecurity: false,
        referrerPolicy: false,
        crossOriginOpenerPolicy: false,
      }),
    );
    expect([...none].map(([name]) => name).sort()).toEqual([
      "Content-Length",
      "Content-Type",
      "X-Content-Type-Options",
      "X-Frame-Options",
    ]);
  });

  test("leave X-Frame-Options out where it cannot say what the policy says", async () => {
    const options = { contentSecurityPolicy: { "frame-ancestors": "https://a.example https://b.example" } };
    expect((await headersOf(appWith(options))).has("X-Frame-Options")).toBe(false);
  });

  test.each<[string, unknown, RegExp]>([
    ["an option that does not exist", { contentPolicy: {} }, /no option "contentPolicy"/],
    ["two directives in one", { contentSecurityPolicy: { "img-src": "a; script-src *" } }, /semicolon/],
    ["a name that is none", { contentSecurityPolicy: { imgSrc: "a" } }, /"imgSrc" is no directive/],
    ["a broken duration", { strictTransportSecurity: { maxAge: 1.5 } }, /whole seconds/],
    ["an option of https", { strictTransportSecurity: { subdomains: true } }, /no option "subdomains"/],
  ])("refuse %s where they are set up", (_name, options, error) => {
    expect(() => appWith(options as SecurityHeadersOptions)).toThrow(error);
  });
});

describe("the nonce of a page", () => {
  test("is one for the whole page, another for the next, and in the policy if the page has asked for it", async () => {
    const client = appWith().testClient();
    const nonces = new Set<string>();
    for (const path of ["/nonce", "/nonce", "/stream"]) {
      const response = await client.get(path);
      const [nonce = "", again = nonce] = response.text().split(" ");
      expect(nonce).toMatch(/^[\w+/]{22}==$/);
      expect(again).toBe(nonce);
      const policy = response.headers.get("Content-Security-Policy");
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    expect((await client.get("/")).headers.get("Content-Security-Policy")).toBe(POLICY);
  });

  test("is added to the sources that are allowed, and stands alone where none is", async () => {
    const app = appWith({
      contentSecurityPolicy: { "script-src": "https://a.example", "style-src": "'none'" },
    });
    expect((await headersOf(app, "/nonce")).get("Content-Security-Policy")).toMatch(
      /script-src https:\/\/a\.example 'nonce-[^']+'; style-src 'nonce-[^']+'$/,
    );
  });

  test("needs a request", () => {
    expect(() => cspNonce()).toThrow("cspNonce was used outside of a request");
  });
});

describeWith(chromiumProgram, "a page with security headers in Chromium", (executablePath) => {
  test("runs the scripts that bear its nonce, and no other", { timeout: 60_000 }, async () => {
    const app = appWith();
    app.get("/page", function page() {
      return html`<!doctype html><title>start</title>
        <script nonce="${cspNonce()}">document.title += " own";</script>
        <script>document.title += " foreign";</script>
        <img src="data:image/png;base64,x" alt="" id="image">`;
    });
    await using server = await serve(app, { port: 0 });
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/page`);
      expect(await page.title()).toBe("start own");
    } finally {
      await browser.close();
    }
  });
});
