/** Templates of a Flask application run unchanged: request, session and g have Python's names and ways there too. */
import { Flagon, g, renderTemplateString, session } from "flagon";
import { NotFound } from "flagon/http";
import { describe, expect, test } from "vitest";

/** What each expression prints in the page that answers one request. */
async function printed(expressions: readonly string[]): Promise<string[]> {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.route("/user/<name>", { methods: ["POST"], endpoint: "user" }, () => {
    session.update({ user: "ada", cart: [1, 2] });
    Object.assign(g, { color: "red" });
    return expressions.map((expression) =>
      renderTemplateString(`{% autoescape false %}{{ ${expression} }}{% endautoescape %}`),
    );
  });
  const response = await app.testClient().post("/user/ada?q=tea&q=2", {
    form: { f: ["1", "2"] },
    headers: { "X-Test": "yes", "User-Agent": "UA", "Accept-Language": "de,en;q=0.5" },
  });
  return response.json();
}

async function expectPrinted(table: Readonly<Record<string, string>>): Promise<void> {
  const texts = await printed(Object.keys(table));
  expect(Object.fromEntries(Object.keys(table).map((name, index) => [name, texts[index]]))).toEqual(table);
}

describe("in a template", () => {
  test("the request has Flask's names", async () => {
    await expectPrinted({
      "request.full_path": "/user/ada?q=tea&q=2",
      "request.base_url": "http://localhost/user/ada",
      "request.url_root": "http://localhost/",
      "request.is_secure": "False",
      "request.remote_addr": "127.0.0.1",
      "request.view_args": "{'name': 'ada'}",
      "request.view_args.name": "ada",
      "request.url_rule.rule": "/user/<name>",
      "request.url_rule.endpoint": "user",
      "request.content_length": "7",
      "request.user_agent": "UA",
      "request.accept_languages.best_match(['en', 'de'])": "de",
      "request.get_json(silent=True)": "None",
      "url_for(request.endpoint, **request.view_args)": "/user/ada",
      "url_for('user', name='bob', **request.args)": "/user/bob?q=tea",
    });
  });

  test("ours are there as well", async () => {
    await expectPrinted({
      "request.fullPath": "/user/ada?q=tea&q=2",
      "request.viewArgs.name": "ada",
      "request.args.getList('q')|join": "tea2",
    });
  });

  test("what the request does not have is None where Flask has it, and undefined where it has not", async () => {
    await expectPrinted({
      "request.referrer": "None",
      "request.blueprint": "None",
      "request.routing_exception is none": "True",
      "request.no_such_thing is defined": "False",
      "request.__class__": "<class 'Request'>",
      "request.constructor is defined": "False",
      "request.has_own_property is defined": "False",
    });
  });

  test("fields of a request are a dictionary, of which a loop sees the keys", async () => {
    await expectPrinted({
      "request.args": "ImmutableMultiDict([('q', 'tea'), ('q', '2')])",
      "request.args|list": "['q']",
      "request.args.items()|list": "[('q', 'tea')]",
      "request.args|dictsort": "[('q', 'tea')]",
      "request.args.getlist('q')": "['tea', '2']",
      "request.args.to_dict()": "{'q': 'tea'}",
      "request.args.to_dict(flat=False)": "{'q': ['tea', '2']}",
      "request.form.getlist('f')": "['1', '2']",
      "'q' in request.args": "True",
      "'x' in request.args": "False",
      "request.args.get('x', 'd')": "d",
      "request.headers.getlist('X-Test')": "['yes']",
      "request.form.items(multi=True)|map('last')|join": "12",
      "dict(request.args, page=3)": "{'q': 'tea', 'page': 3}",
      "url_for('user', name='bob', **dict(request.args, page=3))": "/user/bob?q=tea&page=3",
      "request.args|urlencode": "q=tea",
      "request.args is mapping": "True",
      "request.args|items|map('first')|join": "q",
    });
    const source = "{% for key, value in request.args.items() %}{{ key }}={{ value }};{% endfor %}";
    const app = new Flagon();
    expect(app.testRequestContext("/?a=1&b=2", () => renderTemplateString(source))).toBe("a=1;b=2;");
  });

  test("the session is one too", async () => {
    await expectPrinted({
      session: "Session([('user', 'ada'), ('cart', [1, 2])])",
      "session|list": "['user', 'cart']",
      "session.items()|list": "[('user', 'ada'), ('cart', [1, 2])]",
      "session|length": "2",
      "session.new": "False",
      "session.get('x', 'd')": "d",
      "session.setdefault('user', 'bob')": "ada",
      "'user' in session": "True",
      "session.no_such_thing is defined": "False",
      "session is mapping": "True",
      "dict(session).user": "ada",
    });
  });

  test("request.json is the value, as get_json() is what reads it", () => {
    const app = new Flagon();
    const ask = (source: string, options: object = { json: { user: "Ada", tags: [1, 2] } }) =>
      app.testRequestContext("/", { method: "POST", ...options }, () => renderTemplateString(source));
    expect(ask("{{ request.json.user }} {{ request.json['tags']|sum }} {{ request['json'].user }}")).toBe(
      "Ada 3 Ada",
    );
    expect(ask("{{ request.get_json().user }} {{ request.get_json(silent=True).user }}")).toBe("Ada Ada");
    expect(ask("{{ request.json is none }}", { json: null })).toBe("True");
    expect(() => ask("{{ request.json }}", { data: "x" })).toThrow("Content-Type");
    expect(() => ask("{{ request.json }}", { data: "{", contentType: "application/json" })).toThrow(
      "400 Bad Request",
    );
  });

  test("g is asked for its names, which are as they were set", async () => {
    await expectPrinted({
      "g|list": "['color']",
      "'color' in g": "True",
      "'colour' in g": "False",
      "g.get('colour', 'none')": "none",
      "g.setdefault('color', 'blue')": "red",
      "g.setdefault('size', 3) + g.size": "6",
      "g.set_default is defined": "False",
      "g.pop('color') + g.pop('color', '!')": "red!",
    });
    const app = new Flagon();
    app.testRequestContext("/", () => {
      Object.assign(g, { userId: 1, items: [1, 2] });
      expect(renderTemplateString("{{ g.user_id is defined }} {{ g.items|length }}")).toBe("False 2");
      Object.assign(g, { setdefault: "one's own", later: undefined });
      const source = "{% autoescape false %}{{ g.setdefault }} {{ g.later is defined }}{% endautoescape %}";
      expect(renderTemplateString(source)).toBe("one's own False");
    });
  });
});

describe("an error in a template", () => {
  const print = (source: string, e: Error) =>
    new Flagon().appContext(() => renderTemplateString(source, { e }));

  test("of HTTP begins with code and name, as Python's does", () => {
    const error = new NotFound("No such tea.");
    expect(print("{{ e }}", error)).toBe("404 Not Found: No such tea.");
    expect(print("{{ e.code }} {{ e.statusText }}: {{ e.description }}", error)).toBe(
      "404 Not Found: No such tea.",
    );
  });

  test("of one's own is its message", () => {
    expect(print("{{ e }}", new RangeError("too <far>"))).toBe("too &lt;far&gt;");
  });
});

test("a field, or a value of the session, goes before a member that Python's dictionaries have not", () => {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  const source =
    "{{ request.args.size }} {{ request.args.has }} {{ request.args.getList }} {{ session.open }}";
  const text = app.testRequestContext("/?size=L&has=1&getList=2", () => {
    session.set("open", "yes");
    return renderTemplateString(source);
  });
  expect(text).toBe("L 1 2 yes");
  const methods =
    "{{ request.args.keys()|list }} {{ request.args.get('keys') }} {{ request.args.copy().size }}";
  expect(app.testRequestContext("/?keys=1", () => renderTemplateString(methods, {}))).toBe(
    "[&#39;keys&#39;] 1 1",
  );
});

test("g is iterable in TypeScript as well: its names", () => {
  const app = new Flagon();
  app.appContext(() => {
    Object.assign(g, { foo: 1, bar: 2 });
    expect([...g].sort()).toEqual(["bar", "foo"]);
  });
});
