import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWith } from "../requirements.ts";
import { appNamed, Project } from "./project.ts";
import { CTRL_C, CTRL_D, ENTER, inTerminal, python, TAB } from "./terminal.ts";

const APP = appNamed(
  "index",
  `app.shellContextProcessor(() => ({ answer: 42, bookshelf: { title: "Notes" } }));
app.onShutdown(() => console.log("ended"));
export default app;`,
);

const PROMPT = "flagon> ";
const ESCAPE = "\x1b[";

/** The colours in what was written; moves of the cursor are none. */
const coloursIn = (screen: string): string[] =>
  screen.split(ESCAPE).flatMap((part) => /^[\d;]*m/.exec(part) ?? []);

describeWith(python, "in a terminal", () => {
  test("flagon shell greets, evaluates, awaits, and ends at Ctrl+D", () => {
    using project = new Project({ "app.ts": APP });
    const { screen, code } = inTerminal(
      project,
      ["shell"],
      [
        [PROMPT, `answer * 2${ENTER}`],
        ["84", `const later = await Promise.resolve(app.name + "!")${ENTER}`],
        [PROMPT, `later.length + 1000${ENTER}`],
        ["10", CTRL_D],
      ],
    );
    expect(screen).toMatch(/The application is app, of app\.ts; its instance folder is/);
    expect(screen).toMatch(/ended\n*$/);
    expect(code).toBe(0);
  });

  test("flagon shell completes names at Tab, those of the application and what was added", () => {
    using project = new Project({ "app.ts": APP });
    const { screen } = inTerminal(
      project,
      ["shell"],
      [
        [PROMPT, "books"],
        ["books", TAB],
        [`${ESCAPE}0Khelf`, ".ti"],
        [".ti", TAB],
        [`${ESCAPE}0Ktle`, `.length * 1000 + app.urlM`],
        ["app.urlM", TAB],
        [`${ESCAPE}0Kap`, `.constructor.name.length${ENTER}`],
        ["5006", CTRL_D],
      ],
    );
    expect(screen).toContain("ended");
  });

  test("flagon shell leaves a line at Ctrl+C, and ends at the second one", () => {
    using project = new Project({ "app.ts": APP });
    const { screen, code } = inTerminal(
      project,
      ["shell"],
      [
        [PROMPT, "answer +"],
        ["answer +", CTRL_C],
        [PROMPT, `answer + 1${ENTER}`],
        ["43", CTRL_C],
        ["press Ctrl+C again", CTRL_C],
      ],
    );
    expect([screen.includes("ended"), code]).toEqual([true, 0]);
  });

  test("flagon shell has colours, and none where NO_COLOR is set", () => {
    using project = new Project({ "app.ts": APP });
    const steps = [
      [PROMPT, `bookshelf${ENTER}`],
      ["Notes", CTRL_D],
    ] as const;
    expect(coloursIn(inTerminal(project, ["shell"], steps).screen)).toContain("32m");
    expect(coloursIn(inTerminal(project, ["shell"], steps, { env: { NO_COLOR: "1" } }).screen)).toEqual([]);
  });

  test("flagon run shows a page's address, and ends at Ctrl+C", () => {
    using project = new Project({ "app.ts": APP });
    const { screen, code } = inTerminal(project, ["run", "--port", "0"], [["Running on http", CTRL_C]]);
    expect([screen, code]).toEqual([
      expect.stringMatching(/Running on http:\/\/127\.0\.0\.1:\d+ \(Ctrl\+C/),
      0,
    ]);
  });

  test("flagon routes prints its table, without colours", () => {
    using project = new Project({ "app.ts": APP });
    const { screen, code } = inTerminal(project, ["routes"]);
    expect([screen, code]).toEqual([
      expect.stringMatching(/^Endpoint +Methods +Rule\n-+ +-+ +-+\nindex +GET +\/$/m),
      0,
    ]);
    expect(coloursIn(screen)).toEqual([]);
  });

  test("flagon session decode reads an argument, and asks for one where nothing was given", () => {
    using project = new Project({ "app.ts": APP });
    const given = inTerminal(project, ["session", "decode", "eyJuYW1lIjoiQWRhIn0.aRoAAA.x"]);
    expect([given.screen, given.code]).toEqual([expect.stringMatching(/\{ name: 'Ada' \}/), 0]);
    const nothing = inTerminal(project, ["session", "decode"]);
    expect([nothing.screen, nothing.code]).toEqual([
      expect.stringMatching(
        /^Error: There is no cookie: give its value as an argument, or on standard input\./,
      ),
      2,
    ]);
  });

  test("flagon new says what to do next", () => {
    using project = new Project();
    const { screen, code } = inTerminal(project, ["new", "shop"]);
    expect([screen, code]).toEqual([
      expect.stringMatching(/shop is there\. Go on with:\n\n {2}cd shop\n/),
      0,
    ]);
    expect(existsSync(join(project.folder, "shop/app.ts"))).toBe(true);
  });

  test.each([80, 120])("the help is no wider than %d columns", (columns) => {
    using project = new Project({ "app.ts": APP });
    for (const args of [
      ["--help"],
      ["run", "--help"],
      ["serve", "--help"],
      ["session", "verify", "--help"],
    ]) {
      const { screen } = inTerminal(project, args, [], { columns });
      expect(screen).toContain("Usage: flagon");
      expect(Math.max(...screen.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });
});
