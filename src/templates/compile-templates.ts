/** Writes templates as a module, ahead of time. */
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
    const source = environment.loader?.getSource(environment, name);
    if (source === undefined) continue;
    module += `${JSON.stringify(name)}: {\nsource: ${JSON.stringify(source.source)},\n`;
    for (const variant of variants) {
      const code = environment.guard(source.source, () =>
        compileTemplate(
          environment.parse(source.source, { name, filename: source.filename }),
          environment.compileOptions(name, source.filename),
          VARIANTS[variant],
        ),
      );
      module += `${variant}(rt, env, template) {\n${code}\n},\n`;
    }
    module += "},\n";
  }
  return `${module}});\n`;
}
