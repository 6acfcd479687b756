"""The same site in Flask, for gunicorn."""

import json
import os
import pathlib

import flask

here = pathlib.Path(__file__).parent
app = flask.Flask(__name__, template_folder=str(here.parent / "templates" / "app"), static_folder=None)
app.secret_key = os.environ["BENCH_SECRET"]
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
page_data = json.loads(os.environ["BENCH_PAGE"])
ANONYMOUS = "You are not logged in"


@app.get("/hello")
def hello():
    return "Hello, World!"


@app.get("/counter")
def counter():
    user = flask.session.get("user")
    if user is None:
        return ANONYMOUS
    flask.session["n"] += 1
    response = flask.make_response(f"Logged in as {user}")
    response.headers["Cache-Control"] = "private"
    return response


@app.get("/read")
def read():
    user = flask.session.get("user")
    return ANONYMOUS if user is None else f"Logged in as {user}"


@app.post("/login")
def login():
    flask.session.update(n=0, user=flask.request.form["username"])
    return flask.redirect(flask.url_for("read"), 303)


@app.get("/page")
def page():
    return flask.render_template("page.html", **page_data)


@app.get("/json")
def message():
    return {"message": "Hello", "n": 42}


@app.post("/form")
def form():
    return f"{flask.request.form['name']} {flask.request.form.get('n', 0, int) + 1}"


def section(number):
    return lambda name, id: f"{number} {name} {id}"


for number in range(int(os.environ["BENCH_SECTIONS"])):
    app.add_url_rule(f"/section{number}/<name>/<int:id>", f"section{number}", section(number))
