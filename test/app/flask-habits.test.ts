import { Blueprint, Flagon, g, MethodView, request, session, urlFor } from "flagon";
import { BaseConverter } from "flagon/routing";
import { describe, expect, test } from "vitest";

function makeApp(): Flagon {
  return new Flagon({ secretKey: "a key for this test", config: { testing: true } });
}

/** What a view throws. */
async function thrownBy(view: () => unknown): Promise<unknown> {
  const app = makeApp();
  app.get("/", function index() {
    view();
    return "no error";
  });
  return app
    .testClient()
    .get("/")
    .then((response) => response.text())
    .catch((error: unknown) => error);
}

describe("what a Flask user writes by habit is told what it is here", () => {
  test("session[key] = value, which nothing of the next visitor must see", async () => {
    expect(await thrownBy(() => Object.assign(session, { user: 1 }))).toEqual(
      new TypeError(
        'session.user is no member of a session; what it keeps is set by session.set("user", value).',
      ),
    );
    expect(await thrownBy(() => expect(Reflect.get(session, "user")).toBeUndefined())).toBe("no error");
  });

  test("a name of one's own on the request", async () => {
    expect(await thrownBy(() => Object.assign(request, { user: 1 }))).toEqual(
      new TypeError("request.user is no member of a request; keep what belongs to it in g.user."),
    );
  });

  test("app.config['SECRET_KEY'] = value", () => {
    const { config } = makeApp();
    const error = "config.SECRET_KEY is config.secretKey here; config.fromMapping() takes Flask's names too.";
    expect(() => Object.assign(config, { SECRET_KEY: "x" })).toThrow(error);
    expect(Reflect.get(config, "SECRET_KEY")).toBeUndefined();
    expect(Object.keys(config)).not.toContain("SECRET_KEY");
  });

  test.each([
    ["_external", true, "external: true"],
    ["_anchor", "top", 'anchor: "top"'],
    ["_scheme", "https", 'scheme: "https"'],
    ["_method", "POST", 'method: "POST"'],
  ])("%s among the values of urlFor", async (name, value, meant) => {
    expect(await thrownBy(() => urlFor("index", { [name]: value }))).toEqual(
      new TypeError(`urlFor() takes ${name} as an option, after the values: urlFor(…, {}, { ${meant} }).`),
    );
  });

  test("but other names with an underscore go to the query", async () => {
    const app = makeApp();
    app.get("/", () => urlFor("GET /", { _page: 2 }));
    expect(await (await app.testClient().get("/")).text()).toBe("/?_page=2");
  });

  test("an option that urlFor does not have", async () => {
    expect(await thrownBy(() => urlFor("index", {}, { _external: true } as object))).toEqual(
      new TypeError('urlFor() has no option "_external"; did you mean external?'),
    );
  });

  test("a form as the data of a test's request", async () => {
    const client = makeApp().testClient();
    const options = { data: { name: "ada" } } as object;
    await expect(client.post("/", options)).rejects.toThrow("or fields as { form }, or { json }");
  });

  test("Flask(__name__), and the URL of the module", () => {
    const make = Flagon as unknown as new (given: unknown) => Flagon;
    expect(() => new make("shop")).toThrow(
      'new Flagon() takes its options as an object, not "shop": new Flagon({ root: import.meta.dirname }).',
    );
    expect(() => new make({ root: import.meta.url })).toThrow("give import.meta.dirname");
  });

  test("a class in place of what as_view gives", () => {
    class Users extends MethodView {}
    const view = Users as unknown as () => string;
    expect(() => makeApp().addUrlRule("/users", { view })).toThrow(
      'Users of the rule /users is a class; give Users.asView("name of the endpoint").',
    );
  });

  test("add_url_rule with an endpoint and a view one after the other", () => {
    const app = makeApp();
    const addUrlRule = app.addUrlRule.bind(app) as unknown as (...args: unknown[]) => void;
    expect(() => addUrlRule("/users", "users", () => "")).toThrow(
      'addUrlRule("/users", …) takes { endpoint, view }, not one after the other.',
    );
  });

  test("a class in place of a blueprint", () => {
    const blueprint = Blueprint as unknown as Blueprint;
    expect(() => makeApp().registerBlueprint(blueprint)).toThrow(
      'needs a blueprint, such as new Blueprint("users"), not a function',
    );
  });

  test("a converter that is not registered, and one whose method is to_python", () => {
    class ListConverter extends BaseConverter<string[]> {
      toPython(text: string): string[] {
        return text.split(",");
      }
    }
    const app = makeApp();
    expect(() => app.get("/<list:names>" as string, () => "")).toThrow(
      'urlMap.converters.set("list", …) adds one before the rule',
    );
    app.urlMap.converters.set("list", ListConverter);
    expect(() => app.get("/<list:names>" as string, () => "")).toThrow(
      "its method toPython is called toValue here",
    );
  });

  test("a context without a function, as for a with block", () => {
    const app = makeApp();
    const appContext = app.appContext.bind(app) as unknown as () => void;
    const testRequestContext = app.testRequestContext.bind(app) as unknown as (path: string) => void;
    expect(() => appContext()).toThrow("as a function runs: app.appContext(() => …).");
    expect(() => testRequestContext("/")).toThrow(
      "as a function runs: app.testRequestContext(path, () => …).",
    );
  });

  test("g keeps any name", async () => {
    expect(await thrownBy(() => expect(Object.assign(g, { user: 1 })).toHaveProperty("user", 1))).toBe(
      "no error",
    );
  });
});
