/** Runs the cases of an area, counts how they end, and says so. */
import type { Area, Case, Mismatch } from "./area.ts";
import type { VectorFile } from "./vectors.ts";

/** How the cases of an area ended. */
export type Result = {
  readonly name: string;
  readonly total: number;
  readonly passed: number;
  readonly departures: number;
  /** More cases were departures than the area allows. */
  readonly tooManyDepartures: boolean;
  readonly failures: readonly Failure[];
};

/** A case that gave neither what was recorded nor what a departure states. */
export type Failure = { readonly testCase: Case; readonly mismatch: Mismatch };

/** Runs every case of the area. */
export async function runArea(name: string, area: Area, file: VectorFile): Promise<Result> {
  const failures: Failure[] = [];
  let passed = 0;
  let departures = 0;
  for (const testCase of file.cases) {
    const mismatch = await checkFrozen(area, testCase, testCase.out, file);
    if (mismatch === undefined) {
      passed++;
      continue;
    }
    const rule = area.departures.find((departure) => departure.applies(testCase));
    const left =
      rule === undefined ? mismatch : await checkFrozen(area, testCase, await rule.expected(testCase), file);
    if (left === undefined) departures++;
    else failures.push({ testCase, mismatch: left });
  }
  const total = file.cases.length;
  const tooManyDepartures = departures > (total * area.departureLimit) / 100;
  return { name, total, passed, departures, tooManyDepartures, failures };
}

/** One line for an area, then the first failures. */
export function describeResult(result: Result): string {
  const lines = [`${result.name}: ${result.passed}/${result.total}, ${result.departures} departures`];
  if (result.tooManyDepartures) lines.push("  more departures than the area may have");
  for (const { testCase, mismatch } of result.failures.slice(0, SHOWN)) {
    lines.push(`  ${testCase.id} (${testCase.kind}) ${shorten(testCase.in)}`);
    lines.push(`    wanted ${shorten(mismatch.wanted)}`, `    got    ${shorten(mismatch.got)}`);
  }
  const hidden = result.failures.length - SHOWN;
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  return lines.join("\n");
}

const SHOWN = 5;
const SHOWN_CHARACTERS = 600;

async function checkFrozen(
  area: Area,
  testCase: Case,
  wanted: Case["out"],
  file: VectorFile,
): Promise<Mismatch | undefined> {
  const realNow = Date.now;
  const now = testCase.in.now;
  if (typeof now === "number") Date.now = () => now * 1000;
  try {
    return await area.check(testCase, wanted, file.header);
  } catch (error) {
    return { wanted, got: { thrown: error instanceof Error ? (error.stack ?? error.message) : `${error}` } };
  } finally {
    Date.now = realNow;
  }
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`
    : text;
}
