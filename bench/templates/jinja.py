"""Jinja2 on CPython: reads the templates and their data, then one line of JSON for each line it reads."""
import json
import sys
import time

import jinja2

data = json.loads(sys.stdin.readline())
plain = jinja2.Environment().from_string(data["table"])
environment = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader(data["page"]))
escaped = environment.from_string(data["table"])
cases = {
    "plain": lambda: plain.render(rows=data["rows"]),
    "escaped": lambda: escaped.render(rows=data["rows"]),
    "wholePage": lambda: environment.get_template("page.html").render(data["context"]),
}
for line in sys.stdin:
    case = cases[json.loads(line)["case"]]
    output = case()
    end = time.perf_counter() + 0.3
    calls = 0
    start = time.perf_counter()
    while time.perf_counter() < end:
        case()
        calls += 1
    seconds = (time.perf_counter() - start) / calls
    print(json.dumps({"output": output, "microseconds": seconds * 1e6}), flush=True)
