import { Flagon, MethodView, urlFor, View, type ViewFunction } from "flagon";
import { expectTypeOf, test } from "vitest";

const app = new Flagon();

class Item extends MethodView<{ id: number }> {
  override get({ id }: { id: number }) {
    return `item ${id}`;
  }
}

class Page extends View {
  constructor(template: string, _title?: string) {
    super();
    expectTypeOf(template).toBeString();
  }
  override dispatchRequest() {
    return "";
  }
}

test("the function of a class goes with the rules that give it its values", () => {
  const view = Item.asView("item");
  expectTypeOf(view).parameter(0).toEqualTypeOf<{ id: number }>();
  const show = app.get("/items/<int:id>", view);
  expectTypeOf(urlFor(show, { id: 3 })).toBeString();
  app.addUrlRule("/items/<int:id>", { view });
  // @ts-expect-error the rule has no id
  app.get("/items", view);
  // @ts-expect-error the rule's id is text
  app.get("/items/<id>", view);
});

test("asView takes what the class is made with", () => {
  app.get("/", Page.asView("index", "index.html"));
  app.get("/about", Page.asView("about", "about.html", "About"));
  // @ts-expect-error the template is missing
  Page.asView("index");
  // @ts-expect-error of another type
  Page.asView("index", 3);
  // @ts-expect-error a class without dispatchRequest
  View.asView("none");
});

test("the methods of a class take the values of its type", () => {
  class Wrong extends MethodView<{ id: number }> {
    // @ts-expect-error the id is a number
    override get({ id }: { id: string }) {
      return id;
    }
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

test("a decorator that keeps the type of its view is one of a class too", () => {
  const loginRequired = <F extends ViewFunction<never>>(view: F): F => view;
  class Member extends MethodView {
    static override readonly decorators = [loginRequired];
    override get() {
      return "";
    }
  }
  app.get("/member", Member.asView("member"));
  // @ts-expect-error a decorator takes a view
  class Wrong extends MethodView {
    static override readonly decorators = [(text: string) => text];
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});
