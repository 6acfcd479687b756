/** Writes templates as modules, ahead of time. */
import { compileTemplate } from "./compiler/compiler.ts";
import type { Environment } from "./environment.ts";
import type { VariantName } from "./runtime/compiled.ts";
import { VARIANTS } from "./template.ts";

/**
 * The text of an ES module with the templates of an environment, for a `ModuleLoader`.
 *
 * @param templateNames - Which templates; all that the loader lists by default.
 * @param variants - For which ways of rendering code is written; what is missing is compiled when it is asked for.
 * @throws TemplateSyntaxError if one of them is no template.
 */
export function compileTemplates(
  environment: Environment,
  templateNames: readonly string[],
  variants: readonly VariantName[],
): string {
  let module = "export default Object.assign(Object.create(null), {\n";
  for (const name of templateNames) {
    module += `${propertyName(name)}: ${compiledTemplate(environment, name, variants)},\n`;
  }
  return `${module}});\n`;
}

const TYPES = `import type { CompiledTemplate } from "flagon/templates";
declare const templates: Readonly<Record<string, CompiledTemplate>>;
export default templates;
`;

/**
 * The same as the files of a folder: a module for each template, and `index.js` (with `index.d.ts`), which has them
 * all.
 *
 * @returns The text of each file by its path in the folder, with slashes.
 * @throws RangeError for a template whose name is no path inside a folder.
 */
export function compileTemplateFiles(
  environment: Environment,
  templateNames: readonly string[],
  variants: readonly VariantName[],
): Map<string, string> {
  const files = new Map<string, string>();
  let imports = "";
  let index = "export default Object.assign(Object.create(null), {\n";
  for (const [number, name] of templateNames.entries()) {
    const file = pathOf(name);
    files.set(file, `export default ${compiledTemplate(environment, name, variants)};\n`);
    imports += `import t${number} from "./${file}";\n`;
    index += `${propertyName(name)}: t${number},\n`;
  }
  files.set("index.js", `${imports}${index}});\n`);
  files.set("index.d.ts", TYPES);
  return files;
}

/** A literal would take `__proto__` for something else. */
function propertyName(name: string): string {
  return `[${JSON.stringify(name)}]`;
}

/** The path of a template's module. Bundlers differ on what a URL may mean, so only plain characters are in it. */
function pathOf(name: string): string {
  if (name.split("/").some((part) => part === "" || part === "." || part === "..")) {
    throw new RangeError(
      `the template ${JSON.stringify(name)} can't be a file in a folder; compile it into one module`,
    );
  }
  return `templates/${name.replace(/[^\w./-]/gu, inPlainCharacters)}.js`;
}

/** No two names have the same: `$` and two digits, or what is longer between `$x` and `$`. */
function inPlainCharacters(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 2 ? `$x${code}$` : `$${code.padStart(2, "0")}`;
}

/** The code of an object that holds a template's source and its functions. */
function compiledTemplate(environment: Environment, name: string, variants: readonly VariantName[]): string {
  const { source, filename } = environment.sourceOf(name);
  let code = `{\nsource: ${JSON.stringify(source)},\n`;
  for (const variant of variants) {
    const body = environment.guard(source, () =>
      compileTemplate(
        environment.parse(source, { name, filename }),
        environment.compileOptions(name, filename),
        VARIANTS[variant],
      ),
    );
    code += `${variant}(rt, env, template) {\n${body}\n},\n`;
  }
  return `${code}}`;
}
