"""The blog as it was: a Flask application that knows nothing of Flagon. gunicorn --chdir flask "blog:create_app()"."""
import os
import sqlite3
from datetime import datetime, timezone
from functools import wraps

from flask import Flask, abort, flash, g, redirect, render_template, request, session, url_for
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.security import check_password_hash, generate_password_hash

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
  id INTEGER PRIMARY KEY, author TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS comments (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE, author TEXT NOT NULL, body TEXT NOT NULL
);
"""


def create_app():
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.update(
        SECRET_KEY=os.environ["SECRET_KEY"],
        DATABASE=os.environ["DATABASE"],
        SESSION_COOKIE_SAMESITE="Lax",
    )
    # The one proxy in front: Flagon says who the visitor is.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
    CSRFProtect(app)

    def database():
        if "database" not in g:
            g.database = sqlite3.connect(app.config["DATABASE"])
            g.database.row_factory = sqlite3.Row
            g.database.execute("PRAGMA foreign_keys = ON")
        return g.database

    @app.teardown_appcontext
    def close(_error):
        opened = g.pop("database", None)
        if opened is not None:
            opened.close()

    @app.context_processor
    def who_answers():
        return {"answered_by": "Flask"}

    @app.template_filter("day")
    def day(text):
        return f"{datetime.fromisoformat(text):%d %B %Y}"

    def login_required(view):
        @wraps(view)
        def guarded(**values):
            if "user" not in session:
                flash("Please log in first.")
                return redirect(url_for("login"))
            return view(**values)

        return guarded

    def post_or_404(post_id):
        post = database().execute("SELECT * FROM posts WHERE id = ?", [post_id]).fetchone()
        return post or abort(404)

    def own_post_or_403(post_id):
        post = post_or_404(post_id)
        return post if post["author"] == session["user"] else abort(403)

    @app.get("/")
    def index():
        posts = database().execute("SELECT * FROM posts ORDER BY id DESC LIMIT 10").fetchall()
        return render_template("index.html", posts=posts)

    @app.get("/posts/<int:post_id>")
    def show_post(post_id):
        comments = database().execute("SELECT * FROM comments WHERE post_id = ? ORDER BY id", [post_id]).fetchall()
        return render_template("post.html", post=post_or_404(post_id), comments=comments)

    @app.post("/posts/<int:post_id>")
    @login_required
    def add_comment(post_id):
        post_or_404(post_id)
        with database() as changes:
            changes.execute(
                "INSERT INTO comments (post_id, author, body) VALUES (?, ?, ?)",
                [post_id, session["user"], request.form["body"]],
            )
        flash("Thank you for the comment.")
        return redirect(url_for("show_post", post_id=post_id))

    @app.route("/new", methods=["GET", "POST"])
    @login_required
    def new_post():
        if request.method == "GET":
            return render_template("edit.html", post=None)
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with database() as changes:
            row = changes.execute(
                "INSERT INTO posts (author, title, body, created) VALUES (?, ?, ?, ?)",
                [session["user"], request.form["title"], request.form["body"], now],
            )
        flash("It is published.")
        return redirect(url_for("show_post", post_id=row.lastrowid))

    @app.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
    @login_required
    def edit_post(post_id):
        post = own_post_or_403(post_id)
        if request.method == "GET":
            return render_template("edit.html", post=post)
        with database() as changes:
            changes.execute(
                "UPDATE posts SET title = ?, body = ? WHERE id = ?",
                [request.form["title"], request.form["body"], post_id],
            )
        flash("It is changed.")
        return redirect(url_for("show_post", post_id=post_id))

    @app.post("/posts/<int:post_id>/delete")
    @login_required
    def delete_post(post_id):
        own_post_or_403(post_id)
        with database() as changes:
            changes.execute("DELETE FROM posts WHERE id = ?", [post_id])
        flash("It is gone.")
        return redirect(url_for("index"))

    @app.get("/archive/")
    def archive():
        posts = database().execute("SELECT * FROM posts ORDER BY created").fetchall()
        return render_template("archive.html", posts=posts)

    @app.route("/login", methods=["GET", "POST"])
    def login():
        if request.method == "GET":
            return render_template("login.html")
        row = database().execute("SELECT * FROM users WHERE name = ?", [request.form["name"]]).fetchone()
        if row is None or not check_password_hash(row["password"], request.form["password"]):
            flash("That name and password do not go together.")
            return render_template("login.html", name=request.form["name"])
        session.clear()
        session["user"] = row["name"]
        return redirect(url_for("index"))

    @app.post("/logout")
    def logout():
        session.clear()
        return redirect(url_for("index"))

    with app.app_context():
        fill(database())
    return app


def fill(database):
    """The tables, and on the first day somebody to log in as and something to read."""
    database.executescript(SCHEMA)
    with database:
        if database.execute("SELECT 1 FROM users").fetchone() is not None:
            return
        database.execute("INSERT INTO users (name, password) VALUES (?, ?)", ["mia", generate_password_hash("tea")])
        for day, title, body in [
            ("2026-11-02", "Hello", "The first post of this blog, written in Flask's days."),
            ("2026-11-09", "Moving house", "One room a day, and the kettle stays on."),
        ]:
            database.execute(
                "INSERT INTO posts (author, title, body, created) VALUES (?, ?, ?, ?)",
                ["mia", title, body, f"{day}T08:00:00+00:00"],
            )
