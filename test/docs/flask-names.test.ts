/** Each line of Flask's in the tables of `docs/moving-from-flask.md` is Python, and names what the real Flask has. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWith, flaskWtf } from "../requirements.ts";
import { ROOT, read } from "./folder.ts";
import { rowsOf } from "./names-tables.ts";

/** What is wrong with each of the rows. */
function mistakesIn(rows: readonly (readonly string[])[]): string[][] {
  const program = join(ROOT, "test/docs/flask_names.py");
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const options = { input: JSON.stringify(rows), encoding: "utf8", env } as const;
  return JSON.parse(execFileSync("/usr/bin/python3", [program], options)) as string[][];
}

const WRONG: readonly (readonly [line: string, mistake: RegExp])[] = [
  ["return (", /'\(' was never closed/],
  ["fulsk(1)", /there is no fulsk/],
  ["request.argz", /request has no argz/],
  ["request.is_json = True", /request.is_json cannot be set/],
  ["@app.befor_request", /app has no befor_request/],
  ['app.route("/x", strict=False)', /app.route\(\) takes no strict/],
  ['client.post("/", form={})', /client.post\(\) takes no form/],
  ['send_file("a", attach=True)', /unexpected keyword argument 'attach'/],
  ["has_request_context(1)", /too many positional arguments/],
  ['client.get("/").statuz', /has no statuz/],
  ["{{ now() }}", /templates have no now/],
];

describeWith(flaskWtf, "a row of the names, on Flask's side,", () => {
  const rows = rowsOf(read("docs/moving-from-flask.md"));
  const mistakes = mistakesIn(rows.map(({ flask }) => flask));

  test("is found", () => expect(rows.length).toBeGreaterThan(100));

  test.each(rows.map(({ row }, index) => ({ row, index })))("is Flask's: $row", ({ index }) => {
    expect(mistakes[index]).toEqual([]);
  });

  const wrongMistakes = mistakesIn(WRONG.map(([line]) => [line]));

  test.each(WRONG.map(([line, mistake], index) => ({ line, mistake, index })))("would not pass as $line", ({
    mistake,
    index,
  }) => {
    expect(wrongMistakes[index]).toEqual([expect.stringMatching(mistake)]);
  });

  test("goes on with the object of its first line", () => {
    expect(mistakesIn([["request.method", ".pth"]])).toEqual([[".pth: request has no pth"]]);
    expect(mistakesIn([['@app.post("/x")', "putt"]])).toEqual([["putt: app has no putt"]]);
  });
});
