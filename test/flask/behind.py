"""The Flask application that stands behind Flagon in the tests of what falls back, with the same session."""
import os

from flask import (
    Flask,
    Response,
    flash,
    get_flashed_messages,
    redirect,
    request,
    send_from_directory,
    session,
    url_for,
)
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)


@app.get("/flask/who")
def who():
    return session.get("user", "nobody")


@app.post("/flask/login")
def login():
    session["user"] = request.form["user"]
    session.permanent = request.form.get("remember") == "yes"
    return redirect(url_for("who"))


@app.get("/flask/logout")
def logout():
    session.pop("user", None)
    return "bye"


@app.post("/flask/flash")
def say():
    flash(request.form["message"], "flask")
    return "said"


@app.get("/flask/flashes")
def hear():
    return " ".join(f"{category}:{message}" for category, message in get_flashed_messages(with_categories=True))


@app.get("/flask/add/<item>")
def add(item):
    session["cart"] = [*session.get("cart", []), item]
    return ",".join(session["cart"])


@app.post("/form")
def form():
    return f"Flask took {request.form['name']}"


@app.post("/upload")
def upload():
    length = 0
    while piece := request.stream.read(65536):
        length += len(piece)
    return str(length)


@app.get("/where")
def where():
    return f"{request.remote_addr} {request.url} {url_for('where', _external=True)}"


@app.get("/folder/")
def folder():
    return "the folder"


@app.get("/download/<int:megabytes>")
def download(megabytes):
    piece = b"flagon!!" * 131072
    return Response((piece for _ in range(megabytes)), mimetype="application/octet-stream")


@app.get("/breaks")
def breaks():
    def pieces():
        yield b"begun"
        raise RuntimeError("in the midst")

    return Response(pieces(), mimetype="text/plain")


@app.get("/file")
def file():
    return send_from_directory(os.path.dirname(os.path.abspath(__file__)), "behind.py", conditional=True)


@app.get("/cookies")
def cookies():
    response = Response("two")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response
