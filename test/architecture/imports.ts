/** What the files of src/ import. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** An import; paths are from src/. */
export type Import = {
  readonly from: string;
  /** A path, or the name of a package. */
  readonly to: string;
  readonly specifier: string;
  /** Whether it is an `import()`, which loads when it is called. */
  readonly dynamic: boolean;
  /** Whether it is gone when the types are. */
  readonly typeOnly: boolean;
};

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

/** The source files, by their paths from src/. */
export const sourceFiles: readonly string[] = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts"),
);

/** All their imports. */
export const imports: readonly Import[] = sourceFiles.flatMap((file) =>
  importsOf(file, readFileSync(join(SRC, file), "utf8")),
);

/** The imports of a file, told by its text. */
export function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(
    /(?:^(?:import|export)\b(?<clause>[^;"=]*?)\bfrom |^import |\bimport(?<call>\())"(?<specifier>[^"]+)"/gm,
  );
  return [...found].map(({ groups = {} }) => {
    const { clause = "", call, specifier = "" } = groups;
    const to = specifier.startsWith(".") ? relative(SRC, resolve(SRC, dirname(file), specifier)) : specifier;
    return { from: file, to, specifier, dynamic: call !== undefined, typeOnly: isOfTypes(clause) };
  });
}

/** Whether an import names nothing but types. */
function isOfTypes(clause: string): boolean {
  if (/^\s+type\b/.test(clause)) return true;
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1]?.split(",") ?? [];
  const said = names.map((name) => name.trim()).filter((name) => name !== "");
  return said.length > 0 && said.every((name) => name.startsWith("type "));
}
