"""What is wrong with the Flask side of the names: JSON of rows of code on stdin, JSON of a list of mistakes each on stdout.

Each line is parsed by Python; its names, attributes and arguments are looked up on the objects of the real Flask.
"""
import ast
import builtins
import functools
import inspect
import io
import json
import re
import sys
from datetime import timedelta

import click
import flask
import itsdangerous
import jinja2.meta
import markupsafe
import werkzeug.exceptions
import werkzeug.security
import werkzeug.utils
from flask.cli import AppGroup
from flask.views import MethodView
from flask_wtf.csrf import CSRFProtect, generate_csrf, validate_csrf
from importlib.metadata import version
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, Rule
from werkzeug.test import EnvironBuilder

# Lines that only other versions than Debian's know, from the first on and before the second; and what Debian has not at all.
VERSIONS = {
    "@app.before_first_request": ((0,), (2, 3)),
    "request.max_content_length = 1000": ((3, 1), (99,)),
    "Talisman(app)": ((99,), (99,)),
}
FLASK = tuple(int(part) for part in version("flask").split(".")[:2])

app = flask.Flask(__name__)
app.secret_key = "a key for these tests"


class ListConverter(BaseConverter):
    """A converter of the reader's own."""


class OutOfStock(Exception):
    """An error of the reader's own."""


def view():
    return "a view of the reader's own"


app.add_url_rule("/", "view", view)

# What the lines may name: what Flask exports, what the chapter says is the reader's, and what other packages have.
NAMES = {
    **{name: getattr(flask, name) for name in dir(flask) if not name.startswith("_")},
    "Markup": markupsafe.Markup,
    "escape": markupsafe.escape,
    "BytesIO": io.BytesIO,
    "HTTPException": werkzeug.exceptions.HTTPException,
    "NotFound": werkzeug.exceptions.NotFound,
    "Item": type("Item", (MethodView,), {}),
    "URLSafeTimedSerializer": itsdangerous.URLSafeTimedSerializer,
    "check_password_hash": werkzeug.security.check_password_hash,
    "generate_password_hash": werkzeug.security.generate_password_hash,
    "secure_filename": werkzeug.utils.secure_filename,
    "__name__": "shop",
    "admin": app,
    "app": app,
    "bp": flask.Blueprint("bp", __name__),
    "client": app.test_client(),
    "csrf": CSRFProtect(app),
    "error": werkzeug.exceptions.NotFound(),
    "fn": view,
    "generate": lambda: iter(()),
    "group": AppGroup("group"),
    "inner": flask.Blueprint("inner", __name__),
    "key": "key",
    "name": "name",
    "password": "password",
    "path": "path",
    "hash": "hash",
    "response": flask.Response(),
    "token": "token",
    "user": "user",
    "answer": app.test_client().get("/"),
    **{
        value.__name__.split(".")[-1]: value
        for value in [
            AppGroup, CSRFProtect, DispatcherMiddleware, ListConverter, MethodView, OutOfStock, ProxyFix, click,
            generate_csrf, json, timedelta, validate_csrf, view,
        ]
    },
}

# Where a function hands on what it does not name itself.
HANDED_ON = [
    ((flask.Flask, flask.Blueprint), {"get", "post", "route", "add_url_rule"}, Rule),
    ((type(NAMES["client"]),), {"get", "post"}, EnvironBuilder),
    ((type(click),), {"option"}, click.Option),
]


def mistakes_of(lines):
    """What is wrong with the lines of a row, which may go on with each other's object."""
    found = []
    for line in lines:
        since, until = VERSIONS.get(line, ((0,), (99,)))
        if line.startswith("{{"):
            known = set(app.jinja_env.globals)
            unknown = jinja2.meta.find_undeclared_variables(app.jinja_env.parse(line)) - known
            found += [f"{line}: templates have no {name}" for name in sorted(unknown)]
            continue
        try:
            tree = ast.parse(whole(line, lines[0]))
        except SyntaxError as error:
            found.append(f"{line}: {error.msg}")
            continue
        if since <= FLASK < until:
            found += [f"{line}: {mistake}" for mistake in wrong_in(tree)]
    return found


def whole(line, first):
    """The line as a program: in a function, where it may return, with the object and the block that it leaves out."""
    keyword = re.match(r"(\w+)=(?!=)", line)
    if line.startswith("."):
        line = object_of(first) + line
    elif line.isidentifier() and line not in NAMES and not hasattr(builtins, line):
        line = f"{object_of(first)}.{line}"
    elif keyword:
        is_sent = keyword[1] in inspect.signature(EnvironBuilder).parameters
        line = f'client.post("/", {line})' if is_sent else f'app.route("/", {line})'
    elif line.startswith("@"):
        line += "\n    def decorated(): pass"
    elif re.match(r"(class|def|with)\b", line):
        line = line.rstrip(":") + ": pass"
    return f"def line():\n    {line}\n"


def object_of(line):
    """What the last name of a line belongs to: `request` of `request.method`, `app` of `@app.get("/")`."""
    node = ast.parse(line.lstrip("@"), mode="eval").body
    if isinstance(node, ast.Call):
        node = node.func
    return ast.unparse(node.value)


def wrong_in(tree):
    for node in ast.walk(tree):
        try:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                if node.id not in NAMES and not hasattr(builtins, node.id):
                    yield f"there is no {node.id}"
            elif isinstance(node, ast.Attribute):
                yield from wrong_attribute(node)
            elif isinstance(node, ast.Call):
                yield from wrong_call(node)
        except NotTold as error:
            if str(error):
                yield str(error)


class NotTold(Exception):
    """What an expression gives could not be found out."""


def value_of(node):
    """What an expression truly gives, in a request."""
    text = ast.unparse(node)
    try:
        return eval(text, dict(NAMES))
    except NameError as error:  # It is told of where the name stands.
        raise NotTold("") from error
    except Exception as error:
        raise NotTold(f"{text} raised {error!r}") from error


def wrong_attribute(node):
    owner, name = value_of(node.value), node.attr
    is_set = isinstance(node.ctx, ast.Store)
    if is_set and owner is flask.g:
        return
    if not hasattr(owner, name):
        yield f"{ast.unparse(node.value)} has no {name}"
    elif is_set and getattr(inspect.getattr_static(owner.__class__, name, None), "fset", True) is None:
        yield f"{ast.unparse(node)} cannot be set"


def wrong_call(node):
    function = value_of(node.func)
    if isinstance(function, functools.partial):
        function = function.func
    try:
        signature = inspect.signature(function)
    except ValueError:  # Some of C's functions have none.
        return
    names = [keyword.arg for keyword in node.keywords if keyword.arg is not None]
    try:
        signature.bind(*node.args, **dict.fromkeys(names))
    except TypeError as error:
        yield f"{ast.unparse(node)}: {error}"
    if not isinstance(node.func, ast.Attribute):
        return
    owner = value_of(node.func.value)
    for types, functions, target in HANDED_ON:
        if isinstance(owner, types) and node.func.attr in functions:
            known = {"follow_redirects", *signature.parameters, *inspect.signature(target).parameters}
            yield from (f"{ast.unparse(node.func)}() takes no {name}" for name in names if name not in known)


form = {"name": "ada", "photo": (io.BytesIO(b"x"), "a.png")}
with app.test_request_context("/?q=tea", method="POST", data=form, headers={"X-A": "b"}, auth=("ada", "tea")):
    flask.session["user"] = 7
    print(json.dumps([mistakes_of(lines) for lines in json.load(sys.stdin)]))
