/** A terminal in which a command runs: keys are pressed once it has written what they answer. */
import { execFileSync } from "node:child_process";
import type { Requirement } from "../requirements.ts";
import { MAIN, type Project } from "./project.ts";

/** What is waited for, and the keys that are pressed then. */
export type Step = readonly [text: string, keys: string];

/** How a terminal is. */
export type TerminalOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
};

export const ENTER = "\r";
export const TAB = "\t";
export const CTRL_C = "\x03";
export const CTRL_D = "\x04";

/** Python, whose library can open a terminal. */
export const python: Requirement = {
  remedy: "needs Python 3: apt-get install python3",
  find: () => ["/usr/bin/python3", "python3"].find(runs),
};

/** Runs a command in a terminal, and gives what was written there and the exit code. */
export function inTerminal(
  project: Project,
  args: readonly string[],
  steps: readonly Step[] = [],
  { env = {}, columns = 80 }: TerminalOptions = {},
): { readonly screen: string; readonly code: number } {
  const task = { argv: [process.execPath, MAIN, ...args], steps, columns };
  const output = execFileSync(python.find() ?? "python3", ["-c", PROGRAM, JSON.stringify(task)], {
    cwd: project.folder,
    env: { PATH: process.env.PATH, HOME: project.folder, TERM: "xterm-256color", ...env },
    encoding: "utf8",
    timeout: 55_000,
  });
  const [, screen = "", code] = /^(.*)\nexit code (-?\d+)$/s.exec(output) ?? [];
  return { screen: screen.replaceAll("\r\n", "\n"), code: Number(code) };
}

function runs(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import pty"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const PROGRAM = `
import fcntl, json, os, pty, struct, sys, termios
task = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, task["columns"], 0, 0))
    os.execv(task["argv"][0], task["argv"])
output, seen, steps = b"", 0, task["steps"]
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    output += piece
    while steps:
        text, keys = steps[0][0].encode(), steps[0][1].encode()
        at = output.find(text, seen)
        if at < 0:
            break
        seen = at + len(text)
        steps.pop(0)
        os.write(terminal, keys)
_, status = os.waitpid(pid, 0)
if steps:
    sys.exit("It never wrote " + steps[0][0] + ":\\n" + output.decode())
sys.stdout.write(output.decode() + "\\nexit code " + str(os.waitstatus_to_exitcode(status)))
`;
