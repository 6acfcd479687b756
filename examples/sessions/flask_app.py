"""The same visitor in Flask: with the SECRET_KEY of app.ts it reads and writes the same session."""

import os

from flask import Flask, session

app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], SESSION_COOKIE_SAMESITE="Lax")


@app.get("/")
def index():
    session["seen_by_flask"] = session.get("seen_by_flask", 0) + 1
    return {"basket": session.get("basket", [])}
