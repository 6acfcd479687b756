/** The documentation's site: `npm run docs` builds it, `docs:dev` shows it while it is written, `docs:preview` as built. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { problemsOf } from "./check-site.ts";

const docs = import.meta.dirname;
const [command = "build", ...options] = process.argv.slice(2);

if (!existsSync(join(docs, "node_modules", ".bin", "vitepress"))) {
  console.error("The tools of the site are not installed: npm ci --prefix docs");
  process.exit(1);
}

if (command !== "preview") {
  run("tsc", "-p", "tsconfig.json");
  run("typedoc", "--options", "typedoc.config.js");
}
run("vitepress", command, ...options);
if (command === "build") {
  const problems = problemsOf(join(docs, ".vitepress", "dist"));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** Runs one of the tools, and ends where it failed. */
function run(tool: string, ...given: readonly string[]): void {
  const { status } = spawnSync(join(docs, "node_modules", ".bin", tool), given, {
    cwd: docs,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
