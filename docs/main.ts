/** The documentation's site: `npm run docs` builds it, `docs:dev` shows it while it is written, `docs:preview` as built. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

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
if (command === "build") checkSite(join(docs, ".vitepress", "dist"));

/** Runs one of the tools, and ends where it failed. */
function run(tool: string, ...given: readonly string[]): void {
  const { status } = spawnSync(join(docs, "node_modules", ".bin", tool), given, {
    cwd: docs,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Ends with an error if a page of the site makes a browser fetch something from elsewhere. */
function checkSite(site: string): void {
  const fetches =
    /<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="(?:https?:)?\/\/[^"]*"|url\(["']?(?:https?:)?\/\/[^)]*\)/g;
  const files = globSync("**/*.{html,css}", { cwd: site });
  const found = files.flatMap((file) =>
    (readFileSync(join(site, file), "utf8").match(fetches) ?? []).map((text) => `${file}: ${text}`),
  );
  if (found.length === 0) return;
  console.error(`The site fetches from elsewhere:\n${found.join("\n")}`);
  process.exit(1);
}
