import { AppGroup, Blueprint, currentApp, Flagon, g } from "flagon";
import { FlagonCliRunner } from "flagon/testing";
import { describe, expect, test } from "vitest";
import { Project } from "./project.ts";

describe("a command of an application", () => {
  test("gets its arguments and options in one object", async () => {
    const app = new Flagon();
    app.cli.command(
      "greet <name> [greeting]",
      {
        options: {
          times: { type: "number", short: "t", default: 1 },
          loud: { type: "boolean" },
          by: { type: "string" },
        },
      },
      (values) => console.log(JSON.stringify(values)),
    );
    const run = async (args: string) => JSON.parse((await app.testCliRunner().invoke(args)).stdout);
    expect(await run("greet ada")).toEqual({ name: "ada", times: 1, loud: false });
    expect(await run("greet ada hi -t 3 --loud --by me")).toEqual({
      name: "ada",
      greeting: "hi",
      times: 3,
      loud: true,
      by: "me",
    });
  });

  test("takes all arguments that follow", async () => {
    const app = new Flagon();
    app.cli.command("add <first> [more...]", ({ first, more }) => console.log(first, more));
    const runner = app.testCliRunner();
    expect((await runner.invoke("add a b c")).stdout).toBe("a [ 'b', 'c' ]\n");
    expect((await runner.invoke("add a")).stdout).toBe("a []\n");
  });

  test("has the name of its function, as it is written on the command line", async () => {
    const app = new Flagon();
    app.cli.command(function initDb() {
      console.log("done");
    });
    expect((await app.testCliRunner().invoke("init-db")).stdout).toBe("done\n");
  });

  test("runs in a context of the application, after its start", async () => {
    const app = new Flagon();
    const order: string[] = [];
    app.onStartup(() => order.push("start"));
    app.onShutdown(() => order.push("end"));
    app.teardownAppContext(() => void order.push("teardown"));
    app.cli.command("look", async () => {
      await Promise.resolve();
      expect("seen" in g).toBe(false);
      order.push(`command ${currentApp.urlMap === app.urlMap}`);
    });
    {
      await using runner = app.testCliRunner();
      expect(await runner.invoke("look")).toMatchObject({ exitCode: 0, exception: undefined });
    }
    expect(order).toEqual(["start", "teardown", "command true", "teardown", "end", "teardown"]);
  });

  test("runs without a context if it says so", async () => {
    const app = new Flagon();
    app.onStartup(() => {
      throw new Error("no database");
    });
    app.cli.command("make-config", { withAppContext: false }, () => console.log(typeof currentApp));
    expect(await app.testCliRunner().invoke("make-config")).toMatchObject({
      exitCode: 0,
      stdout: "object\n",
    });
  });

  test("is in the help, with what it takes", async () => {
    const app = new Flagon();
    const options = { dryRun: { type: "boolean", description: "change nothing" } } as const;
    app.cli.command("clean-up <folder>", { description: "remove what is old", options }, () => undefined);
    const runner = app.testCliRunner();
    expect((await runner.invoke(["--help"])).stdout).toMatch(
      /clean-up \[options\] <folder> +remove what is old/,
    );
    expect((await runner.invoke("clean-up --help")).stdout).toMatch(/--dry-run +change nothing/);
  });

  test.each([
    ["greet", /missing required argument 'name'/],
    ["greet a b", /too many arguments/],
    ["greet a --times x", /'x' is invalid\. It is no number/],
    ["greet a --style odd", /Allowed choices are plain, bold/],
    ["greet a --times", /argument missing/],
  ])("%s is refused with 2", async (args, message) => {
    const app = new Flagon();
    const options = {
      times: { type: "number" },
      style: { type: "string", choices: ["plain", "bold"] },
    } as const;
    app.cli.command("greet <name>", { options }, () => console.log("run"));
    const { exitCode, stdout, stderr } = await app.testCliRunner().invoke(args);
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
  });

  test("that fails ends with 1 and a message; the error is there for the test", async () => {
    const app = new Flagon();
    const failure = new Error("no such table");
    app.cli.command("fill", () => Promise.reject(failure));
    const result = await app.testCliRunner().invoke("fill");
    expect(result).toMatchObject({ exitCode: 1, exception: failure });
    expect(result.stderr).toMatch(/^Error: no such table/);
  });

  test("has an environment variable for an option", async () => {
    const app = new Flagon();
    app.cli.command("show", { options: { size: { type: "number", env: "SHOW_SIZE" } } }, ({ size }) =>
      console.log(size),
    );
    expect((await app.testCliRunner().invoke("show", { env: { SHOW_SIZE: "4" } })).stdout).toBe("4\n");
    expect(process.env.SHOW_SIZE).toBeUndefined();
  });
});

describe("groups", () => {
  test("hold commands and groups", async () => {
    const app = new Flagon();
    const users = app.cli.group("users", { description: "who may log in" });
    users.command("list", () => console.log("everyone"));
    const keys = new AppGroup("keys");
    keys.command("rotate", () => console.log("rotated"));
    users.addCommand(keys);
    const runner = new FlagonCliRunner(app);
    expect((await runner.invoke("users list")).stdout).toBe("everyone\n");
    expect((await runner.invoke("users keys rotate")).stdout).toBe("rotated\n");
    expect((await runner.invoke("users --help")).stdout).toMatch(/who may log in[\s\S]*list[\s\S]*keys/);
  });

  test.each([
    [undefined, undefined, "shop fill"],
    ["stock", undefined, "stock fill"],
    [null, undefined, "fill"],
    ["stock", "store", "store fill"],
    ["stock", null, "fill"],
  ])("of a blueprint with cliGroup %s, registered with %s: %s", async (cliGroup, registered, args) => {
    const app = new Flagon();
    const bp = new Blueprint("shop", { cliGroup });
    bp.cli.command("fill", () => console.log("full"));
    app.registerBlueprint(bp, registered === undefined ? {} : { cliGroup: registered });
    expect((await app.testCliRunner().invoke(args)).stdout).toBe("full\n");
  });

  test("of a blueprint without commands is not there", () => {
    const app = new Flagon();
    app.registerBlueprint(new Blueprint("shop"));
    expect([...app.cli.commands.keys()]).toEqual([]);
  });
});

describe("a command is refused where it is made", () => {
  const { cli } = new Flagon();
  test.each<[string, () => unknown, RegExp]>([
    ["without a name", () => cli.command("", () => 1), /no name for a command/],
    [
      "with a strange argument",
      () => cli.command("a name", () => 1),
      /"name" in the command "a name" is no argument/,
    ],
    ["with a list that is not the last", () => cli.command("a <b...> <c>", () => 1), /must be the last/],
    [
      "with a name twice",
      () => cli.command("a <b>", { options: { b: { type: "string" } } }, () => 1),
      /has b twice/,
    ],
    [
      "with a strange option",
      () => cli.command("a", { options: { "dry-run": { type: "boolean" } } }, () => 1),
      /camelCase/,
    ],
    [
      "with -h",
      () => cli.command("a", { options: { host: { type: "string", short: "h" } } }, () => 1),
      /other than h/,
    ],
    ["without a function", () => cli.command("a", undefined as never), /needs a function/],
    [
      "with a name that is taken",
      () => [1, 2].map((n) => cli.command("b", () => n)),
      /is a command "b".* already/,
    ],
  ])("%s", (_what, make, message) => expect(make).toThrow(message));
});

test("a command of the name of Flagon's own is told of, and keeps Flagon's own from nobody", async () => {
  const app = new Flagon();
  app.cli.group("session").command("list", () => console.log("mine"));
  app.cli.command("other", () => console.log("other"));
  const runner = app.testCliRunner();
  const { exitCode, stderr } = await runner.invoke("other");
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/adds a command "session", which Flagon has already/),
  ]);
  expect((await runner.invoke("routes")).exitCode).toBe(0);
  expect((await runner.invoke("--help")).stdout).toContain("routes");
});

test("what others write at the same time is not taken for a command's", async () => {
  const app = new Flagon();
  app.cli.command("slow", async () => {
    console.log("one");
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.stdout.write("two\n");
    console.error("three");
  });
  const calls = [app.testCliRunner().invoke("slow"), app.testCliRunner().invoke("slow")];
  for (const { stdout, stderr, output } of await Promise.all(calls)) {
    expect([stdout, stderr, output]).toEqual(["one\ntwo\n", "three\n", "one\ntwo\nthree\n"]);
  }
});

test("the real command runs them, and ends though something is held open", async () => {
  using project = new Project({
    "app.ts": `import { Flagon } from "flagon";
const app = new Flagon();
setInterval(() => undefined, 1000);
app.onShutdown(() => console.log("ended"));
app.cli.command("hello <name>", ({ name }) => console.log("Hello " + name));
app.cli.command("fail", function fill() { throw new TypeError("no such table"); });
export { app };
`,
  });
  expect(await project.run(["hello", "Ada"])).toEqual({ code: 0, stdout: "Hello Ada\nended\n", stderr: "" });
  expect((await project.run(["--help"])).stdout).toMatch(/routes[\s\S]*hello <name>/);
  const failed = await project.run(["fail"]);
  expect([failed.code, failed.stderr]).toEqual([
    1,
    expect.stringMatching(/^Error: TypeError: no such table\n {4}at .*app\.ts:6:\d+\)?\n$/),
  ]);
});

test("the shell's context has what was added", () => {
  const app = new Flagon();
  const add = () => ({ answer: 42 });
  expect(app.shellContextProcessor(add)).toBe(add);
  expect(app.appContext(() => app.makeShellContext())).toMatchObject({ app, answer: 42 });
});
