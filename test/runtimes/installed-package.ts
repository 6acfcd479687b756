/** The package as its users get it: packed, and installed from the tarball into an empty folder. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "../..");

/** Installs the runtimes from npm, if that was not done yet. */
export function installRuntimes(): void {
  if (existsSync(join(HERE, "node_modules/.package-lock.json"))) return;
  console.log("Installing the runtimes (npm ci in test/runtimes), which takes a minute the first time");
  npm(["ci"], HERE);
}

/** A new folder with the apps, their starter and the packed package; the caller removes it. */
export function installPackage(): string {
  if (!existsSync(join(ROOT, "dist/index.js"))) {
    throw new Error("These tests run on the built package: npm run build first");
  }
  const folder = mkdtempSync(join(tmpdir(), "flagon-runtimes-"));
  const [packed] = JSON.parse(
    npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], ROOT),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", `./${packed.filename}`], folder);
  for (const file of ["session-app.mjs", "fallback-app.mjs", "node-server.mjs"]) {
    cpSync(join(HERE, file), join(folder, file));
  }
  mkdirSync(join(folder, "static"));
  writeFileSync(join(folder, "static/letters.txt"), "abcdefghij".repeat(30_000));
  return folder;
}

function npm(args: readonly string[], cwd: string): string {
  // What npm hands down to its scripts would make this npm take its settings from the outer one.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    env: Object.fromEntries(environment),
    stdio: ["ignore", "pipe", "inherit"],
  });
}
