import { describe, expect, test } from "vitest";
import { appNamed, Project } from "./project.ts";

/** The endpoint that tells which application was found, or what was said in its place. */
async function found(files: Record<string, string>, ...args: string[]): Promise<string> {
  using project = new Project(files);
  const { code, stdout, stderr } = await project.run([...args, "routes", "--json"]);
  if (code !== 0) return `${code}: ${stderr.replaceAll(project.folder, "FOLDER")}`;
  const { routes } = JSON.parse(stdout) as { routes: { endpoint: string }[] };
  return routes.map(({ endpoint }) => endpoint).find((endpoint) => endpoint !== "static") ?? "";
}

describe("the application is found", () => {
  test.each([
    "app.ts",
    "src/app.ts",
    "index.ts",
    "app.js",
    "app.mjs",
    "src/index.mts",
  ])("in %s", async (file) => {
    const program = appNamed("found").replace(file.endsWith("js") ? ": Flagon" : "\0", "");
    expect(await found({ [file]: program })).toBe("found");
  });

  test("in app.ts before index.ts", async () => {
    expect(await found({ "index.ts": appNamed("index"), "app.ts": appNamed("app") })).toBe("app");
  });

  test.each([
    ["app", "export { app };"],
    ["application", "export const application = app;"],
    ["default", "export default app;"],
    ["the only one", "export const shop = app; export const other = 1;"],
    ["createApp()", "export async function createApp() { return app; }"],
    ["a default that is a promise", "export default Promise.resolve(app);"],
  ])("as %s", async (_name, how) => {
    expect(await found({ "app.ts": appNamed("it", how) })).toBe("it");
  });

  test.each([
    "server/shop.ts",
    "server/shop",
    "./server/shop.ts:shop",
    "server/shop:makeShop",
    'server/shop:make("it", 1)',
  ])("at --app %s", async (path) => {
    const how = `export { app as shop }; export const makeShop = () => app;
        export const make = (name: string, n: number) => (name === "it" && n === 1 ? app : undefined);`;
    expect(await found({ "server/shop.ts": appNamed("it", how) }, "--app", path)).toBe("it");
  });

  test("by FLAGON_APP, also from .flagonenv, and in a folder above the working directory", async () => {
    using project = new Project({
      "deep/a.ts": appNamed("a"),
      "deep/b.ts": appNamed("b"),
      ".flagonenv": "FLAGON_APP=a",
    });
    project.write("deep/x/.keep", "");
    const own = await project.run(["routes"], { folder: "deep" });
    expect(own.stdout).toMatch(/^a /m);
    expect((await project.run(["routes"], { folder: "deep", env: { FLAGON_APP: "b.ts" } })).stdout).toMatch(
      /^b /m,
    );
  });

  test("after the name of a command of Flagon's own too", async () => {
    using project = new Project({ "a.ts": appNamed("a") });
    expect((await project.run(["routes", "--app=a.ts"])).stdout).toMatch(/^a /m);
    expect((await project.run(["routes", "-Aa.ts"])).stdout).toMatch(/^a /m);
  });

  test("though it ends in app.run(), which is left out", async () => {
    expect(await found({ "app.ts": appNamed("it", "export { app }; await app.run();") })).toBe("it");
  });
});

describe("in one message it is told that", () => {
  test.each<[string, Record<string, string>, string[], RegExp]>([
    [
      "there is no application",
      {},
      [],
      /^2: Error: There is no application in FOLDER: app\.ts, .*--app.*FLAGON_APP/,
    ],
    ["the file is not there", {}, ["--app", "shop.ts"], /^2: Error: There is no application at "shop\.ts"/],
    [
      "nothing is exported",
      { "app.ts": appNamed("x", "") },
      [],
      /^2: Error: app\.ts exports no application\. Write `export default app`/,
    ],
    [
      "there are several",
      { "app.ts": appNamed("x", "export const a = app, b = new Flagon();") },
      [],
      /^2: .*several applications: a, b\. Say which: --app app\.ts:a/,
    ],
    [
      "the name is not there",
      { "app.ts": appNamed("x") },
      ["--app", "app.ts:shop"],
      /^2: .*does not export "shop"; it exports default\./,
    ],
    [
      "the name is no application",
      { "app.ts": appNamed("x", "export const shop = 1;") },
      ["--app", "app.ts:shop"],
      /^2: .*no application/,
    ],
    [
      "the arguments are no JSON",
      { "app.ts": appNamed("x", "export const make = () => app;") },
      ["--app", "app.ts:make(x)"],
      /^2: .*must be JSON/,
    ],
    [
      "createApp() gives nothing",
      { "app.ts": appNamed("x", "export function createApp() {}") },
      [],
      /^2: .*createApp\(\) of app\.ts gave no application/,
    ],
    [
      "createApp() fails",
      { "app.ts": 'export function createApp() { throw new Error("no database"); }' },
      [],
      /^1: .*createApp\(\) of app\.ts failed: Error: no database\n {4}at Module\.createApp \(app\.ts:1:\d+\)\n$/,
    ],
    [
      "the module fails",
      { "app.ts": 'const a = 1;\nthrow new TypeError("wrong");' },
      [],
      /^1: Error: app\.ts can't be loaded: TypeError: wrong\n {4}at app\.ts:2:7\n$/,
    ],
    [
      "a cause was behind it",
      { "app.ts": 'throw new Error("a", { cause: new Error("b") });' },
      [],
      /because of Error: b/,
    ],
    [
      "the module is no TypeScript",
      { "app.ts": "const a = ;" },
      [],
      /^1: Error: app\.ts can't be loaded: .*\n {4}at app\.ts:1/,
    ],
    [
      "a module of JavaScript that it imports can't be read",
      {
        "app.ts": 'import "./parts/views.js";',
        "parts/views.js": 'import "./deep.mjs";',
        "parts/deep.mjs": "\nlet a = ;",
      },
      [],
      /^1: Error: app\.ts can't be loaded: SyntaxError: .*\n {4}at parts\/deep\.mjs:2\n\n {4}let a = ;\n +\^\n$/,
    ],
    [
      "the package is of CommonJS",
      { "package.json": '{ "type": "commonjs" }', "app.ts": appNamed("x") },
      [],
      /Cannot use import statement outside a module\nWrite "type": "module" into package\.json/,
    ],
    [
      "what it throws is no error",
      { "app.ts": "throw null;" },
      [],
      /^1: .*loaded: null was thrown, which is no error/,
    ],
    [
      "what it throws is an object",
      { "app.ts": "throw { reason: 'none' };" },
      [],
      /^1: .*loaded: \{ reason: 'none' \} was thrown/,
    ],
    [
      "it ends the process",
      { "app.ts": "process.exit(7);" },
      [],
      /^1: Error: app\.ts ended the process while it was loaded: process\.exit\(7\)\.\n$/,
    ],
    [
      "a promise is never settled",
      { "app.ts": "export default new Promise(() => undefined);" },
      [],
      /^1: Error: What the command waits for never comes: a promise .* is never settled\.\n$/,
    ],
    ["it has what Node.js does not translate", { "app.ts": "enum A { B }" }, [], /^1: .*without enum/s],
    [
      "a package is missing",
      { "app.ts": 'import "no-such-package";' },
      [],
      /^1: .*\nInstall it: npm install no-such-package\n$/s,
    ],
    [
      "an ending is missing",
      { "app.ts": 'import "./other";', "other.ts": "" },
      [],
      /^1: .*the whole name of a file/s,
    ],
    ["an option has no value", {}, ["--app"], /^2: /],
    [
      "the file of variables is not there",
      { "app.ts": appNamed("x") },
      ["-e", "x.env"],
      /^2: Error: There is no file x\.env/,
    ],
  ])("%s", async (_what, files, args, message) => {
    const said = await found(files, ...args);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/node:internal|node_modules/);
  });

  test("TypeScript is switched off", async () => {
    using project = new Project({ "app.ts": appNamed("x") });
    const { code, stderr } = await project.run(["routes"], {
      nodeOptions: ["--no-experimental-strip-types"],
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Error: app\.ts is TypeScript, which this Node\.js/),
    ]);
  });

  test("a command or an option does not exist", async () => {
    using project = new Project({ "app.ts": appNamed("x") });
    const unknown = await project.run(["route"]);
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/unknown command 'route'\n\(Did you mean routes\?\)/),
    ]);
    const option = await project.run(["routes", "--jsn"]);
    expect([option.code, option.stderr]).toEqual([
      2,
      expect.stringMatching(/unknown option '--jsn'\n\(Did you mean --json\?\)/),
    ]);
  });
});

describe("help", () => {
  test("is there without an application, and says why its commands are missing", async () => {
    using project = new Project();
    const { code, stdout, stderr } = await project.run(["--help"]);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringContaining("routes [options]"),
      expect.stringMatching(/^The commands of the application are not listed\. There is no application in/),
    ]);
  });

  test("tells the version", async () => {
    using project = new Project();
    expect((await project.run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
