import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { appNamed, Project } from "./project.ts";

const APP = appNamed(
  "x",
  `app.shellContextProcessor(() => ({ answer: 42 }));
import { currentApp } from "flagon";
app.shellContextProcessor(() => ({ root: () => currentApp.root, later: async () => { await null; return currentApp.root; } }));
app.onShutdown(() => console.log("ended"));
export default app;`,
);

test("the shell has the application, its context and what was added, and awaits", async () => {
  using project = new Project({ "app.ts": APP });
  const input =
    "answer + 1\nroot() === app.root\n(await later()) === app.root\nconst x = await Promise.resolve(5)\nx * 2\ng\n";
  const { code, stdout, stderr } = await project.run(["shell"], { input });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^43\ntrue\ntrue\n10\n[\s\S]*ended\n$/);
});

test("an error in the shell does not end it", async () => {
  using project = new Project({ "app.ts": APP });
  const { code, stdout, stderr } = await project.run(["shell"], {
    input: `${"\n".repeat(20)}nothing()\nanswer\n`,
  });
  expect([code, stderr, stdout]).toEqual([
    0,
    expect.not.stringContaining("MaxListeners"),
    expect.stringMatching(/ReferenceError: nothing is not defined[\s\S]*42\n/),
  ]);
});

test("a terminal gets a prompt, and Ctrl+D ends it", () => {
  using project = new Project({ "app.ts": APP });
  const main = new URL("../../dist/cli/main.js", import.meta.url).pathname;
  const output = execFileSync("python3", ["-c", TERMINAL, process.execPath, main, "shell"], {
    cwd: project.folder,
    encoding: "utf8",
    timeout: 50_000,
  });
  expect(output).toMatch(
    /The application is app, of app\.ts[\s\S]*flagon> [\s\S]*84[\s\S]*ended[\s\S]*exit code 0$/,
  );
});

/** Runs the shell in a terminal, types a line at the first prompt and Ctrl+D at the next, and prints what came. */
const TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
output = b""
keys = [(b"flagon> ", b"answer * 2\\r"), (b"84", b"\\x04")]
while True:
    try:
        piece = os.read(terminal, 1024)
    except OSError:
        break
    if not piece:
        break
    output += piece
    if keys and keys[0][0] in output:
        os.write(terminal, keys.pop(0)[1])
_, status = os.waitpid(pid, 0)
sys.stdout.write(output.decode() + f"exit code {os.waitstatus_to_exitcode(status)}")
`;
