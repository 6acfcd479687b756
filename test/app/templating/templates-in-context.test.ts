/** What a template sees, by the way it is rendered and included; and where the environment can be changed. */
import {
  Flagon,
  type FlagonOptions,
  g,
  renderTemplate,
  renderTemplateString,
  session,
  streamTemplate,
} from "flagon";
import { DictionaryFiles } from "flagon/http";
import { Markup } from "flagon/markup";
import { DictLoader } from "flagon/templates";
import { describe, expect, test } from "vitest";

function site(templates: Readonly<Record<string, string>>, options: FlagonOptions = {}): Flagon {
  const app = new Flagon({ secretKey: "a key for these tests only", ...options });
  app.jinjaLoader = new DictLoader(templates);
  return app;
}

describe("a template that is rendered without a request", () => {
  test("sees the application's names, and no request or session", () => {
    const app = site({
      "mail.txt": "Hi {{ name }} from {{ config.SERVER_NAME }} {{ g.team }} {{ request is defined }}",
    });
    app.config.serverName = "example.com";
    app.contextProcessor(() => ({ name: "nobody" }));
    app.appContext(() => {
      Object.assign(g, { team: "us" });
      expect(renderTemplate("mail.txt", { name: "Ada" })).toMatch(/^Hi Ada from example\.com us/);
      expect(renderTemplateString("{{ name }}")).toBe("nobody");
    });
  });

  test("builds its URLs for the server's name", () => {
    const app = site({ "mail.txt": "{{ url_for('login', next='/') }}" });
    app.config.serverName = "example.com";
    app.get("/login", { endpoint: "login" }, () => "");
    expect(app.appContext(() => renderTemplate("mail.txt"))).toBe("http://example.com/login?next=/");
  });

  test("may be streamed too, to its end", () => {
    const app = site({ "a.txt": "{% for i in range(3) %}{{ i }}{{ g.x }}{% endfor %}" });
    const text = app.appContext(() => {
      Object.assign(g, { x: "!" });
      return [...streamTemplate("a.txt")].join("");
    });
    expect(text).toBe("0!1!2!");
  });
});

describe("names of a context processor", () => {
  const templates = {
    "page.html":
      "{% from 'macro.html' import hello, bare with context %}{% include 'part.html' %} {{ hello('World') }}",
    "plain.html":
      "{% from 'macro.html' import bare %}{% include 'part.html' without context %}|{{ bare() }}|",
    "macro.html":
      "{% macro hello(name) %}Hello {{ name }} of {{ team }}!{% endmacro %}{% macro bare() %}{{ team }}{% endmacro %}",
    "part.html": "[{{ team }}]",
    "base.html": "{{ team }}:{% block body %}{% endblock %}",
    "child.html": "{% extends 'base.html' %}{% block body %}{{ team }}{% endblock %}",
  };
  const withTeam = () => {
    const app = site(templates);
    app.contextProcessor(() => ({ team: "us" }));
    return app;
  };

  test("reach what is included, and what is imported with context", () => {
    const text = withTeam().testRequestContext("/", () => renderTemplate("page.html"));
    expect(text).toBe("[us] Hello World of us!");
  });

  test("do not reach what is imported or included without it", () => {
    expect(withTeam().testRequestContext("/", () => renderTemplate("plain.html"))).toBe("[]||");
  });

  test("reach the template that is extended", () => {
    expect(withTeam().testRequestContext("/", () => renderTemplate("child.html"))).toBe("us:us");
  });

  test("are overlaid by the names that the view gives, undefined ones too", () => {
    const text = withTeam().testRequestContext("/", () => [
      renderTemplateString("{{ team }}", { team: "them" }),
      renderTemplateString("{{ team|default('none') }}", { team: undefined }),
    ]);
    expect(text).toEqual(["them", "none"]);
  });

  test("may be functions of the request", () => {
    const app = site({});
    app.contextProcessor(() => ({
      user: session.get("user", "nobody"),
      shout: (text: string) => `${text}!`,
    }));
    expect(app.testRequestContext("/", () => renderTemplateString("{{ shout(user) }}"))).toBe("nobody!");
  });
});

describe("escaping", () => {
  const TEXT = "<p>Hello World!";

  test("is on for HTML, with each way to leave it out", () => {
    const app = site({
      "page.html":
        "{{ text }}\n{{ html }}\n{% autoescape false %}{{ text }}\n{{ html }}{% endautoescape %}\n{% autoescape true %}{{ text }}{% endautoescape %}\n{{ text|safe }}",
    });
    const text = app.testRequestContext("/", () =>
      renderTemplate("page.html", { text: TEXT, html: new Markup(TEXT) }),
    );
    const escaped = "&lt;p&gt;Hello World!";
    expect(text.split("\n")).toEqual([escaped, TEXT, TEXT, TEXT, escaped, TEXT]);
  });

  test("is off for text, where it can be turned on", () => {
    const app = site({ "mail.txt": "{{ text }}{% autoescape true %} {{ text }}{% endautoescape %}" });
    expect(app.testRequestContext("/", () => renderTemplate("mail.txt", { text: "<" }))).toBe("< &lt;");
  });

  test("of tojson is safe within a script and within an attribute", () => {
    const app = site({});
    const text = app.testRequestContext("/", () =>
      renderTemplateString("{{ value|tojson }}", { value: "</script><!-- ' & \u2028" }),
    );
    expect(text).toBe('"\\u003c/script\\u003e\\u003c!-- \\u0027 \\u0026 \\u2028"');
  });
});

describe("filters, tests and functions", () => {
  test("may be put into the environment, under any name", () => {
    const app = site({});
    app.jinjaEnv.filters.set("strrev", (text: string) => [...text].reverse().join(""));
    app.jinjaEnv.tests.set("bool", (value: unknown) => typeof value === "boolean");
    app.jinjaEnv.globals.set("twice", (value: number) => value * 2);
    const source = "{{ 'abcd'|strrev }} {{ false is bool }} {{ twice(4) }}";
    expect(app.testRequestContext("/", () => renderTemplateString(source))).toBe("dcba True 8");
  });

  test("have the function's name unless another is given, and are given back", () => {
    const app = site({});
    const reversed = app.templateFilter(function my_reverse(text: string) {
      return [...text].reverse().join("");
    });
    app.templateFilter("strrev", reversed);
    expect(reversed("ab")).toBe("ba");
    expect([...app.jinjaEnv.filters.keys()]).toEqual(expect.arrayContaining(["my_reverse", "strrev"]));
    expect(app.testRequestContext("/", () => renderTemplateString("{{ 'ab'|my_reverse|strrev }}"))).toBe(
      "ab",
    );
  });

  test("may be used in a template that extends another, and by a condition", () => {
    const app = site({
      "base.html": "{% block b %}{% endblock %}",
      "page.html":
        "{% extends 'base.html' %}{% block b %}{% if v is even_number %}{{ v|halved }}{% endif %}{% endblock %}",
    });
    app.templateTest("even_number", (value: number) => value % 2 === 0);
    app.templateFilter("halved", (value: number) => value / 2);
    expect(app.testRequestContext("/", () => renderTemplate("page.html", { v: 8 }))).toBe("4");
  });
});

describe("where templates come from", () => {
  test("may be decided by a class of applications", () => {
    class Own extends Flagon {
      constructor() {
        super();
        this.jinjaLoader = new DictLoader({ "index.html": "Hello Custom World!" });
      }
    }
    expect(new Own().appContext(() => renderTemplate("index.html"))).toBe("Hello Custom World!");
  });

  test("is listed by the environment", () => {
    const files = new DictionaryFiles({ "/srv/templates/b.html": "", "/srv/templates/a/c.txt": "" });
    const app = new Flagon({ root: "/srv", files });
    expect(app.jinjaEnv.listTemplates()).toEqual(["a/c.txt", "b.html"]);
  });

  test("is asked for the first of several names that is there", () => {
    const app = site({ "simple.html": "<h1>Jameson</h1>" });
    const names = ["no_template.html", "simple.html"];
    expect(app.appContext(() => renderTemplate(names))).toBe("<h1>Jameson</h1>");
    expect(() => app.appContext(() => renderTemplate(["none.html", "neither.html"]))).toThrow("none.html");
  });
});
