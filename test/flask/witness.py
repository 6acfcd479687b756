"""A Flask application that tells what reached it, for the tests of what is passed on to it."""
import threading

from flask import Flask, jsonify, request

app = Flask(__name__, static_folder=None)
seen = []
lock = threading.Lock()


@app.before_request
def note():
    if request.path == "/__seen":
        return None
    body = request.get_data()
    with lock:
        seen.append({"method": request.method, "path": request.path, "body": len(body)})
    return None


@app.route("/__seen")
def tell():
    with lock:
        told = list(seen)
        seen.clear()
    return jsonify(told)


@app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"])
@app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"], merge_slashes=False)
def echo(path):
    environ = request.environ
    return jsonify(
        path=request.path,
        script=environ.get("SCRIPT_NAME", ""),
        query=request.query_string.decode("latin1"),
        host=request.host,
        scheme=request.scheme,
        headers=[[name, value] for name, value in request.headers],
        body=len(request.get_data()),
    )
