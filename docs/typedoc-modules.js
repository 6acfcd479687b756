/** Names each module of the API reference as it is imported: `flagon/signing`. */
import { readFileSync } from "node:fs";
import { Converter } from "typedoc";

const { name, exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The name that a module is imported by, by TypeDoc's name for it: the path of its source below `src/`. */
const names = new Map(
  Object.entries(exports)
    .filter(([, entry]) => typeof entry === "object")
    .map(([path, { types }]) => [
      /^\.\/dist\/(.*?)(?:(?<=.)\/index)?\.d\.ts$/.exec(types)?.[1],
      name + path.slice(1),
    ]),
);

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      const importName = names.get(module.name);
      if (importName === undefined) throw new Error(`No export of the package is ${module.name}.`);
      module.name = importName;
    }
  });
}
