/** What a template says of the request, the session, g and the configuration, beside a template of the real Flask. */
import { execFileSync } from "node:child_process";
import { Flagon, flash, g, renderTemplateString, session } from "flagon";
import { expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

const EXPRESSIONS = [
  ...["'user' in session", "'nobody' in session", "session|length", "session|list", "session.keys()|list"],
  ...["session.get('user')", "session.get('x')", "session.get('x', 'd')", "session['user']", "session.user"],
  ...[
    "session.nothing is defined",
    "session.new",
    "session.modified",
    "session.permanent",
    "session.cart|sum",
  ],
  ...["session.setdefault('user', 'bob')", "session.pop('none', 4)", "session.d.a", "session|tojson"],
  ...["g.x", "g.nothing is defined", "'x' in g", "'y' in g", "g.get('x')", "g.get('y', 'd')", "g|list"],
  ...[
    "method",
    "path",
    "full_path",
    "script_root",
    "root_path",
    "url",
    "base_url",
    "url_root",
    "root_url",
  ].map((name) => `request.${name}`),
  ...["host_url", "host", "scheme", "is_secure", "is_json", "remote_addr", "endpoint", "blueprint"].map(
    (name) => `request.${name}`,
  ),
  ...["blueprints", "view_args", "view_args.name", "url_rule.rule", "url_rule.endpoint", "mimetype"].map(
    (name) => `request.${name}`,
  ),
  ...["user_agent", "referrer", "content_type", "content_length", "authorization", "date", "origin"].map(
    (name) => `request.${name}`,
  ),
  ...["if_modified_since", "range", "routing_exception", "accept_languages", "accept_languages.best"].map(
    (name) => `request.${name}`,
  ),
  "request.url_rule.methods|sort",
  "request.accept_languages.best_match(['en', 'de'])",
  "request.accept_mimetypes.best_match(['text/html', 'application/json'])",
  "request.accept_mimetypes.accept_html",
  ...["args.q", "args['q']", "args.get('q')", "args.get('n')", "args.get('n', 'z')", "args.getlist('q')"].map(
    (name) => `request.${name}`,
  ),
  ...["args.to_dict()", "args.to_dict(flat=False)", "args|list", "args|length", "args.keys()|list"].map(
    (name) => `request.${name}`,
  ),
  ...[
    "args.values()|list",
    "args.n is defined",
    "form.f",
    "form.getlist('f')",
    "form|list",
    "files|length",
  ].map((name) => `request.${name}`),
  ...["values.q", "values.get('f')", "headers['X-Test']", "headers.get('x-test')", "cookies.get('none')"].map(
    (name) => `request.${name}`,
  ),
  "request.headers.getlist('X-Test')",
  "'X-Test' in request.headers",
  "'q' in request.args",
  "request.get_json(silent=True)",
  "config.DEBUG",
  "config['TESTING']",
  "config.SERVER_NAME",
  "config.get('NOTHING', 'd')",
  "'DEBUG' in config",
  "config.MY_KEY",
  "url_for('page', name='x', q=1, _anchor='a')",
  "url_for('page', name='ü/ä', q='a&b', n=none, l=[1, 2])",
  "url_for(request.endpoint, **request.view_args)",
  "url_for('page', name='y', **request.args)",
  "url_for('page', name='y', **dict(request.args, page=3))",
  "request.args|urlencode",
  "dict(request.args)",
  ...["request.args", "request.form", "request.args.items()|list", "request.args|dictsort"],
  "session.items()|list|length",
  "request.args is mapping",
  "session is mapping",
  "request.args|join(',')",
  "request.args.items()|map('last')|join(',')",
  "request.form.items(multi=True)|map('last')|join(',')",
  "get_flashed_messages()",
  "get_flashed_messages(true)",
  "get_flashed_messages(true, ['error'])",
  "('error', 'bad') in get_flashed_messages(true)",
];

const HEADERS = {
  "X-Test": "yes",
  "User-Agent": "UA",
  "Accept-Language": "de,en;q=0.5",
  Accept: "text/html",
};

const FLASK = `
import json, sys, flask
expressions, headers = json.loads(sys.argv[1])
app = flask.Flask("x")
app.secret_key = "a key for these tests only"
app.config["MY_KEY"] = "mine"
texts = []
@app.route("/page/<name>", methods=["GET", "POST"])
def page(name):
    flask.session.update(user="ada", cart=[1, 2], d={"a": 1.5})
    flask.g.x = 1
    flask.flash("hi")
    flask.flash("bad", "error")
    texts.extend(flask.render_template_string("{{ " + e + " }}") for e in expressions)
    return ""
app.test_client().post("/page/ada?q=tea&q=2&i=4", data={"f": ["1", "2"]}, headers=headers)
print(json.dumps(texts))
`;

async function textsOfFlagon(): Promise<string[]> {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  app.config.fromMapping({ MY_KEY: "mine" });
  app.route("/page/<name>", { endpoint: "page", methods: ["GET", "POST"] }, () => {
    session.update({ user: "ada", cart: [1, 2], d: { a: 1.5 } });
    Object.assign(g, { x: 1 });
    flash("hi");
    flash("bad", "error");
    return EXPRESSIONS.map((expression) => renderTemplateString(`{{ ${expression} }}`));
  });
  const sent = { form: { f: ["1", "2"] }, headers: HEADERS };
  return (await app.testClient().post("/page/ada?q=tea&q=2&i=4", sent)).json();
}

describeWith(flaskPython, "a template of Flask's", (python) => {
  test("prints the same here", async () => {
    const given = JSON.stringify([EXPRESSIONS, HEADERS]);
    const texts = JSON.parse(execFileSync(python, ["-c", FLASK, given], { encoding: "utf8" })) as string[];
    const byExpression = (all: readonly string[]) =>
      Object.fromEntries(EXPRESSIONS.map((expression, index) => [expression, all[index]]));
    expect(byExpression(await textsOfFlagon())).toEqual(byExpression(texts));
  });
});
