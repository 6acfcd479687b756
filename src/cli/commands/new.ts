/** `flagon new`: a project that runs, and passes its tests, at once. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { BuiltIn } from "../built-in.ts";
import { CliError } from "../cli-error.ts";
import { flagonDependency } from "../new-project/dependency.ts";
import { projectFiles } from "../new-project/files.ts";

// Who reads the key can sign sessions.
const OWN = 0o600;
const SHARED = 0o666;

/** The command `new`. */
export const newProject: BuiltIn = {
  name: "new",
  define(program) {
    program
      .command("new <name>")
      .description("make a project in a folder of this name, with templates, tests and a Dockerfile")
      .action((path: string) => {
        const folder = resolve(path);
        const name = basename(folder);
        check(name, folder);
        const { specifier, tarball } = flagonDependency(folder);
        for (const [file, text] of projectFiles(name, specifier))
          write(join(folder, file), (target) =>
            writeFileSync(target, text, { flag: "wx", mode: file === ".env" ? OWN : SHARED }),
          );
        if (tarball !== undefined)
          write(join(folder, tarball.to), (target) => copyFileSync(tarball.from, target));
        console.log(
          `${path} is there. Go on with:\n\n  cd ${path}\n  npm install\n  npm test\n  npm run dev        # http://127.0.0.1:5000\n`,
        );
      });
  },
};

function check(name: string, folder: string): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name)) {
    throw new CliError(
      `${JSON.stringify(name)} is no name for a package: expected lower-case letters, digits and hyphens, such as "shop".`,
    );
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CliError(`${folder} is there already, and not empty. Choose another name, or remove it.`);
  }
}

function write(file: string, fill: (file: string) => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    fill(file);
  } catch (error) {
    throw new CliError(`${file} can't be written: ${(error as Error).message}`, 1);
  }
}
