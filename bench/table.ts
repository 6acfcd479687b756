/** Prints what was measured, as ratios to the bare server. */
import type { Sample } from "./measure.ts";
import { compare, LATENCY_STEP, type Summary, summarize } from "./statistics.ts";

/**
 * Prints one route's table.
 *
 * @param rounds - For each server, one sample a round, in the same order of rounds.
 */
export function printTable(title: string, rounds: ReadonlyMap<string, readonly Sample[]>): void {
  const bare = rounds.get("bare") ?? [];
  const ratios = new Map<string, Summary>();
  const byCPU = new Map<string, Summary>();
  console.log(
    `\n${title}\n\n  server          requests/s   CPU µs   ratio to bare   by CPU time   p99 ms   load`,
  );
  for (const [name, samples] of rounds) {
    const ratio = ratioTo(bare, samples, rate);
    const ratioByCPU = ratioTo(bare, samples, (sample) => sample.requests / sample.serverCPU);
    ratios.set(name, ratio);
    byCPU.set(name, ratioByCPU);
    const columns = [
      name.padEnd(14),
      median(samples, rate).toFixed(0).padStart(11),
      median(samples, (sample) => (sample.serverCPU / sample.requests) * 1e6)
        .toFixed(1)
        .padStart(8),
      show(ratio).padStart(15),
      show(ratioByCPU).padStart(13),
      (1000 * median(samples, p99)).toFixed(2).padStart(8),
      `${(100 * median(samples, (sample) => sample.loadCPU / sample.seconds)).toFixed(0)} %`.padStart(6),
    ];
    console.log(`  ${columns.join(" ")}`);
  }
  printStanding("", ratios);
  printStanding(", by CPU time", byCPU);
}

function printStanding(by: string, ratios: ReadonlyMap<string, Summary>): void {
  const flagon = ratios.get("flagon");
  if (flagon === undefined) return;
  const others = [...ratios].filter(([name]) => name !== "flagon");
  const verdicts = others.map(([name, ratio]) => `${name} ${compare(flagon, ratio)}`);
  console.log(`  Flagon against${by}: ${verdicts.join(", ")}`);
}

function rate(sample: Sample): number {
  return sample.requests / sample.seconds;
}

/** What 99 of 100 responses did not take longer than, in seconds. */
function p99({ requests, latencies }: Sample): number {
  let counted = 0;
  const step = latencies.findIndex((count) => {
    counted += count;
    return counted >= requests * 0.99;
  });
  return (step + 1) * LATENCY_STEP;
}

function ratioTo(
  bare: readonly Sample[],
  samples: readonly Sample[],
  of: (sample: Sample) => number,
): Summary {
  return summarize(
    samples.flatMap((sample, round) => {
      const base = bare[round];
      return base === undefined ? [] : [of(sample) / of(base)];
    }),
  );
}

function median(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return summarize(samples.map(of)).median;
}

function show({ median, spread }: Summary): string {
  return `${median.toFixed(2)} ±${(spread / 2).toFixed(2)}`;
}
