"""The Flask application behind Flagon in the tests of CSRF tokens: Flask-WTF makes and checks them."""
import os

from flask import Flask
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
csrf = CSRFProtect(app)


@app.get("/flask/token")
def token():
    return generate_csrf()


@app.post("/flask/form")
def form():
    return "Flask took it"


@app.post("/flask/hook")
@csrf.exempt
def hook():
    return "Flask knows it by its signature"
