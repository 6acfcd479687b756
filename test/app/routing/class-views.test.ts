import { Blueprint, Flagon, MethodView, makeResponse, urlFor, View, type ViewDecorator } from "flagon";
import { describe, expect, test } from "vitest";

/** An application that keeps what it logs. */
function appWithLog(): { app: Flagon; log: string[] } {
  const log: string[] = [];
  const app = new Flagon();
  app.logger = { warn: () => {}, error: (message) => log.push(message) };
  return { app, log };
}

const ask = async (app: Flagon, method: string, path = "/") => {
  const answer = await app.testClient().open(path, { method });
  return [answer.status, answer.text()];
};

describe("a view that is a class", () => {
  class Index extends View {
    override dispatchRequest() {
      return "index";
    }
  }

  test("answers GET under the name it is given", async () => {
    const { app } = appWithLog();
    app.addUrlRule("/", { view: Index.asView("home") });
    app.get("/where", () => urlFor("home"));
    expect(await ask(app, "GET")).toEqual([200, "index"]);
    expect((await ask(app, "POST"))[0]).toBe(405);
    expect(await ask(app, "GET", "/where")).toEqual([200, "/"]);
  });

  test("answers the methods it names, unless the rule names them", async () => {
    class Form extends View {
      static override readonly methods = ["get", "POST"];
      override dispatchRequest() {
        return "form";
      }
    }
    const { app } = appWithLog();
    const view = Form.asView("form");
    app.addUrlRule("/", { view });
    app.route("/put", { methods: ["PUT"] }, view);
    expect(await ask(app, "POST")).toEqual([200, "form"]);
    expect(await ask(app, "PUT", "/put")).toEqual([200, "form"]);
    expect((await ask(app, "POST", "/put"))[0]).toBe(405);
  });

  test("is made with the arguments of asView, anew for each request unless it says otherwise", async () => {
    let made = 0;
    class Counted extends View {
      readonly #text: string;
      constructor(text: string) {
        super();
        made++;
        this.#text = text;
      }
      override dispatchRequest() {
        return this.#text;
      }
    }
    class Shared extends Counted {
      static override readonly initEveryRequest = false;
    }
    const { app } = appWithLog();
    app.addUrlRule("/each", { view: Counted.asView("each", "of each") });
    app.addUrlRule("/shared", { view: Shared.asView("shared", "of all") });
    expect(made).toBe(1);
    const client = app.testClient();
    expect((await client.get("/each")).text()).toBe("of each");
    await client.get("/each");
    expect(made).toBe(3);
    expect((await client.get("/shared")).text()).toBe("of all");
    await client.get("/shared");
    expect(made).toBe(3);
  });

  test("is decorated in order, the last decorator outermost, and keeps its name", async () => {
    const within =
      (mark: string): ViewDecorator =>
      (view) =>
      async (values) =>
        `${mark}(${await view(values)})`;
    class Decorated extends View {
      static override readonly decorators = [within("inner"), within("outer")];
      override dispatchRequest() {
        return "view";
      }
    }
    const { app } = appWithLog();
    const view = Decorated.asView("decorated");
    app.addUrlRule("/", { view });
    expect(view.name).toBe("decorated");
    expect(view.viewClass).toBe(Decorated);
    expect(await ask(app, "GET")).toEqual([200, "outer(inner(view))"]);
  });

  test("tells of a decorator that gives no function", () => {
    class Wrong extends View {
      static override readonly decorators = [(() => undefined) as never];
      override dispatchRequest() {
        return "";
      }
    }
    expect(() => Wrong.asView("wrong")).toThrow("A decorator of Wrong gave no function");
  });

  test("needs a name", () => {
    expect(() => Index.asView("")).toThrow("Index.asView() needs the name of the endpoint");
  });

  test.each([
    [true, [200, "GET, HEAD, OPTIONS"]],
    [false, [405, undefined]],
  ])("says whether OPTIONS is answered for it: %s", async (automatic, expected) => {
    class Told extends View {
      static override readonly provideAutomaticOptions = automatic;
      override dispatchRequest() {
        return "";
      }
    }
    const app = new Flagon({ config: { provideAutomaticOptions: !automatic } });
    app.addUrlRule("/", { view: Told.asView("told") });
    const answer = await app.testClient().options("/");
    const allow = answer.headers.get("Allow")?.split(", ").sort().join(", ");
    expect([answer.status, answer.status === 200 ? allow : undefined]).toEqual(expected);
  });

  test("may stand under several rules", async () => {
    const { app } = appWithLog();
    const view = Index.asView("home");
    app.addUrlRule("/", { view });
    app.addUrlRule("/index", { view });
    expect(await ask(app, "GET", "/index")).toEqual([200, "index"]);
  });

  test("may be a blueprint's", async () => {
    const { app } = appWithLog();
    const site = new Blueprint("site", { urlPrefix: "/site" });
    const view = Index.asView("home");
    site.addUrlRule("/", { view });
    app.registerBlueprint(site);
    app.get("/where", () => `${urlFor("site.home")} ${urlFor(view)}`);
    expect(await ask(app, "GET", "/site/")).toEqual([200, "index"]);
    expect(await ask(app, "GET", "/where")).toEqual([200, "/site/ /site/"]);
  });

  test("clashes with another class under its name", () => {
    const { app } = appWithLog();
    app.addUrlRule("/", { view: Index.asView("home") });
    expect(() => app.addUrlRule("/other", { view: Index.asView("home") })).toThrow('"home"');
  });
});

describe("a view with a method for each HTTP method", () => {
  class Item extends MethodView<{ id: number }> {
    override get({ id }: { id: number }) {
      return `item ${id}`;
    }
    override async delete({ id }: { id: number }) {
      await Promise.resolve();
      return makeResponse(`no item ${id}`, 202);
    }
  }

  const itemApp = () => {
    const { app, log } = appWithLog();
    app.addUrlRule("/<int:id>", { view: Item.asView("item") });
    return { app, log };
  };

  test("answers the methods that it defines, and no other", async () => {
    const { app } = itemApp();
    expect(await ask(app, "GET", "/3")).toEqual([200, "item 3"]);
    expect(await ask(app, "DELETE", "/3")).toEqual([202, "no item 3"]);
    const refused = await app.testClient().post("/3");
    expect(refused.status).toBe(405);
    expect(refused.headers.get("Allow")?.split(", ").sort()).toEqual(["DELETE", "GET", "HEAD", "OPTIONS"]);
  });

  test("answers HEAD with get, or with head if there is one", async () => {
    class Headed extends MethodView {
      override get() {
        return "a page";
      }
      override head() {
        return makeResponse("", 200, { "X-Of": "head" });
      }
    }
    const { app } = itemApp();
    app.addUrlRule("/headed", { view: Headed.asView("headed") });
    const client = app.testClient();
    expect((await client.head("/3")).status).toBe(200);
    expect((await client.head("/headed")).headers.get("X-Of")).toBe("head");
    expect((await client.get("/headed")).headers.get("X-Of")).toBeUndefined();
  });

  test("has the methods of the class that it derives from too", async () => {
    class More extends Item {
      override put({ id }: { id: number }) {
        return `put ${id}`;
      }
    }
    class Named extends Item {
      static override readonly methods = ["GET"];
    }
    class BelowNamed extends Named {
      override post() {
        return "posted";
      }
    }
    expect(More.asView("more").methods).toEqual(["GET", "DELETE", "PUT"]);
    expect(Named.asView("named").methods).toEqual(["GET"]);
    expect(BelowNamed.asView("below").methods).toEqual(["GET", "POST"]);
  });

  test("answers OPTIONS itself if it says so", async () => {
    class Own extends MethodView {
      override options() {
        return "own options";
      }
    }
    const { app } = appWithLog();
    app.addUrlRule("/", { view: Own.asView("own") });
    expect(await ask(app, "OPTIONS")).toEqual([200, "own options"]);
  });

  test("that defines none is refused, as one that holds them in fields", () => {
    class None extends MethodView {}
    expect(() => None.asView("none")).toThrow("None answers no HTTP method: define get()");
  });

  test("that names a method it lacks answers it with an error that says so", async () => {
    class Lacking extends MethodView {
      static override readonly methods = ["GET", "POST"];
      override get() {
        return "";
      }
    }
    const { app, log } = appWithLog();
    app.addUrlRule("/", { view: Lacking.asView("lacking") });
    expect((await ask(app, "POST"))[0]).toBe(500);
    expect(log.join()).toContain("Lacking has no method post(), though its rule takes POST");
  });
});
