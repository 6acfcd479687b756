/** The blog of two halves: its forms can be forged on neither side, and it says what it lacks to start. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../flask/visitor.ts";
import { describeWith, flaskWtf } from "../requirements.ts";
import { type Demo, startDemo } from "./demo-server.ts";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("../../examples/strangler/main.ts", import.meta.url));
const TIME = { timeout: 60_000 };
const FORM = /<form method="post"[\s\S]*?<\/form>/g;
const TOKEN = /<input type="hidden" name="csrf_token" value="([^"]+)">/;

const folder = mkdtempSync(join(tmpdir(), "flagon-strangler-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describeWith(flaskWtf, "the forms of the strangler", () => {
  let demo: Demo;
  let visitor: Visitor;

  beforeAll(async () => {
    demo = await startDemo({ DATABASE: join(folder, "blog.sqlite") }, "strangler");
    visitor = new Visitor();
    const csrf_token = await tokenOn("/login", "Flagon");
    await post("/login", { csrf_token, name: "mia", password: "tea" });
  }, 60_000);

  afterAll(async () => {
    await demo?.close();
  });

  /** The token of a page that the side has made. */
  const tokenOn = async (path: string, madeBy: "Flask" | "Flagon"): Promise<string> => {
    const page = await visitor.get(demo.url + path);
    expect(page).toContain(`made by <strong>${madeBy}</strong>`);
    return TOKEN.exec(page)?.[1] ?? "";
  };
  const post = async (path: string, fields: Record<string, string>): Promise<number> =>
    (await visitor.send(demo.url + path, { method: "POST", body: new URLSearchParams(fields) })).status;

  test("each carry a token, on every page", TIME, async () => {
    for (const path of ["/", "/posts/1", "/new", "/posts/1/edit", "/archive/", "/login"]) {
      const forms = (await visitor.get(demo.url + path)).match(FORM) ?? [];
      expect(forms.length, path).toBeGreaterThan(0);
      for (const form of forms) expect(form).toMatch(TOKEN);
    }
  });

  test("of Flagon's pages are taken by Flask, and those of Flask's by Flagon", TIME, async () => {
    const ours = await tokenOn("/posts/1", "Flagon");
    expect(await post("/posts/1", { csrf_token: ours, body: "A comment" })).toBe(302);
    expect(await visitor.get(`${demo.url}/posts/1`)).toContain("A comment");

    const theirs = await tokenOn("/archive/", "Flask");
    expect(await post("/login", { csrf_token: theirs, name: "mia", password: "coffee" })).toBe(200);
  });

  test.each([
    ["/login", "Flagon"],
    ["/logout", "Flagon"],
    ["/posts/1", "Flask"],
    ["/new", "Flask"],
    ["/posts/1/edit", "Flask"],
    ["/posts/1/delete", "Flask"],
  ])("are refused without a token: %s, by %s", TIME, async (path) => {
    const fields = { name: "mia", password: "tea", title: "Forged", body: "Forged" };

    expect(await post(path, fields)).toBe(400);
    expect(await post(path, { ...fields, csrf_token: "made-up" })).toBe(400);
    expect(await visitor.get(`${demo.url}/posts/1`)).not.toContain("Forged");
  });
});

describe("the strangler says what is missing and how to get it", () => {
  const refusal = async (environment: { readonly [name: string]: string }): Promise<string> => {
    const env = { ...process.env, DATABASE: join(folder, "none.sqlite"), PORT: "0", ...environment };
    const error: unknown = await run(process.execPath, [MAIN], { env }).catch((thrown: unknown) => thrown);
    return error instanceof Error && "stderr" in error ? String(error.stderr) : "It has started.";
  };
  const sentence = (missing: string): string =>
    `The Flask half of the blog needs ${missing}, which is not installed. On Debian:\n` +
    "  sudo apt-get install gunicorn python3-flask python3-flaskext.wtf\n";

  test("where there is no gunicorn", TIME, async () => {
    expect(await refusal({ PATH: folder })).toBe(sentence("gunicorn"));
  });

  describeWith(flaskWtf, "where gunicorn's Python", () => {
    test.each([
      ["flask", "Flask"],
      ["flask_wtf", "Flask-WTF"],
    ])("lacks %s", TIME, async (module, name) => {
      const path = join(folder, `without-${module}`);
      mkdirSync(path);
      writeFileSync(join(path, `${module}.py`), `raise ModuleNotFoundError("No module named '${module}'")\n`);

      expect(await refusal({ PYTHONPATH: path })).toBe(sentence(name));
    });

    test("cannot start the blog for another reason", TIME, async () => {
      const message = await refusal({ DATABASE: join(folder, "no-such-folder", "blog.sqlite") });

      expect(message).toContain("gunicorn did not start the Flask half of the blog:\n");
      expect(message).toContain("unable to open database file");
    });
  });
});
