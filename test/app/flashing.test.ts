import {
  Flagon,
  flash,
  getFlashedMessages,
  redirect,
  renderTemplateString,
  type SessionValue,
  session,
  Tuple,
  urlFor,
} from "flagon";
import { Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";

const makeApp = () => new Flagon({ secretKey: "a key for these tests only" });

describe("flashed messages", () => {
  function flashingApp(): Flagon {
    const app = makeApp();
    app.get("/save", () => {
      flash("Saved.");
      flash("Careful!", "warning");
      return redirect(urlFor("show"));
    });
    app.get("/show", function show() {
      const first = getFlashedMessages({ withCategories: true });
      flash("after reading");
      return [first, getFlashedMessages({ categoryFilter: ["warning"] })];
    });
    return app;
  }

  test("are not taken by an option that does not exist", async () => {
    const app = makeApp();
    app.config.testing = true;
    app.get("/", () => getFlashedMessages({ with_categories: true } as object));
    await expect(app.testClient().get("/")).rejects.toThrow(
      'no option "with_categories"; did you mean withCategories?',
    );
  });

  test("survive a redirect, are shown once, and may be filtered", async () => {
    const client = flashingApp().testClient();
    const page = await client.get("/save", { followRedirects: true });
    expect(page.history).toHaveLength(1);
    expect(page.json()).toEqual([
      [
        ["message", "Saved."],
        ["warning", "Careful!"],
      ],
      ["Careful!"],
    ]);
    expect((await client.get("/show")).json()).toEqual([[["message", "after reading"]], []]);
  });

  test("are stored as Flask stores them", async () => {
    const client = flashingApp().testClient();
    await client.get("/save");
    const text = await client.sessionTransaction((stored) => stored.dump());
    expect(text).toBe('{"_flashes":[{" t":["message","Saved."]},{" t":["warning","Careful!"]}]}');
  });

  test("are gone from the session once they are read, and the rest of it stays", async () => {
    const app = makeApp();
    app.get("/flash", () => {
      session.set("user", "admin");
      flash("Hello");
      return "";
    });
    app.get("/read", () => getFlashedMessages());
    const client = app.testClient();
    await client.get("/flash");
    await client.get("/read");
    expect(await client.sessionTransaction((stored) => stored.dump())).toBe('{"user":"admin"}');
  });

  test("wait through any number of redirects and pages that do not ask for them", async () => {
    const app = flashingApp();
    app.get("/first", () => {
      flash("kept");
      return redirect("/second");
    });
    app.get("/second", () => redirect("/third"));
    app.get("/third", () => "no messages here");
    const client = app.testClient();
    await client.get("/first", { followRedirects: true });
    expect((await client.get("/show")).json()).toEqual([[["message", "kept"]], []]);
  });

  test("are read by the request that flashed them, if it asks afterwards", async () => {
    const app = makeApp();
    app.get("/", () => {
      flash("one");
      const read = getFlashedMessages();
      flash("two");
      return [read, getFlashedMessages()];
    });
    const client = app.testClient();
    expect((await client.get("/")).json()).toEqual([["one"], ["one"]]);
    expect((await client.get("/")).json()).toEqual([
      ["two", "one"],
      ["two", "one"],
    ]);
  });

  test("change no session where there are none", async () => {
    const app = makeApp();
    app.get("/", () => getFlashedMessages());
    const answer = await app.testClient().get("/");
    expect(answer.json()).toEqual([]);
    expect(answer.headers.get("Set-Cookie")).toBeUndefined();
  });

  test.each([
    ["text", "ü <b>"],
    ["HTML", new Markup("<b>Saved</b>")],
    ["a list", [1, "two", null]],
    ["a dictionary", { id: 3 }],
    ["a Tuple", new Tuple(1, 2)],
    ["a date", new Date(1_700_000_000_000)],
  ])("may be %s", async (_, message: SessionValue) => {
    const app = makeApp();
    const read: unknown[] = [];
    app.get("/flash", () => {
      flash(message);
      return "";
    });
    app.get("/read", () => {
      read.push(...getFlashedMessages());
      return "";
    });
    const client = app.testClient();
    await client.get("/flash");
    await client.get("/read");
    expect(read).toEqual([message]);
  });

  test("that another writer of the cookie stored as lists are read too", async () => {
    const app = makeApp();
    app.get("/", () => getFlashedMessages({ withCategories: true }));
    const client = app.testClient();
    await client.sessionTransaction((stored) => stored.set("_flashes", [["error", "No."]]));
    expect((await client.get("/")).json()).toEqual([["error", "No."]]);
  });

  test("are read by a template in Flask's words", async () => {
    const app = makeApp();
    app.get("/", () => {
      flash("<b>", "error");
      flash("fine");
      return renderTemplateString(
        "{% for category, message in get_flashed_messages(with_categories=true, category_filter=['error']) %}" +
          "{{ category }}: {{ message }}{% endfor %}|{{ get_flashed_messages()|length }}",
      );
    });
    expect((await app.testClient().get("/")).text()).toBe("error: &lt;b&gt;|2");
  });

  test.each([
    ["get_flashed_messages()", "['Hello World', 'Hello World', Markup('<em>Testing</em>')]"],
    [
      "get_flashed_messages(with_categories=True)",
      "[('message', 'Hello World'), ('error', 'Hello World'), ('warning', Markup('<em>Testing</em>'))]",
    ],
    [
      "get_flashed_messages(category_filter=['message'], with_categories=True)",
      "[('message', 'Hello World')]",
    ],
    [
      "get_flashed_messages(category_filter=['message', 'warning'], with_categories=True)",
      "[('message', 'Hello World'), ('warning', Markup('<em>Testing</em>'))]",
    ],
    [
      "get_flashed_messages(category_filter=['message', 'warning'])",
      "['Hello World', Markup('<em>Testing</em>')]",
    ],
    ["get_flashed_messages(category_filter=[])|length", "3"],
    ["get_flashed_messages(category_filter=['none'])|length", "0"],
  ])("are those that %s asks for, after a redirect", async (call, expected) => {
    const app = makeApp();
    app.get("/", () => {
      flash("Hello World");
      flash("Hello World", "error");
      flash(new Markup("<em>Testing</em>"), "warning");
      return redirect("/show");
    });
    app.get("/show", () => renderTemplateString(`{% autoescape false %}{{ ${call} }}{% endautoescape %}`));
    const page = await app.testClient().get("/", { followRedirects: true });
    expect(page.text()).toBe(expected);
  });

  test("need a secret key, which the error says", async () => {
    const app = new Flagon();
    const log: string[] = [];
    app.logger = { ...console, error: (message) => log.push(message) };
    app.get("/", () => {
      flash("never");
      return "";
    });
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(log.join()).toContain("secretKey");
  });
});
