/** What the compiler says of a folder of modules. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, writeFile } from "./folder.ts";

/** The compiler's mistakes in a new folder below `test/docs`, one each with its path; with the settings of the checkout, but for those given. */
export function mistakesIn(folder: string, compilerOptions: Readonly<Record<string, boolean>>): string[] {
  const config = { extends: "../../../tsconfig.json", compilerOptions, include: ["**/*.ts"], exclude: [] };
  writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  try {
    execFileSync("npx", ["tsc", "-p", folder, "--pretty", "false"], { cwd: ROOT, encoding: "utf8" });
    return [];
  } catch (error) {
    return (error as { stdout: string }).stdout.split(/^(?=\S)/m);
  }
}
