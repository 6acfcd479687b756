"""Builds the applications that it is given with Flask and sends them requests: what they answer, and in which order
their functions run. Reads one JSON object a line, writes one a line."""

import json
import sys

import flask
from werkzeug.exceptions import HTTPException


class E1(Exception):
    pass


class E2(E1):
    pass


ERRORS = {"E1": E1, "E2": E2, "Error": Exception, "HTTPException": HTTPException}


class Hooked:
    def __init__(self, spec):
        self.trace = []
        self.app = flask.Flask("hooked", static_folder=None)
        self.app.logger.disabled = True
        self.app.testing = spec["testing"]
        self.set_up(self.app, spec["scope"])
        self.app.teardown_appcontext(self.traced("context"))

    def set_up(self, target, scope):
        name = scope["name"]
        for i, act in enumerate(scope["before"]):
            target.before_request(self.acting(f"{name}.before{i}", act))
        for i, act in enumerate(scope["after"]):
            target.after_request(self.after(f"{name}.after{i}", act))
        target.teardown_request(self.traced(f"{name}.teardown"))
        for key, act in scope["handlers"]:
            self.handle(target.register_error_handler, name, key, act)
        target.add_url_rule("/", "view", self.acting(f"{name}.view", scope["view"], or_else="seen"))
        if "beforeApp" in scope:
            target.before_app_request(self.acting(f"{name}.beforeApp", scope["beforeApp"]))
        for child in scope["children"]:
            blueprint = flask.Blueprint(child["name"], "hooked", url_prefix="/" + child["name"])
            self.set_up(blueprint, child)
            target.register_blueprint(blueprint)

    def handle(self, register, name, key, act):
        def handler(error):
            self.trace.append(f"{name}:{key}:{type(error).__name__}")
            return self.act(act, f"{name} handled {key}", 418)

        register(ERRORS.get(key, key), handler)

    def acting(self, label, act, or_else=None):
        def fn():
            self.trace.append(label)
            return self.act(act, label, 200) if act != "pass" else or_else

        return fn

    def after(self, label, act):
        def fn(response):
            self.trace.append(f"{label}:{response.status_code}")
            if act in ("pass", "answer"):
                response.headers.add("X-After", label)
                return response
            return self.act(act, label, 200)

        return fn

    def traced(self, label):
        return lambda error: self.trace.append(f"{label}:{type(error).__name__ if error else None}")

    def act(self, act, text, status):
        if act in ERRORS:
            raise ERRORS[act]()
        if isinstance(act, int):
            flask.abort(act)
        return text, status

    def ask(self, method, path):
        self.trace = []
        try:
            response = self.app.test_client().open(path, method=method)
        except Exception as error:
            return {"raises": type(error).__name__, "trace": self.trace}
        text = response.get_data(as_text=True)
        return {
            "status": response.status_code,
            "text": "" if text.startswith("<!doctype") else text,
            "after": response.headers.getlist("X-After"),
            "trace": self.trace,
        }


for line in sys.stdin:
    spec = json.loads(line)
    hooked = Hooked(spec)
    print(json.dumps([hooked.ask(*request) for request in spec["requests"]]), flush=True)
