import { Blueprint, Flagon, MethodView } from "flagon";
import { expectTypeOf, test } from "vitest";

const app = new Flagon();

test("the view of addUrlRule has the values of its rule as arguments", () => {
  app.addUrlRule("/users/<int:id>/<name>", {
    endpoint: "user",
    methods: ["GET", "POST"],
    view: ({ id, name }) => {
      expectTypeOf(id).toEqualTypeOf<number>();
      expectTypeOf(name).toEqualTypeOf<string>();
      return "";
    },
  });
  app.addUrlRule("/page", {
    defaults: { number: 1 },
    view: ({ number }) => {
      expectTypeOf(number).toEqualTypeOf<number>();
      return "";
    },
  });
  app.addUrlRule("/", {
    host: "<shop>.example.com",
    view: ({ shop }) => {
      expectTypeOf(shop).toEqualTypeOf<string>();
      return "";
    },
  });
  app.addUrlRule("/users/<int:id>", {
    // @ts-expect-error The rule has no such variable.
    view: ({ ident }) => `${ident}`,
  });
});

test("those of a blueprint have those of its prefix too", () => {
  new Blueprint("shop", { urlPrefix: "/<int:shop>" }).addUrlRule("/<uuid:item>", {
    view: ({ shop, item }) => {
      expectTypeOf(shop).toEqualTypeOf<number>();
      return `${item}`;
    },
  });
});

test("options that do not exist are none", () => {
  // @ts-expect-error Flask's name of an option.
  app.addUrlRule("/", { view: () => "", strict_slashes: false });
});

test("one view may have several rules, and a rule a view that says its arguments itself", () => {
  class Todos extends MethodView {
    override get({ id }: { id?: number }): string {
      return `${id}`;
    }
  }
  const view = Todos.asView("todos");
  app.addUrlRule("/todos", { view });
  app.addUrlRule("/todos/<int:id>", { view });
  const rule: string = "/made";
  app.addUrlRule(rule, { view: ({ anything }) => `${anything}` });
  app.addUrlRule("/<own:x>", { view: ({ x }: { readonly x: Date }) => x.toISOString() });
});
