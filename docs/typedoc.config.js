/** The API reference: what the package exports, as its TSDoc says it, in docs/api. */
import { readFileSync } from "node:fs";

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const sources = Object.values(exports)
  .filter((entry) => typeof entry === "object")
  .map(({ types }) => types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "../src/$1.ts"));

export default {
  // The application's own module comes last: a class is described where it belongs.
  entryPoints: [...sources.slice(1), sources[0]],
  tsconfig: "../tsconfig.build.json",
  out: "api",
  name: "The API",
  readme: "none",
  plugin: ["typedoc-plugin-markdown", "./typedoc-plugin.js"],
  hideGenerator: true,
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  requiredToBeDocumented: ["Class", "Interface", "Function", "Variable", "TypeAlias", "Enum"],
  // As pages of the site: one for each module, and for each class.
  entryFileName: "index",
  membersWithOwnFile: ["Class"],
  groupOrder: [
    "Constructors",
    "Methods",
    "Accessors",
    "Properties",
    "Classes",
    "Functions",
    "Variables",
    "Interfaces",
    "Type Aliases",
    "*",
  ],
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  indexFormat: "table",
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  treatWarningsAsErrors: true,
  validation: { invalidLink: true, notExported: false, notDocumented: true },
};
