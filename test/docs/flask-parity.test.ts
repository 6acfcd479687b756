/** docs/flask-parity.md: every name exists, every test is there and uses it, and real Flask has no further names. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as flagon from "flagon";
import { Request, Response, WebRequestSource } from "flagon/http";
import { SecureCookieSessionInterface, Session } from "flagon/sessions";
import { FlagonClient } from "flagon/testing";
import { describe, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

type Row = {
  readonly section: string;
  readonly flask: string;
  readonly flagon: string;
  readonly proof: string;
};

const rows = rowsOf(read("docs/flask-parity.md"));

function rowsOf(document: string): Row[] {
  const found: Row[] = [];
  let section = "";
  for (const line of document.split("\n")) {
    section = /^## .*?`(\w+)`/.exec(line)?.[1] ?? section;
    const [, flask, flagon = "", proof = ""] = /^\| `(\w+)` +\| (.*?) +\| (.*?) +\|$/.exec(line) ?? [];
    if (flask !== undefined) found.push({ section, flask, flagon, proof });
  }
  return found;
}

const app = new flagon.Flagon();
const bp = new flagon.Blueprint("bp");
const states: object[] = [];
bp.record((state) => states.push(state));
app.registerBlueprint(bp);

/** Where a name is looked up by what stands before its dot. */
const HOLDERS: ReadonlyMap<string, readonly object[]> = new Map<string, readonly object[]>([
  ["app", [app]],
  ["bp", [bp]],
  ["request", [new Request(new WebRequestSource(new globalThis.Request("http://localhost/")))]],
  ["response", [new Response("")]],
  [
    "session",
    [Session.prototype, app.testRequestContext("/", () => Object.create(flagon.session) as object)],
  ],
  ["sessionInterface", [new SecureCookieSessionInterface()]],
  ["client", [new FlagonClient(app)]],
  ["g", [app.appContext(() => Object.getPrototypeOf(flagon.g) as object)]],
  ["state", states],
]);

const ALONE: readonly object[] = [
  flagon,
  flagon.View,
  flagon.MethodView,
  flagon.View.prototype,
  flagon.MethodView.prototype,
];

function isThere(expression: string): boolean {
  const names = expression.split(".");
  const [holder = ""] = names;
  const start = names.length > 1 ? HOLDERS.get(holder) : undefined;
  if (start === undefined) return ALONE.some((one) => expression in one);
  let holders = start;
  for (const name of names.slice(1, -1)) {
    holders = holders.map((one) => (one as Record<string, object>)[name] ?? {});
  }
  return holders.some((one) => (names.at(-1) ?? "") in one);
}

/** The names of the first code span: `app.templateFilter(name, fn)` is app.templateFilter. */
const expressionOf = ({ flagon }: Row): string => /^`(?:new )?([\w.]+)/.exec(flagon)?.[1] ?? "";

const counterparts = rows.filter(({ flagon }) => flagon !== "–");

describe("the table of Flask's names", () => {
  test("has rows", () => {
    expect(rows.length).toBeGreaterThan(300);
  });

  test("names what there is", () => {
    const missing = counterparts.filter((row) => !isThere(expressionOf(row)));
    expect(missing.map(({ flask, flagon }) => `${flask}: ${flagon}`)).toEqual([]);
  });

  test("names tests that use it", () => {
    const idle = counterparts.filter((row) => {
      const file = /^`(test\/.*)`$/.exec(row.proof)?.[1];
      if (file === undefined) return true;
      const names = [...row.flagon.matchAll(/\w+/g)].map(([name]) => name);
      const text = read(file);
      return !names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
    });
    expect(idle.map(({ flask, proof }) => `${flask}: ${proof}`)).toEqual([]);
  });

  test("says why where there is no counterpart", () => {
    const silent = rows.filter(({ flagon, proof }) => flagon === "–" && proof.length < 3);
    expect(silent).toEqual([]);
  });
});

const NAMES = `
import json, types, warnings
warnings.simplefilter("ignore")
import flask, flask.json.provider, flask.sessions, flask.testing, flask.views
def public(o):
    return {n for n in dir(o) if not n.startswith("_")}
app, bp = flask.Flask("x"), flask.Blueprint("b", "x")
print(json.dumps({k: sorted(v) for k, v in {
    "flask": {n for n in public(flask) if not isinstance(getattr(flask, n), types.ModuleType)} - {"annotations"},
    "Flask": public(app),
    "Blueprint": public(bp) - public(app),
    "Config": public(flask.Config) - public(dict),
    "Request": public(flask.Request),
    "Response": public(flask.Response),
    "SecureCookieSessionInterface": public(flask.sessions.SecureCookieSessionInterface),
    "FlaskClient": public(flask.testing.FlaskClient),
    "DefaultJSONProvider": public(flask.json.provider.DefaultJSONProvider),
    "View": public(flask.views.MethodView),
}.items()}))
`;

describeWith(flaskPython, "real Flask", (python) => {
  test("has no public name that the table lacks", () => {
    const output = execFileSync(python, ["-W", "ignore", "-c", NAMES], { encoding: "utf8" });
    const lacking: string[] = [];
    for (const [section, names] of Object.entries(JSON.parse(output) as Record<string, string[]>)) {
      const told = new Set(rows.filter((row) => row.section === section).map(({ flask }) => flask));
      lacking.push(...names.filter((name) => !told.has(name)).map((name) => `${section}: ${name}`));
    }
    expect(lacking).toEqual([]);
  });
});
