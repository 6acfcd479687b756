"""The Flask half of the live tests: one small site on a free port, its port printed on the first line."""

import hashlib
import json
import os
import struct
import sys
import threading
from datetime import datetime, timezone
from uuid import UUID

import itsdangerous
from flask import Flask, flash, get_flashed_messages, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from markupsafe import Markup
from werkzeug.serving import make_server

OPTIONS = json.loads(os.environ["FLASK_OPTIONS"])


class RotatingSessionInterface(SecureCookieSessionInterface):
    """Debian's Flask has no SECRET_KEY_FALLBACKS, but its serializer takes a list of keys, the newest last."""

    def get_signing_serializer(self, app):
        return itsdangerous.URLSafeTimedSerializer(
            [*OPTIONS.get("fallbacks", []), app.secret_key],
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )


app = Flask(__name__)
app.secret_key = OPTIONS["secretKey"]
app.session_interface = RotatingSessionInterface()


# What both halves of the site do.


@app.get("/")
def index():
    return f"Logged in as {session['username']}" if "username" in session else "You are not logged in"


@app.post("/login")
def login():
    session["username"] = request.form["username"]
    if request.form.get("remember") == "yes":
        session.permanent = True
    return redirect(url_for("index"))


@app.get("/logout")
def logout():
    session.pop("username", None)
    return redirect(url_for("index"))


@app.post("/values")
def set_values():
    for key, description in json.loads(request.form["values"]):
        session[key] = build(description)
    return "stored"


@app.get("/values")
def get_values():
    return json.dumps([[key, describe(session[key])] for key in sorted(session)])


@app.post("/flash")
def say():
    flash(build(json.loads(request.form["message"])), request.form["category"])
    return "flashed"


@app.get("/flashes")
def hear():
    pairs = get_flashed_messages(with_categories=True)
    return json.dumps([[category, describe(message)] for category, message in pairs])


# What only this half does: Flask's own codec and ItsDangerous, for the round trips.


@app.post("/relay")
def relay():
    """Each cookie as Flask reads it, and what Flask would write for what it read."""
    serializer = app.session_interface.get_signing_serializer(app)
    answers = []
    for cookie in request.get_json():
        value = serializer.loads(cookie)
        answers.append({"value": describe(value), "cookie": serializer.dumps(value)})
    return json.dumps(answers)


@app.post("/dumps")
def dumps():
    serializer = app.session_interface.get_signing_serializer(app)
    return json.dumps([serializer.dumps(build(description)) for description in request.get_json()])


@app.post("/sign")
def sign():
    tool, value = tool_of(request.get_json())
    if isinstance(tool, itsdangerous.Signer):
        return json.dumps({"token": tool.sign(value).decode()})
    token = tool.dumps(value)
    return json.dumps({"token": token if isinstance(token, str) else token.decode()})


@app.post("/unsign")
def unsign():
    tool, token = tool_of(request.get_json())
    try:
        if isinstance(tool, itsdangerous.Signer):
            return json.dumps({"value": tool.unsign(token).decode()})
        return json.dumps({"value": tool.loads(token)})
    except itsdangerous.BadData as error:
        return json.dumps({"error": type(error).__name__})


def tool_of(order):
    """The signer or serializer that the order names, made as it says, and the value to give it."""
    cls = getattr(itsdangerous, order["class"])
    style = {"key_derivation": order["keyDerivation"], "digest_method": digest(order["digest"])}
    if issubclass(cls, itsdangerous.Signer):
        return cls(order["keys"], salt=order["salt"], **style), order["value"]
    return cls(order["keys"], salt=order["salt"], signer_kwargs=style), order["value"]


def digest(name):
    return getattr(hashlib, name)


# Values with their types, as test/flask/described-value.ts writes and reads them.


def describe(value):
    if value is None:
        return {"none": True}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    if isinstance(value, Markup):
        return {"markup": str(value)}
    if isinstance(value, str):
        return {"str": value}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime):
        return {"datetime": value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if isinstance(value, tuple):
        return {"tuple": [describe(item) for item in value]}
    if isinstance(value, list):
        return {"list": [describe(item) for item in value]}
    return {"dict": [[key, describe(item)] for key, item in sorted(value.items())]}


def build(description):
    [(kind, value)] = description.items()
    if kind == "none":
        return None
    if kind in ("bool", "str"):
        return value
    if kind == "int":
        return int(value)
    if kind == "float":
        return struct.unpack(">d", bytes.fromhex(value))[0]
    if kind == "markup":
        return Markup(value)
    if kind == "bytes":
        return bytes.fromhex(value)
    if kind == "uuid":
        return UUID(value)
    if kind == "datetime":
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    if kind == "tuple":
        return tuple(build(item) for item in value)
    if kind == "list":
        return [build(item) for item in value]
    return {key: build(item) for key, item in value}


def end_with_parent():
    """The test run holds the other end of standard input; when it is gone, so is this process."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
