/** `npm run bench -- NAME`: runs one of the measurements. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const [name = "", ...args] = process.argv.slice(2);

switch (name) {
  case "session": {
    prepare();
    const { benchSession } = await import("./session.ts");
    await benchSession(args);
    break;
  }
  case "app": {
    prepare();
    const { benchApp } = await import("./app.ts");
    await benchApp(args);
    break;
  }
  case "http": {
    prepare();
    const { benchHTTP } = await import("./http.ts");
    await benchHTTP(args);
    break;
  }
  case "fallback": {
    prepare();
    const { benchFallback } = await import("./fallback.ts");
    await benchFallback(args);
    break;
  }
  case "routing": {
    installPeers();
    const { benchRouting } = await import("./routing.ts");
    await benchRouting();
    break;
  }
  case "types": {
    const { benchTypes } = await import("./types.ts");
    benchTypes();
    break;
  }
  case "templates": {
    prepare();
    const { benchTemplates } = await import("./templates.ts");
    await benchTemplates();
    break;
  }
  case "signing": {
    const { benchSigning } = await import("./signing.ts");
    benchSigning();
    break;
  }
  case "growth": {
    const { benchGrowth } = await import("./growth.ts");
    if (!(await benchGrowth())) process.exitCode = 1;
    break;
  }
  default:
    console.error("npm run bench -- app | session | http | fallback | routing | types | growth | signing");
    process.exitCode = 2;
}

/** The peers and the built package, if they are not there yet. */
function prepare(): void {
  installPeers();
  const built = statSync(`${root}dist/index.js`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isStale = globSync(`${root}src/**/*.ts`).some((file) => statSync(file).mtimeMs > built);
  if (isStale) run("Building the package", ["run", "--silent", "build"]);
}

function installPeers(): void {
  if (!existsSync(`${root}bench/node_modules`)) run("Installing the peers", ["ci", "--prefix", "bench"]);
}

function run(what: string, args: readonly string[]): void {
  console.log(`${what}: npm ${args.join(" ")}`);
  const { status } = spawnSync("npm", args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed; see above`);
}
