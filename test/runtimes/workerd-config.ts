/** workerd's configuration: a Worker is a list of modules, so the package's files are named one by one. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = "node_modules/flagon";

/** The text of a configuration that serves a file of the folder, with the package installed there. */
export function workerdConfig(folder: string, main: string, port: number): string {
  const files = [
    main,
    ...globSync("upstream.mjs", { cwd: folder }),
    ...globSync(`${PACKAGE}/dist/**/*.js`, { cwd: folder }).sort(),
    ...BORROWED.map(([, file]) => file),
  ];
  const modules = [
    ...files.map((file) => `(name = ${quote(file)}, esModule = embed ${quote(file)})`),
    ...[...entryPoints(folder), ...borrowed(folder)].map(
      ([name, file]) => `(name = ${quote(name)}, esModule = ${quote(reexport(file))})`,
    ),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "app", worker = .app), (name = "internet", network = (allow = ["local", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "app")],
);

const app :Workerd.Worker = (
  modules = [
    ${modules.join(",\n    ")},
  ],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"],
);
`;
}

/** The names under which an app imports the package, and the file of each. */
function entryPoints(folder: string): [name: string, file: string][] {
  const { exports } = JSON.parse(readFileSync(join(folder, PACKAGE, "package.json"), "utf8"));
  return Object.entries<{ default?: string }>(exports).flatMap(([subpath, target]) =>
    target.default === undefined ? [] : [[join("flagon", subpath), join(PACKAGE, target.default)]],
  );
}

/** What the package imports from others: workerd looks for a bare name beside the file that imports it. */
const BORROWED: readonly [name: string, file: string][] = [["mrmime", "node_modules/mrmime/index.mjs"]];

function borrowed(folder: string): [name: string, file: string][] {
  const importers = globSync(`${PACKAGE}/dist/*/`, { cwd: folder });
  return BORROWED.flatMap(([name, file]) =>
    importers.map((importer): [string, string] => [join(importer, name), file]),
  );
}

function reexport(file: string): string {
  return `export * from "/${file}";`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
