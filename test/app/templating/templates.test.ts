import {
  Flagon,
  flash,
  g,
  getTemplateAttribute,
  renderTemplate,
  renderTemplateString,
  session,
  streamTemplate,
  streamTemplateString,
} from "flagon";
import type { Markup } from "flagon/markup";
import { DictLoader, TemplateNotFound } from "flagon/templates";
import { describe, expect, test } from "vitest";
import { Folder } from "../../http/folder.ts";

function appWith(templates: Readonly<Record<string, string>>): Flagon {
  const app = new Flagon({ secretKey: "a key for these tests", staticFolder: null });
  app.jinjaLoader = new DictLoader(templates);
  return app;
}

async function rendered(app: Flagon, view: () => string | object): Promise<string> {
  app.get("/", view);
  return (await app.testClient().get("/")).text();
}

describe("rendering", () => {
  test("takes a template from the templates folder, with the names that it is given", async () => {
    using folder = new Folder();
    folder.write("templates/hello.html", "Hello {{ name }}!");
    const app = new Flagon({ root: folder.path });
    expect(await rendered(app, () => renderTemplate("hello.html", { name: "<you>" }))).toBe(
      "Hello &lt;you&gt;!",
    );
  });

  test("takes them from another folder, or from none", async () => {
    using folder = new Folder();
    folder.write("pages/a.html", "a");
    const root = folder.path;
    expect(
      await rendered(new Flagon({ root, templateFolder: "pages" }), () => renderTemplate("a.html")),
    ).toBe("a");
    expect(new Flagon({ root, templateFolder: null }).jinjaLoader).toBeUndefined();
  });

  test("takes the first of several names that is there", async () => {
    const app = appWith({ "b.html": "b", "c.html": "c" });
    expect(await rendered(app, () => renderTemplate(["a.html", "b.html", "c.html"]))).toBe("b");
  });

  test("of a template that is missing is an error that names it", async () => {
    const app = appWith({});
    let error: unknown;
    await rendered(app, () => {
      try {
        return renderTemplate("missing.html");
      } catch (caught) {
        error = caught;
        return "";
      }
    });
    expect(error).toBeInstanceOf(TemplateNotFound);
    expect(String(error)).toContain("missing.html");
  });

  test("outside of a request is an error that says so", () => {
    expect(() => renderTemplateString("x")).toThrow("outside of an application");
  });
});

describe("escaping", () => {
  test.each([
    ["a.html", true],
    ["a.htm", true],
    ["a.xml", true],
    ["a.xhtml", true],
    ["a.svg", true],
    ["a.HTML", true],
    ["a.html.j2", true],
    ["a.html.jinja", true],
    ["a.txt", false],
    ["a.js", false],
    ["html", false],
  ])("of %s is %s", async (name, isEscaped) => {
    const text = await rendered(appWith({ [name]: "{{ x }}" }), () => renderTemplate(name, { x: "<" }));
    expect(text).toBe(isEscaped ? "&lt;" : "<");
  });

  test("of a template from a string is on", async () => {
    expect(await rendered(appWith({}), () => renderTemplateString("{{ x }}", { x: "<" }))).toBe("&lt;");
  });

  test("can be decided by an application of one's own", async () => {
    class Texts extends Flagon {
      override selectJinjaAutoescape(): boolean {
        return false;
      }
    }
    expect(await rendered(new Texts(), () => renderTemplateString("{{ x }}", { x: "<" }))).toBe("<");
  });
});

describe("what every template sees", () => {
  test("is the request, the session, g and the configuration", async () => {
    const app = appWith({
      "page.html":
        "{{ request.method }} {{ request.args.q }} {{ session.user }} {{ session['user'] }} {{ g.color }} {{ config.sessionCookieName }}",
    });
    app.get("/", () => {
      session.set("user", "Ada");
      Object.assign(g, { color: "red" });
      return renderTemplate("page.html");
    });
    expect((await app.testClient().get("/?q=tea")).text()).toBe("GET tea Ada Ada red session");
  });

  test("is there in an imported macro too, without its context", async () => {
    const app = appWith({
      "macros.html": "{% macro where() %}{{ request.path }}{% endmacro %}",
      "page.html": "{% from 'macros.html' import where %}{{ where() }}",
    });
    expect(await rendered(app, () => renderTemplate("page.html"))).toBe("/");
  });

  test.each(["url_for", "urlFor"])("is %s, with Flask's keyword arguments", async (name) => {
    const app = appWith({
      "page.html": `{{ ${name}('user', id=3, q='a b', _anchor='x') }} {{ ${name}('user', id=1, _external=True) }}`,
    });
    app.get("/user/<int:id>", { endpoint: "user" }, () => "");
    expect(await rendered(app, () => renderTemplate("page.html"))).toBe(
      "/user/3?q=a+b#x http://localhost/user/1",
    );
  });

  test("is url_for, which a visitor's query can't make a link of that runs a script", async () => {
    const app = appWith({ "page.html": "{{ url_for('index', **request.args) }}" });
    app.get("/", { endpoint: "index" }, () => renderTemplate("page.html"));
    const client = app.testClient();
    expect((await client.get("/?_scheme=https")).text()).toBe("https://localhost/");
    app.logger = { warn: () => undefined, error: () => undefined };
    expect((await client.get("/?_scheme=javascript&x=%0Aalert(1)")).status).toBe(500);
  });

  test.each([
    "get_flashed_messages(with_categories=True)",
    "get_flashed_messages(True)",
    "getFlashedMessages(withCategories=True)",
  ])("is %s", async (call) => {
    const app = appWith({
      "page.html": `{% for category, message in ${call} %}{{ category }}: {{ message }};{% endfor %}`,
    });
    const text = await rendered(app, () => {
      flash("saved");
      flash("<broken>", "error");
      return renderTemplate("page.html");
    });
    expect(text).toBe("message: saved;error: &lt;broken&gt;;");
  });

  test("are messages of the categories asked for", async () => {
    const app = appWith({ "page.html": "{{ get_flashed_messages(category_filter=['error']) }}" });
    const text = await rendered(app, () => {
      flash("saved");
      flash("broken", "error");
      return renderTemplate("page.html");
    });
    expect(text).toBe("[&#39;broken&#39;]");
  });

  test("is no way to what JavaScript has behind an object", async () => {
    const template =
      "{{ request.constructor }}{{ session.constructor }}{{ g.constructor }}{{ url_for.constructor }}";
    expect(await rendered(appWith({}), () => renderTemplateString(template))).toBe("");
  });
});

describe("what an application adds", () => {
  test("are names, which the caller's own come before", async () => {
    const app = appWith({ "page.html": "{{ a }} {{ b }}" });
    app.contextProcessor(() => ({ a: 1, b: 1 }));
    app.contextProcessor(() => ({ b: 2, a: 2 }));
    expect(await rendered(app, () => renderTemplate("page.html", { a: 3 }))).toBe("3 2");
  });

  test("are filters, tests and functions", async () => {
    const app = appWith({ "page.html": "{{ 'ab'|reverse_text }} {{ 4 is teapot }} {{ pot(size=3) }}" });
    app.templateFilter("reverse_text", (text: string) => [...text].reverse().join(""));
    app.templateTest(function teapot(code: number) {
      return code === 418;
    });
    app.templateGlobal("pot", ({ size }: { size: number }) => `pot of ${size}`);
    expect(await rendered(app, () => renderTemplate("page.html"))).toBe("ba False pot of 3");
  });

  test("must have a name, and come before the first request", async () => {
    const app = appWith({});
    expect(() => app.templateFilter(() => "")).toThrow("needs a function, and a name");
    await rendered(app, () => "");
    expect(() => app.contextProcessor(() => ({}))).toThrow("app.contextProcessor was called after");
  });

  test("a processor that takes its time is an error that says what to do", async () => {
    const app = appWith({});
    let message = "";
    app.contextProcessor(async () => ({ a: 1 }) as never);
    await rendered(app, () => {
      try {
        return renderTemplateString("x");
      } catch (error) {
        message = String(error);
        return "";
      }
    });
    expect(message).toContain("app.beforeRequest()");
  });

  test("are options of the environment", async () => {
    const app = appWith({ "page.html": "[[ x ]]" });
    app.jinjaOptions = { variableStartString: "[[", variableEndString: "]]" };
    expect(await rendered(app, () => renderTemplate("page.html", { x: 1 }))).toBe("1");
  });
});

describe("streaming", () => {
  test("renders within the request, and tells caches that the session counts", async () => {
    const app = appWith({ "page.html": "{% for i in range(3) %}{{ i }}{{ request.path }} {% endfor %}" });
    app.get("/", () => streamTemplate("page.html"));
    const response = await app.testClient().get("/");
    expect(response.text()).toBe("0/ 1/ 2/ ");
    expect(response.headers.get("Vary")).toBe("Cookie");
    expect(response.headers.has("Content-Length")).toBe(false);
  });

  test("takes a template from a string too", async () => {
    expect(await rendered(appWith({}), () => streamTemplateString("{{ x }}", { x: "<" }))).toBe("&lt;");
  });
});

describe("getTemplateAttribute", () => {
  const app = appWith({
    "macros.html":
      "{% macro hello(name, mark='!') %}<b>Hello {{ name }}{{ mark }}</b>{% endmacro %}{% set color = 'red' %}",
  });

  test("gives a value that a template sets, and says which there are", () => {
    app.appContext(() => {
      expect(getTemplateAttribute("macros.html", "color")).toBe("red");
      expect(() => getTemplateAttribute("macros.html", "colour")).toThrow("it exports hello, color");
    });
  });

  test("gives a macro as a function, which escapes as the template does", () => {
    const text = app.appContext(() => {
      const hello = getTemplateAttribute<(name: string, mark?: string) => Markup>("macros.html", "hello");
      return `${hello("<Ada>")} ${hello("Bob", "?")}`;
    });
    expect(text).toBe("<b>Hello &lt;Ada&gt;!</b> <b>Hello Bob?</b>");
  });

  test("gives a macro that another template can be given", () => {
    const text = app.appContext(() =>
      renderTemplateString("{{ hello('<Ada>') }} {{ hello(mark='.', name='Bob') }}", {
        hello: getTemplateAttribute("macros.html", "hello"),
      }),
    );
    expect(text).toBe("<b>Hello &lt;Ada&gt;!</b> <b>Hello Bob.</b>");
  });
});
