import { Flagon, request, urlFor } from "flagon";
import { ProxyFix } from "flagon/http";
import { describe, expect, test } from "vitest";

const shop = (config = {}): Flagon => {
  const app = new Flagon({ config });
  app.get("/where", { endpoint: "where" }, () => ({
    url: request.url,
    root: request.urlRoot,
    path: urlFor("where"),
    external: urlFor("where", {}, { external: true }),
    client: request.remoteAddr ?? null,
  }));
  return app;
};

const ask = (
  app: { fetch(request: Request): Promise<Response> | Response },
  headers: Record<string, string>,
) => app.fetch(new Request("http://localhost/where", { headers }));

describe("trustedHosts", () => {
  const app = shop({ trustedHosts: ["Shop.example", ".shop.example", "[::1]"] });

  test.each([
    "shop.example",
    "SHOP.EXAMPLE:8080",
    "www.shop.example",
    "[::1]:5000",
  ])("lets %s in", async (host) => {
    expect((await ask(app, { Host: host })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "notshop.example",
    "shop.example.evil.example",
    "[::2]",
    "localhost",
  ])("answers %s with 400", async (host) => {
    const response = await ask(app, { Host: host });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("not one that this application answers for");
  });

  test.each([
    "https://shop.example",
    "shop.example/",
    "*.shop.example",
    "*",
    "a.example, b.example",
    "::1",
    "",
    ".",
  ])("refuses %j in the configuration", (entry) => {
    const trustedHosts = ["shop.example", entry];
    expect(() => shop({ trustedHosts })).toThrow(
      `The trusted host ${JSON.stringify(entry)} is no host; write`,
    );
  });

  test("takes one name for a list of one, and refuses what is no text", () => {
    expect(() => shop({ trustedHosts: "shop.example" as never })).not.toThrow();
    expect(() => shop({ trustedHosts: [undefined] as never })).toThrow(
      "The trusted host undefined is no host",
    );
  });

  test("tells of a wrong one that is set later, where it is set", () => {
    const late = shop();
    expect(() => {
      late.config.trustedHosts = ["https://shop.example"];
    }).toThrow('The trusted host "https://shop.example" is no host');
  });

  test("escapes the host in the page that refuses it", async () => {
    const response = await ask(app, { Host: "<script>" });
    expect(await response.text()).not.toContain("<script>");
  });
});

describe("serverName", () => {
  test("is the host of external URLs, whatever Host header came", async () => {
    const app = shop({ serverName: "Shop.example:8080" });
    const response = await ask(app, { Host: "evil.example" });
    expect(await response.json()).toMatchObject({
      url: "http://evil.example/where",
      path: "/where",
      external: "http://shop.example:8080/where",
    });
  });

  test("loses a port that is the scheme's own, and plays no part where whole hosts are matched", async () => {
    const response = await ask(shop({ serverName: "shop.example:80" }), {});
    expect(await response.json()).toMatchObject({ external: "http://shop.example/where" });
    const app = new Flagon({
      hostMatching: true,
      staticFolder: null,
      config: { serverName: "shop.example" },
    });
    app.get("/", { endpoint: "index", host: "a.example" }, () => urlFor("index", {}, { external: true }));
    const client = app.testClient();
    expect((await client.get("/", { baseUrl: "http://a.example" })).text()).toBe("http://a.example/");
  });
});

describe("an application behind a proxy", () => {
  test("builds its URLs for the outside", async () => {
    const fixed = new ProxyFix(shop(), { xFor: 1, xProto: 1, xHost: 1, xPrefix: 1 });
    const response = await ask(fixed, {
      "X-Forwarded-For": "203.0.113.9",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "shop.example",
      "X-Forwarded-Prefix": "/store",
    });
    expect(await response.json()).toEqual({
      url: "https://shop.example/store/where",
      root: "https://shop.example/store/",
      path: "/store/where",
      external: "https://shop.example/store/where",
      client: "203.0.113.9",
    });
  });
});
