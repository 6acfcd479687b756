/** Subdomains of config.serverName, and whole hosts: which rules answer, and which URLs are built. */
import { Flagon, type FlagonOptions, request, urlFor } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { describe, expect, test } from "vitest";

function site(options: FlagonOptions = {}): Flagon {
  return new Flagon({ subdomainMatching: true, config: { serverName: "localhost.test" }, ...options });
}

async function ask(app: Flagon, url: string): Promise<string> {
  const response = await app.testClient().get(url);
  return response.status === 200 ? response.text() : String(response.status);
}

describe("with subdomainMatching", () => {
  test("the host alone and a subdomain have rules of their own", async () => {
    const app = site();
    app.get("/", { endpoint: "normal" }, () => "normal");
    app.get("/", { endpoint: "test", subdomain: "test" }, () => "test");
    expect(await ask(app, "http://localhost.test/")).toBe("normal");
    expect(await ask(app, "http://test.localhost.test/")).toBe("test");
    expect(await ask(app, "http://other.localhost.test/")).toBe("404");
    expect(await ask(app, "http://elsewhere.test/")).toBe("404");
  });

  test("a subdomain may have a variable, and further text", async () => {
    const app = site();
    app.get("/", { endpoint: "user", subdomain: "<user>" }, ({ user }) => `index for ${user}`);
    app.get("/", { endpoint: "shop", subdomain: "<user>.shop" }, ({ user }) => `shop of ${user}`);
    expect(await ask(app, "http://mitsuhiko.localhost.test/")).toBe("index for mitsuhiko");
    expect(await ask(app, "http://ada.shop.localhost.test/")).toBe("shop of ada");
  });

  test("the port belongs to the host", async () => {
    const app = site({ config: { serverName: "localhost.test:3000" } });
    app.get("/", { endpoint: "user", subdomain: "<user>" }, ({ user }) => `index for ${user}`);
    expect(await ask(app, "http://ada.localhost.test:3000/")).toBe("index for ada");
    expect(
      await app
        .testClient()
        .get("/", { subdomain: "ada" })
        .then((answer) => answer.text()),
    ).toBe("index for ada");
  });

  test("a URL of another subdomain has its host, one of the same is a path", async () => {
    const app = site();
    app.get("/", { endpoint: "home" }, () => `${urlFor("home")} ${urlFor("blog", { user: "ada" })}`);
    app.get("/blog", { endpoint: "blog", subdomain: "<user>" }, ({ user }) =>
      [urlFor("home"), urlFor("blog", { user }), urlFor("blog", { user: "bob" })].join(" "),
    );
    expect(await ask(app, "http://localhost.test/")).toBe("/ http://ada.localhost.test/blog");
    expect(await ask(app, "http://ada.localhost.test/blog")).toBe(
      "http://localhost.test/ /blog http://bob.localhost.test/blog",
    );
  });
});

describe("without it", () => {
  test("a server's name keeps no host from being answered", async () => {
    const app = new Flagon({ config: { serverName: "localhost.test:443" } });
    app.get("/", () => request.host);
    expect(await ask(app, "http://localhost.test/")).toBe("localhost.test");
    expect(await ask(app, "https://localhost.test/")).toBe("localhost.test");
    expect(await ask(app, "http://other.example/")).toBe("other.example");
  });

  test("subdomain of a test's request is that of the server's name", async () => {
    const app = new Flagon({ config: { serverName: "example.com" } });
    app.get("/", () => request.host);
    expect((await app.testClient().get("/")).text()).toBe("example.com");
    expect((await app.testClient().get("/", { subdomain: "foo" })).text()).toBe("foo.example.com");
  });
});

test("with hostMatching, static files are at their host", async () => {
  const app = new Flagon({
    root: "/srv",
    files: new DictionaryFiles({ "/srv/static/index.html": "<h1>" }),
    hostMatching: true,
    staticHost: "example.com",
  });
  app.get("/", { host: "example.com", endpoint: "home" }, () => urlFor("static", { filename: "index.html" }));
  app.get("/", { host: "other.test", endpoint: "other" }, () => urlFor("static", { filename: "index.html" }));
  expect(await ask(app, "http://example.com/static/index.html")).toBe("<h1>");
  expect(await ask(app, "http://other.test/static/index.html")).toBe("404");
  expect(await ask(app, "http://example.com/")).toBe("/static/index.html");
  expect(await ask(app, "http://other.test/")).toBe("http://example.com/static/index.html");
});
