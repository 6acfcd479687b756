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
    calls = 0
    start = time.process_time()
    while time.process_time() < start + 0.3:
        case()
        calls += 1
    seconds = (time.process_time() - start) / calls
    print(json.dumps({"output": output, "microseconds": seconds * 1e6}), flush=True)
