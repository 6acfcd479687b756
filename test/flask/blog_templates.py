"""Renders the templates of the blog with Flask: reads cases as JSON lines, writes each page as a JSON line."""

import datetime
import json
import sys

import flask

app = flask.Flask(__name__, root_path=sys.argv[1], static_folder="static", template_folder="templates")
app.secret_key = "k"
auth = flask.Blueprint("auth", __name__, url_prefix="/auth")
blog = flask.Blueprint("blog", __name__)


def nothing(**values):
    return ""


for name in ("register", "login", "logout"):
    auth.add_url_rule(f"/{name}", name, nothing)
for rule, name in (("/", "index"), ("/create", "create"), ("/<int:id>/update", "update"), ("/<int:id>/delete", "remove")):
    blog.add_url_rule(rule, name, nothing)
app.register_blueprint(auth)
app.register_blueprint(blog)
app.add_url_rule("/", "index", build_only=True)

for line in sys.stdin:
    case = json.loads(line)
    context = case["context"]
    for post in context.get("posts", []) + [context[key] for key in ("post", "draft") if key in context]:
        if "created" in post:
            post["created"] = datetime.datetime.fromtimestamp(post["created"] / 1000, datetime.timezone.utc)
    with app.test_request_context(case["path"]):
        if case["user"] is not None:
            flask.g.user = case["user"]
        for message, category in case["flashes"]:
            flask.flash(message, category)
        page = flask.render_template(case["template"], csrf_token=lambda: "token", **context)
    print(json.dumps(page), flush=True)
