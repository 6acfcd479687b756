/** What a view says of itself, and rules that come by way of the map: Flask's less travelled ways to a route. */
import { Flagon, MethodView, request, session, urlFor } from "flagon";
import { BaseConverter, Rule, Subdomain, Submount } from "flagon/routing";
import { describe, expect, test } from "vitest";

async function allowed(app: Flagon, path: string): Promise<string[]> {
  const { headers } = await app.testClient().options(path);
  return headers.get("Allow")?.split(", ").sort() ?? [];
}

describe("a function with methods", () => {
  test("answers those where its rule names none", async () => {
    const app = new Flagon();
    const view = Object.assign(() => request.method, { methods: ["post", "put"] });
    app.addUrlRule("/said", { endpoint: "said", view });
    app.addUrlRule("/named", { endpoint: "named", view, methods: ["GET"] });
    const client = app.testClient();
    expect((await client.post("/said")).text()).toBe("POST");
    expect((await client.get("/said")).status).toBe(405);
    expect((await client.get("/named")).text()).toBe("GET");
    expect(await allowed(app, "/said")).toEqual(["OPTIONS", "POST", "PUT"]);
  });

  test("and its own word on OPTIONS, which the rule may overrule", async () => {
    const app = new Flagon();
    const own = Object.assign(() => "own", { methods: ["OPTIONS"], provideAutomaticOptions: false });
    const none = Object.assign(() => "", { provideAutomaticOptions: false });
    app.addUrlRule("/own", { endpoint: "own", view: own });
    app.addUrlRule("/none", { endpoint: "none", view: none });
    app.addUrlRule("/some", { endpoint: "some", view: none, provideAutomaticOptions: true });
    const client = app.testClient();
    expect((await client.options("/own")).text()).toBe("own");
    expect((await client.options("/none")).status).toBe(405);
    expect(await allowed(app, "/some")).toEqual(["GET", "HEAD", "OPTIONS"]);
  });
});

describe("rules of the map", () => {
  test("lead to the views of their endpoints, below a path or a subdomain", async () => {
    const app = new Flagon({ subdomainMatching: true, config: { serverName: "example.com" } });
    app.urlMap.add(
      new Submount("/foo", [new Rule("/bar", { endpoint: "bar" }), new Rule("/", { endpoint: "index" })]),
    );
    app.urlMap.add(new Subdomain("api", [new Rule("/", { endpoint: "api" })]));
    app.endpoint("bar", () => `bar ${urlFor("index")}`);
    app.endpoint("index", () => String(request.endpoint));
    app.endpoint("api", () => "api");
    const client = app.testClient();
    expect((await client.get("/foo/")).text()).toBe("index");
    expect((await client.get("/foo/bar")).text()).toBe("bar /foo/");
    expect((await client.get("/", { subdomain: "api" })).text()).toBe("api");
    expect((await client.get("/", {})).status).toBe(404);
  });

  test("take every method where they name none", async () => {
    const app = new Flagon();
    app.urlMap.add(new Rule("/any", { endpoint: "any" }));
    app.endpoint("any", () => request.method);
    const client = app.testClient();
    for (const method of ["GET", "POST", "DELETE"]) {
      expect((await client.open("/any", { method })).text()).toBe(method);
    }
  });
});

describe("a converter of one's own", () => {
  class ListConverter extends BaseConverter<readonly string[]> {
    override toValue(text: string): readonly string[] {
      return text.split(",");
    }
    override toUrl(value: readonly string[]): string {
      return value.map((item) => super.toUrl(item as never)).join(",");
    }
  }

  test("reads and writes what its rules hold", async () => {
    const app = new Flagon();
    app.urlMap.converters.set("list", ListConverter);
    app.addUrlRule("/<list:args>", {
      endpoint: "list",
      view: ({ args }: { readonly args: readonly string[] }) => ({
        args,
        url: urlFor("list", { args: [..."45"] }),
      }),
    });
    expect((await app.testClient().get("/1,2,3")).json()).toEqual({ args: ["1", "2", "3"], url: "/4,5" });
  });

  test("has the application at hand, and the request, while a URL is written", async () => {
    class InPath extends BaseConverter<string> {
      override toUrl(value: string): string {
        return super.toUrl(`${value}-${request.path.slice(1)}-${session.get("lang", "en")}`);
      }
    }
    const app = new Flagon({ secretKey: "a key for these tests only" });
    app.urlMap.converters.set("here", InPath);
    app.addUrlRule("/to/<here:x>", { endpoint: "to" });
    app.get("/from", () => urlFor("to", { x: "a" }));
    expect((await app.testClient().get("/from")).text()).toBe("/to/a-from-en");
  });

  test("has the application at hand while a path is read", async () => {
    class Lower extends BaseConverter<string> {
      override toValue(text: string): string {
        return `${request.method} ${text}`;
      }
    }
    const app = new Flagon();
    app.urlMap.converters.set("seen", Lower);
    app.addUrlRule("/<seen:x>", { endpoint: "x", view: ({ x }: { readonly x: string }) => x });
    expect((await app.testClient().get("/a")).text()).toBe("GET a");
  });
});

describe("the URL of a view with several rules", () => {
  test("is that of the rule with the method", async () => {
    class Todo extends MethodView<{ id?: number }> {
      override get({ id }: { id?: number }) {
        return id === undefined ? "list" : `show ${id}`;
      }
      override post() {
        return "create";
      }
    }
    const app = new Flagon();
    const view = Todo.asView("todo");
    app.addUrlRule("/todo/", { view, methods: ["GET", "POST"] });
    app.addUrlRule("/todo/<int:id>", { view, methods: ["GET"] });
    app.addUrlRule("/todo/new", { view, methods: ["POST"], endpoint: "todo" });
    app.testRequestContext("/", () => {
      expect(urlFor("todo")).toBe("/todo/");
      expect(urlFor("todo", { id: 3 })).toBe("/todo/3");
      expect(urlFor("todo", {}, { method: "POST" })).toBe("/todo/");
    });
    expect((await app.testClient().get("/todo/3")).text()).toBe("show 3");
  });

  test("alternates between schemes as it is asked to, and stays as it was", () => {
    const app = new Flagon({ config: { trustedHosts: ["localhost"] } });
    app.get("/", { endpoint: "index" }, () => "");
    app.testRequestContext("/", () => {
      const url = (scheme?: string) => urlFor("index", {}, { external: true, scheme });
      expect([url(), url("https"), url(), url("http")]).toEqual([
        "http://localhost/",
        "https://localhost/",
        "http://localhost/",
        "http://localhost/",
      ]);
    });
  });

  test("takes values of any name, its options apart", () => {
    const app = new Flagon();
    app.get("/<self>", { endpoint: "index" }, () => "");
    app.testRequestContext("/x", () => {
      expect(urlFor("index", { self: "2", endpoint: "e", method: "m", anchor: "a" })).toBe(
        "/2?endpoint=e&method=m&anchor=a",
      );
    });
  });
});
