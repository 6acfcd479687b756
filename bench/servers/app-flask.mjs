/** Flask under gunicorn with one worker, which Debian's packages python3-flask and gunicorn install. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { ROWS, SECTIONS, TITLE } from "../templates/app/rows.mjs";
import { SECRET } from "./report.mjs";

const TICKS_A_SECOND = 100;
const port = await freePort();
const gunicorn = spawn(
  "/usr/bin/python3",
  [
    "-m",
    "gunicorn",
    "--workers",
    "1",
    "--keep-alive",
    "60",
    "--worker-class",
    "gthread",
    "--threads",
    "32",
  ].concat(["--bind", `127.0.0.1:${port}`, "--chdir", import.meta.dirname, "app_flask:app"]),
  {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      BENCH_SECRET: SECRET,
      BENCH_SECTIONS: String(SECTIONS),
      BENCH_PAGE: JSON.stringify({ title: TITLE, rows: ROWS }),
    },
  },
);
let worker;
gunicorn.stderr.on("data", (text) => {
  worker ??= /Booting worker with pid: (\d+)/.exec(text)?.[1];
});
gunicorn.on("exit", () => process.exit(1));
process.on("disconnect", () => {
  gunicorn.removeAllListeners("exit");
  gunicorn.on("exit", () => process.exit());
  gunicorn.kill("SIGKILL");
  if (worker !== undefined) process.kill(Number(worker), "SIGKILL");
});
process.on("message", () => process.send?.({ cpu: cpuOf(worker), memory: 0 }));

await answering();
process.send?.({ port });

/** Processor time of the worker, in microseconds. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /, "").split(" ");
  const toMicroseconds = (ticks) => (Number(ticks) / TICKS_A_SECOND) * 1e6;
  return { user: toMicroseconds(fields[11]), system: toMicroseconds(fields[12]) };
}

async function answering() {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}/hello`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("gunicorn does not answer: apt-get install gunicorn python3-flask");
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
