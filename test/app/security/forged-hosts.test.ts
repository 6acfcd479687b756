import { type Config, Flagon, redirect, renderTemplateString, urlFor } from "flagon";
import { describe, expect, test } from "vitest";

function appWith(config: Partial<Config> = {}): { app: Flagon; warnings: string[] } {
  const warnings: string[] = [];
  const app = new Flagon({ config });
  app.logger = { warn: (entry) => warnings.push(entry), error: (entry) => warnings.push(entry) };
  app.get("/", function index() {
    return urlFor("index", {}, { external: true });
  });
  app.get("/scheme", { endpoint: "scheme" }, () => urlFor("index", {}, { scheme: "https" }));
  app.get("/template", { endpoint: "template" }, () =>
    renderTemplateString("{{ url_for('index', _external=True) }}"),
  );
  app.get("/inner", { endpoint: "inner" }, () => redirect(urlFor("index")));
  return { app, warnings };
}

const visit = async (app: Flagon, path: string, host = "evil.example") =>
  app.testClient().get(path, { headers: { Host: host } });

describe("a whole URL whose host is the client's", () => {
  test.each(["/", "/scheme", "/template"])("is warned of once: %s", async (path) => {
    const { app, warnings } = appWith();
    expect((await visit(app, path)).text()).toMatch(/:\/\/evil\.example\//);
    await visit(app, path);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/config\.serverName.*config\.trustedHosts/);
    expect(warnings[0]).not.toContain("evil");
  });

  test("is none where the configuration names the host", async () => {
    const { app, warnings } = appWith({ serverName: "shop.example" });
    expect((await visit(app, "/")).text()).toBe("http://shop.example/");
    expect(warnings).toEqual([]);
  });

  test("is none where the host was checked", async () => {
    const { app, warnings } = appWith({ trustedHosts: ["shop.example"] });
    expect((await visit(app, "/", "shop.example")).text()).toBe("http://shop.example/");
    expect((await visit(app, "/")).status).toBe(400);
    expect(warnings).toEqual([]);
  });

  test("is none of the URLs that stay on the site, nor of those made without a request", async () => {
    const { app, warnings } = appWith();
    expect((await visit(app, "/inner")).headers.get("Location")).toBe("/");
    expect(() => app.appContext(() => urlFor("index"))).toThrow("config.serverName");
    expect(warnings).toEqual([]);
  });
});
