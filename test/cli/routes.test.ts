import { Blueprint, Flagon, type FlagonOptions } from "flagon";
import { expect, test } from "vitest";

function shop(options: FlagonOptions = {}): Flagon {
  const app = new Flagon({ staticFolder: "static", ...options });
  app.get("/zebra", function list() {
    return "";
  });
  app.route("/items/<int:id>", { methods: ["POST", "DELETE"], endpoint: "item" }, () => "");
  const admin = new Blueprint("admin", { urlPrefix: "/admin" });
  admin.get("/", function index() {
    return "";
  });
  app.registerBlueprint(admin);
  return app;
}

const lines = async (app: Flagon, args: string): Promise<string[]> => {
  const { stdout } = await app.testCliRunner().invoke(`routes ${args}`);
  return stdout.trimEnd().split("\n");
};

test("routes are a table, sorted by their endpoints", async () => {
  expect(await lines(shop(), "")).toEqual([
    "Endpoint     Methods       Rule",
    "-----------  ------------  -----------------------",
    "admin.index  GET           /admin/",
    "item         DELETE, POST  /items/<int:id>",
    "list         GET           /zebra",
    "static       GET           /static/<path:filename>",
  ]);
});

test.each([
  ["endpoint", ["admin.index", "item", "list", "static"]],
  ["methods", ["item", "static", "list", "admin.index"]],
  ["rule", ["admin.index", "item", "static", "list"]],
  ["match", ["static", "list", "item", "admin.index"]],
])("routes are sorted by %s", async (sort, order) => {
  const [, , ...rows] = await lines(shop(), `--sort ${sort}`);
  expect(rows.map((row) => row.split(" ")[0])).toEqual(order);
});

test("HEAD and OPTIONS are shown if they are asked for", async () => {
  const rows = await lines(shop(), "--all-methods");
  expect(rows.find((row) => row.startsWith("list"))).toMatch(/^list +GET, HEAD, OPTIONS +\/zebra$/);
});

test("a column of subdomains or hosts is there where there are some", async () => {
  const app = shop({ subdomainMatching: true });
  app.get("/", { subdomain: "api", endpoint: "api" }, () => "");
  expect((await lines(app, ""))[0]).toMatch(/^Endpoint +Methods +Subdomain +Rule$/);
  expect(await lines(app, "")).toContainEqual(expect.stringMatching(/^api +GET +api +\/$/));
  const hosts = new Flagon({ hostMatching: true, staticHost: "static.example.com" });
  expect((await lines(hosts, ""))[2]).toMatch(/^static +GET +static\.example\.com +\/static/);
});

test("a rule that only builds URLs is marked where there is a fallback", async () => {
  const app = shop();
  app.addUrlRule("/archive/", { endpoint: "archive", buildOnly: true });
  expect((await lines(app, "")).join()).not.toContain("falls back");
  const moving = shop();
  moving.addUrlRule("/archive/", { endpoint: "archive", buildOnly: true });
  moving.fallback("http://127.0.0.1:5001");
  expect(await lines(moving, "")).toContain("archive      GET           /archive/ (falls back)");
});

test("it is told where the rest falls back to", async () => {
  const app = shop();
  app.fallback("http://127.0.0.1:5001/");
  expect((await lines(app, "")).at(-1)).toBe("What no route answers falls back to http://127.0.0.1:5001.");
});

test("JSON has the same", async () => {
  const app = shop({ subdomainMatching: true });
  app.get("/", { subdomain: "api", endpoint: "api" }, () => "");
  const { stdout } = await app.testCliRunner().invoke(["routes", "--json", "--sort", "match"]);
  const { routes, fallback } = JSON.parse(stdout);
  expect(fallback).toBeNull();
  expect(routes[1]).toEqual({ endpoint: "list", methods: ["GET"], rule: "/zebra" });
  expect(routes.at(-1)).toEqual({ endpoint: "api", methods: ["GET"], rule: "/", subdomain: "api" });
});

test("an application without routes of its own has that of its static files", async () => {
  expect((await lines(new Flagon(), "")).slice(2)).toEqual(["static    GET      /static/<path:filename>"]);
});
