/**
 * Runs what was recorded from the real Flask against Flagon: `npm run conformance [-- AREA]`.
 *
 * Exits 0 if every case gives what was recorded or what a departure states, 1 if not, and 2 if there are no
 * recorded cases to run.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "./area.ts";
import { describeResult, runArea } from "./report.ts";
import { findVectors, readFolder, readVectors } from "./vectors.ts";

const AREAS = join(import.meta.dirname, "areas");

process.exitCode = await main(process.argv.slice(2));

async function main(wanted: readonly string[]): Promise<number> {
  const known = readdirSync(AREAS)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no area "${unknown}"; there are ${known.join(", ")}.`);
    return 2;
  }
  const directory = findVectors();
  if (directory === undefined) {
    console.error("No vectors: set FLAGON_VECTORS to the directory that holds them.");
    return 2;
  }
  let exitCode = 0;
  for (const name of wanted.length > 0 ? wanted : known) {
    exitCode = Math.max(exitCode, await runNamed(name, directory));
  }
  return exitCode;
}

async function runNamed(name: string, directory: string): Promise<number> {
  const { default: area } = (await import(join(AREAS, `${name}.ts`))) as { readonly default: Area };
  const path = area.file ?? area.folder ?? name;
  const file = area.folder === undefined ? readVectors(directory, path) : readFolder(directory, path);
  if (file === undefined) {
    console.error(`${name}: no vectors, ${path} is missing`);
    return 2;
  }
  const result = await runArea(name, area, file);
  console.log(describeResult(result));
  return result.failures.length > 0 || result.tooManyDepartures ? 1 : 0;
}
