/** Finds and reads the recorded cases, which lie outside the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Case, Fields } from "./area.ts";

/** A file of cases: the cases, and what the file says about all of them. */
export type VectorFile = { readonly cases: readonly Case[]; readonly header: Fields };

/** The directory that `FLAGON_VECTORS` names, or `../shared/vectors` beside the checkout if that exists. */
export function findVectors(): string | undefined {
  const named = process.env.FLAGON_VECTORS;
  const directory =
    named === undefined || named === "" ? join(import.meta.dirname, "../../shared/vectors") : resolve(named);
  return existsSync(directory) ? directory : undefined;
}

/** Reads a file of cases, `undefined` if the directory has none of that name. */
export function readVectors(directory: string, file: string): VectorFile | undefined {
  const path = join(directory, file);
  if (!existsSync(path)) return undefined;
  const { cases, ...header } = JSON.parse(readFileSync(path, "utf8")) as Fields & {
    readonly cases: readonly Case[];
  };
  return { cases, header };
}

/** Reads all files of a folder, whose cases say in one object what was given, what was done and what came out. */
export function readFolder(directory: string, folder: string): VectorFile | undefined {
  const path = join(directory, folder);
  if (!existsSync(path)) return undefined;
  const cases = readdirSync(path)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => readVectors(path, file)?.cases ?? [])
    .map((whole) => whole as unknown as Fields)
    .map(({ id, op, expect, ...given }) => ({
      id: `${id}`,
      kind: `${op}`,
      in: given,
      out: expect as Fields,
    }));
  return { cases, header: {} };
}
