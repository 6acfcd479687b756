import { Flagon, g, request, session, urlFor } from "flagon";
import type { SessionValue } from "flagon/sessions";
import { expectTypeOf, test } from "vitest";

declare module "flagon" {
  interface SessionData {
    typedName: string;
    typedCart: number[];
  }
  interface Globals {
    typedUser?: { id: number };
  }
}

const app = new Flagon();

test("a rule gives its variables types in the view", () => {
  app.get("/u/<int:id>/<name>", (values) => {
    expectTypeOf(values).toEqualTypeOf<{ id: number; name: string }>();
    return "";
  });
  app.route("/plain", { methods: ["GET", "POST"] }, () => "");
  app.get(`/computed/${"x" as string}`, (values) => {
    expectTypeOf(values).toEqualTypeOf<Record<string, unknown>>();
    return "";
  });
});

test("urlFor asks a view for its values, and takes query values beside them", () => {
  const show = app.get("/show/<int:id>", () => "");
  const home = app.get("/home", () => "");
  expectTypeOf(urlFor(show, { id: 3, page: 2 })).toBeString();
  expectTypeOf(urlFor(home)).toBeString();
  expectTypeOf(urlFor(home, { page: 2 }, { anchor: "top" })).toBeString();
  expectTypeOf(urlFor("show", { id: 3 })).toBeString();
  expectTypeOf(urlFor(home, request.args)).toBeString();
  expectTypeOf(urlFor("home", request.values, { anchor: "top" })).toBeString();
  // @ts-expect-error a query need not have the value
  urlFor(show, request.args);
  // @ts-expect-error the value is missing
  urlFor(show);
  // @ts-expect-error the value has another type
  urlFor(show, { id: "3" });
  // @ts-expect-error the key is misspelt
  urlFor(show, { di: 3 });
});

test("a route's options bear on its view and on its URL", () => {
  const all = app.get("/all/<kind>", { defaults: { page: 1 } }, (values) => {
    expectTypeOf(values).toEqualTypeOf<{ kind: string; page: number }>();
    return "";
  });
  expectTypeOf(urlFor(all, { kind: "a" })).toBeString();
  expectTypeOf(urlFor(all, { kind: "a", page: 2, q: "x" })).toBeString();
  // @ts-expect-error the default has another type
  urlFor(all, { kind: "a", page: "two" });
  app.route("/", { subdomain: "<user>", methods: ["PUT"] }, ({ user }) => {
    expectTypeOf(user).toBeString();
    return "";
  });
  app.put("/mode/<any(edit, show):mode>", ({ mode }) => {
    expectTypeOf(mode).toEqualTypeOf<"edit" | "show">();
    return "";
  });
});

test("a mistake in a rule or an option is an error at the call", () => {
  // @ts-expect-error the variable has no closing bracket
  app.get("/broken/<int:id", () => "");
  // @ts-expect-error it does not start with a slash
  app.get("broken", () => "");
  // @ts-expect-error there is no such option
  app.route("/options", { metods: ["GET"] }, () => "");
  // @ts-expect-error the methods are a list
  app.route("/list", { methods: "GET" }, () => "");
  app.patch("/twice/<int:id>", async ({ id }) => ({ id }));
  app.delete("/twice/<int:id>", function* ({ id }) {
    yield `${id}`;
  });
});

test("session keys that are declared have their types, others are session values", () => {
  expectTypeOf(session.get("typedName")).toEqualTypeOf<string | undefined>();
  expectTypeOf(session.get("typedName", "nobody")).toEqualTypeOf<string>();
  expectTypeOf(session.get("typedCart")).toEqualTypeOf<number[] | undefined>();
  expectTypeOf(session.pop("typedName")).toEqualTypeOf<string | undefined>();
  expectTypeOf(session.get("other")).toEqualTypeOf<SessionValue | undefined>();
  session.set("other", [1, "a", null, { b: new Date() }]);
  // @ts-expect-error the key holds text
  session.set("typedName", 3);
  // @ts-expect-error a function cannot be stored
  session.set("other", () => 1);
});

test("form values are text, and required ones are never undefined", () => {
  expectTypeOf(request.form.get("a")).toEqualTypeOf<string | undefined>();
  expectTypeOf(request.form.require("a")).toEqualTypeOf<string>();
  expectTypeOf(request.args.get("page", 1, Number)).toEqualTypeOf<number>();
});

test("the context of a request in a test gives what the function gives, or its promise where files come first", () => {
  expectTypeOf(app.testRequestContext("/", () => 1)).toEqualTypeOf<number>();
  expectTypeOf(app.testRequestContext("/", { json: {} }, () => 1)).toEqualTypeOf<number>();
  expectTypeOf(app.testRequestContext("/", { form: { a: "b" } }, async () => 1)).toEqualTypeOf<
    Promise<number>
  >();
  expectTypeOf(app.testRequestContext("/", { files: { a: ["x", "x.txt"] } }, () => 1)).toEqualTypeOf<
    Promise<number>
  >();
});

test("request.json() is of the type that is asked for, and may be undefined where it is silent", () => {
  expectTypeOf(request.json<{ a: 1 }>()).toEqualTypeOf<{ a: 1 }>();
  expectTypeOf(request.json<{ a: 1 }>({ force: true })).toEqualTypeOf<{ a: 1 }>();
  expectTypeOf(request.json<{ a: 1 }>({ silent: true })).toEqualTypeOf<{ a: 1 } | undefined>();
  expectTypeOf(request.json()).toBeUnknown();
});

test("the methods of g know the names that are declared, and take others", () => {
  expectTypeOf(g.get("typedUser")).toEqualTypeOf<{ id: number } | undefined>();
  expectTypeOf(g.get("typedUser", null)).toEqualTypeOf<{ id: number } | null>();
  expectTypeOf(g.pop("typedUser")).toEqualTypeOf<{ id: number } | undefined>();
  expectTypeOf(g.setDefault("typedUser", { id: 1 })).toEqualTypeOf<{ id: number }>();
  expectTypeOf(g.get("other")).toBeUnknown();
});
