/** `npm run bench -- templates`: Flagon's templates beside other engines' and beside template literals. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { summarize } from "./statistics.ts";

const ENGINES = ["hand", "flagon", "eta", "nunjucks", "edge", "minijinja"];
const CASES = {
  plain: "table, not escaped",
  escaped: "table, escaped",
  wholePage: "page",
  compile: "compiling the page",
};
const ROUNDS = 9;
const SLICE_MICROSECONDS = 200_000;
const CALLS = 4;

type Engine = { readonly [K in keyof typeof CASES]?: () => unknown };

/** Prints microseconds a rendering, and how often each is slower than template literals (or than Flagon, to compile). */
export async function benchTemplates(): Promise<void> {
  const engines = new Map<string, Engine>();
  for (const name of ENGINES) engines.set(name, (await import(`./templates/${name}.mjs`)) as Engine);
  const python = await startPython();
  for (const [name, title] of Object.entries(CASES)) {
    await benchCase(name as keyof typeof CASES, title, engines, python);
  }
  python?.stop();
}

async function benchCase(
  name: keyof typeof CASES,
  title: string,
  engines: ReadonlyMap<string, Engine>,
  python: Python | undefined,
): Promise<void> {
  const runs = new Map(
    [...engines].flatMap(([engine, cases]) => (cases[name] ? [[engine, cases[name]]] : [])),
  );
  const wanted = name === "compile" ? undefined : normal(runs.get("hand")?.());
  const times = new Map<string, number[]>();
  const note = (engine: string, microseconds: number): void => {
    times.set(engine, [...(times.get(engine) ?? []), microseconds]);
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [engine, run] of runs) {
      if (round === 0) check(engine, run(), wanted);
      const time = slice(run);
      // The first round warms up.
      if (round > 0) note(engine, time);
    }
    if (python === undefined || name === "compile") continue;
    const { output, microseconds } = await python.ask(name);
    if (round === 0) check("Jinja2", output, wanted);
    else note("Jinja2", microseconds);
  }
  print(title, times);
}

function check(engine: string, output: unknown, wanted: string | undefined): void {
  if (wanted !== undefined && normal(output) !== wanted) {
    throw new Error(
      `${engine} renders something else:\n${normal(output).slice(0, 400)}\n\n${wanted.slice(0, 400)}`,
    );
  }
}

/** Engines spell two character references in their own ways, and edge.js can't put all on one line. */
function normal(output: unknown): string {
  return String(output)
    .replaceAll("&quot;", "&#34;")
    .replaceAll(/&#0?39;|&#x27;/g, "&#39;")
    .replaceAll("\n", "");
}

/** Microseconds of processor time a call, those of the garbage collector with them: other work leaves them alone. */
function slice(run: () => unknown): number {
  let calls = 0;
  const start = processorTime();
  let now = start;
  while (now - start < SLICE_MICROSECONDS) {
    // Asking for the time takes as long as a small page.
    for (let call = 0; call < CALLS; call++) {
      const output = run();
      // A string is put together when it is first read; a server would read it to send it.
      if (typeof output === "string") Buffer.byteLength(output);
    }
    calls += CALLS;
    now = processorTime();
  }
  return (now - start) / calls;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function print(title: string, times: ReadonlyMap<string, readonly number[]>): void {
  const base = times.get("hand") ?? times.get("flagon") ?? [];
  console.log(`\n${title}\n\n  engine          µs      ratio`);
  for (const [engine, figures] of times) {
    const ratio = summarize(figures.map((figure, round) => figure / (base[round] ?? Number.NaN)));
    const shown = `${ratio.median.toFixed(2)} ± ${(ratio.spread / 2).toFixed(2)}`;
    console.log(
      `  ${engine.padEnd(10)} ${summarize(figures).median.toFixed(1).padStart(8)}  ${shown.padStart(13)}`,
    );
  }
}

type Answer = { readonly output: string; readonly microseconds: number };
type Python = { readonly ask: (name: string) => Promise<Answer>; readonly stop: () => void };

/** Jinja2, if this machine has it. */
async function startPython(): Promise<Python | undefined> {
  const python: ChildProcessWithoutNullStreams = spawn("/usr/bin/python3", [
    `${import.meta.dirname}/templates/jinja.py`,
  ]);
  const lines = createInterface({ input: python.stdout });
  python.stdin.on("error", () => {});
  const failed = once(python, "close").then(() => undefined);
  const { PAGE, page, rows, TABLE } = (await import(`${import.meta.dirname}/templates/data.mjs`)) as Record<
    string,
    unknown
  >;
  python.stdin.write(`${JSON.stringify({ table: TABLE, page: PAGE, rows, context: page })}\n`);
  const ask = async (name: string): Promise<Answer> => {
    python.stdin.write(`${JSON.stringify({ case: name })}\n`);
    const [line] = (await once(lines, "line")) as [string];
    return JSON.parse(line) as Answer;
  };
  const first = await Promise.race([ask("wholePage"), failed]);
  if (first === undefined) {
    console.log("Jinja2 is not here; the others are measured without it.");
    return undefined;
  }
  return { ask, stop: () => python.stdin.end() };
}
