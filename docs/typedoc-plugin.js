/** The API reference as a reader of it sees the package: modules by the names they are imported by, no inner classes. */
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
  const hideInner = ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      if (isInner(reflection.inheritedFrom)) delete reflection.inheritedFrom;
      if (isInner(reflection.overwrites)) delete reflection.overwrites;
      if (reflection.extendedTypes?.every(isInner) !== true) continue;
      delete reflection.extendedTypes;
      delete reflection.typeHierarchy;
    }
  };
  // After TypeDoc's own work on what a class is derived from.
  app.converter.on(Converter.EVENT_RESOLVE_END, hideInner, -1000);
}

/** Whether it refers to a class of the package that is not exported. */
function isInner(type) {
  return type?.type === "reference" && type.reflection === undefined && type.package === name;
}
