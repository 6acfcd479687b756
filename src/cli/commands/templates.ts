/** `flagon templates`: finds the mistakes of all templates, and compiles them ahead. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Flagon } from "../../app/index.ts";
import type { TemplateSyntaxError } from "../../templates/index.ts";
import type { BuiltIn } from "../built-in.ts";
import { CliError, describeFailure } from "../cli-error.ts";

/** The command `templates`. */
export const templates: BuiltIn = {
  name: "templates",
  define(program, { load }) {
    const group = program
      .command("templates")
      .description("check and compile the templates of the application");
    group
      .command("check [names...]")
      .description(
        "all mistakes, with their lines: in what is written, in filters and tests, in what is included",
      )
      .action(async (given: readonly string[]) => {
        const app = await load();
        const names = namesOf(app, given);
        const errors = attempt(() => app.jinjaEnv.checkTemplates(names));
        for (const error of errors) console.log(lineOf(error));
        const mistakes = `${errors.length} mistake${errors.length === 1 ? "" : "s"}`;
        console.log(`${names.length} template${names.length === 1 ? "" : "s"}, ${mistakes}.`);
        if (errors.length > 0) process.exitCode = 1;
      });
    group
      .command("compile <folder>")
      .description(
        "write ES modules for a ModuleLoader: one for each template, and index.js with all of them",
      )
      .action(async (folder: string) => {
        const app = await load();
        const names = namesOf(app, []);
        const files = attempt(() => app.jinjaEnv.compileTemplateFiles(names));
        for (const [path, text] of files) write(join(folder, path), text);
        console.log(`${names.length} templates are compiled in ${folder}.`);
      });
  },
};

function namesOf(app: Flagon, given: readonly string[]): readonly string[] {
  if (given.length > 0) return given;
  // That of the application stands for its blueprints' too.
  const names = attempt(() => app.jinjaEnv.listTemplates());
  if (names.length > 0) return names;
  throw new CliError(
    `The application has no templates: its folder of templates, ${app.templateFolder}, is empty or not there.`,
  );
}

/** What goes wrong with a template is its author's, and no stack of Flagon's tells more. */
function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    const { lineno } = error as Partial<TemplateSyntaxError>;
    if (lineno !== undefined) throw new CliError(lineOf(error as TemplateSyntaxError), 1, { cause: error });
    throw new CliError(describeFailure(error), 1, { cause: error });
  }
}

function lineOf({ templateName, filename, lineno, column, message }: TemplateSyntaxError): string {
  const place = [filename ?? templateName ?? "a template", lineno, column].filter(
    (part) => part !== undefined,
  );
  return `${place.join(":")}: ${message.split("\n", 1)[0]}`;
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CliError(`${file} can't be written: ${(error as Error).message}`, 1);
  }
}
