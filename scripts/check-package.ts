/** Checks the tarball that would be published: its metadata, its types, and the README's first app run from it. */
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const work = mkdtempSync(join(tmpdir(), "flagon-package-"));

function run(command: string, args: readonly string[], cwd: string = root): string {
  console.log(`$ ${command} ${args.join(" ")}`);
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** The first TypeScript block of the README that makes an application. */
function firstApp(): string {
  const blocks = readFileSync(join(root, "README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g);
  for (const [, code] of blocks) if (code?.includes("new Flagon")) return code;
  throw new Error("The README has no first app.");
}

function pack(): string {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", work])) as [
    { filename: string },
  ];
  return join(work, packed.filename);
}

function newFolder(name: string, dependencies: readonly string[]): string {
  const folder = join(work, name);
  run("mkdir", [folder]);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--silent", ...dependencies], folder);
  return folder;
}

function checkTypes(folder: string): void {
  const options = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--module",
    "nodenext",
    "--target",
    "es2024",
  ];
  const programs = ["app.ts", "typed-app.ts", "pino-app.ts"];
  const tsc = join(folder, "node_modules/.bin/tsc");
  run(tsc, [...options, "--types", "node", ...programs], folder);
  // A program for servers leaves the types of browsers out.
  run(tsc, [...options, "--types", "node", "--lib", "es2024", ...programs], folder);
}

async function visit(folder: string): Promise<void> {
  const server = spawn(join(folder, "node_modules/.bin/node"), ["app.ts"], {
    cwd: folder,
    env: { ...process.env, SECRET_KEY: "a key for this check only", PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await address(server.stdout);
    const login = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ name: "Ada" }),
      redirect: "manual",
    });
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const page = await (await fetch(url, { headers: { Cookie: cookie } })).text();
    const squares = await (await fetch(new URL("/squares", url))).text();
    if (!page.includes("Hello Ada!")) throw new Error(`The first app did not greet: ${page}`);
    if (squares !== '["/square/1","/square/2","/square/3"]\n')
      throw new Error(`The URLs are wrong: ${squares}`);
    console.log(`The README's first app answers at ${url}`);
  } finally {
    server.kill();
  }
}

async function address(output: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += chunk;
    const url = /http:\/\/\S+/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`The server ended without an address: ${text}`);
}

/** The command is there after the installation, and finds the application. */
function checkCommand(folder: string): void {
  const users = run("npx", ["flagon", "--app", "typed-app.ts", "routes", "--sort", "rule"], folder);
  if (!users.includes("/users/<int:id>")) throw new Error(`flagon routes does not list the routes: ${users}`);
  if (!run("npx", ["flagon", "--help"], folder).includes("routes")) throw new Error("flagon has no help.");
}

/** A new project, taken away from where it was made, installs, passes its checks, and shows an edit. */
async function checkNewProject(): Promise<void> {
  const folder = newFolder("empty", [tarball, "node@24"]);
  run("npx", ["flagon", "new", "shop"], folder);
  const shop = join(work, "shop");
  renameSync(join(folder, "shop"), shop);
  run("npm", ["install", "--no-audit", "--no-fund", "--silent"], shop);
  for (const script of ["test", "types", "lint"]) run("npm", ["run", "--silent", script], shop);
  const routes = run("npx", ["flagon", "routes"], shop);
  if (!routes.includes("/static/<path:filename>"))
    throw new Error(`flagon routes lists no routes: ${routes}`);
  const cookie = run("npx", ["flagon", "session", "sign", '{"name":"Ada"}'], shop).trim();
  run("npx", ["flagon", "session", "verify", cookie], shop);
  await checkReload(shop);
}

async function checkReload(shop: string): Promise<void> {
  const flagon = join(shop, "node_modules/flagon/dist/cli/main.js");
  const server = spawn(process.execPath, [flagon, "run", "--port", "0"], {
    cwd: shop,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await address(server.stdout);
    await showsEdit(url, join(shop, "templates/index.html"), ["Hello", "Welcome"], "Welcome stranger!");
    await showsEdit(url, join(shop, "app.ts"), ['session.get("name")', '"Ada"'], "Welcome Ada!");
  } finally {
    server.kill();
  }
}

async function showsEdit(
  url: string,
  file: string,
  [before, after]: readonly [string, string],
  shown: string,
): Promise<void> {
  writeFileSync(file, readFileSync(file, "utf8").replace(before, after));
  const begin = performance.now();
  while (!(await pageAt(url)).includes(shown)) {
    if (performance.now() - begin > 20_000) throw new Error(`flagon run does not show the edit of ${file}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log(`The edit of ${basename(file)} was live after ${Math.round(performance.now() - begin)} ms.`);
}

/** The page, or nothing while the application starts again. */
function pageAt(url: string): Promise<string> {
  return fetch(url).then(
    (response) => response.text(),
    () => "",
  );
}

/** pino's own types fit without an adapter, and without a cast. */
const PINO_APP = `import { Flagon } from "flagon";
import { pino } from "pino";

const app = new Flagon();
app.logger = pino({ level: "debug" });
app.logger.info("ready");
`;

const tarball = pack();
console.log(run("npx", ["publint", "run", tarball, "--strict"]));
console.log(run("npx", ["attw", tarball, "--profile", "esm-only", "--no-emoji"]));
for (const typescript of ["typescript@7", "typescript@5.9"]) {
  const folder = newFolder(typescript.replace(/\W/g, "-"), [
    tarball,
    "node@24",
    "@types/node@24",
    typescript,
    "pino@10",
  ]);
  writeFileSync(join(folder, "app.ts"), firstApp());
  copyFileSync(join(import.meta.dirname, "typed-app.ts"), join(folder, "typed-app.ts"));
  writeFileSync(join(folder, "pino-app.ts"), PINO_APP);
  checkTypes(folder);
  if (typescript !== "typescript@7") continue;
  await visit(folder);
  checkCommand(folder);
}
await checkNewProject();
run("rm", ["-rf", work]);
console.log("The package is sound.");
