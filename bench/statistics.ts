/** Medians and spreads of a few rounds. */

/** The width of a count of latencies, in seconds. */
export const LATENCY_STEP: number = 0.00005;

/** The median of several figures, and how far apart the middle half of them lies (the interquartile range). */
export interface Summary {
  readonly median: number;
  readonly spread: number;
}

/** The median and spread of at least one figure. */
export function summarize(figures: readonly number[]): Summary {
  const sorted = [...figures].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), spread: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
}

/** How one compares with another, a difference within either's spread being a tie. */
export function compare(one: Summary, other: Summary): "ahead" | "tie" | "behind" {
  const difference = one.median - other.median;
  if (Math.abs(difference) <= Math.max(one.spread, other.spread)) return "tie";
  return difference > 0 ? "ahead" : "behind";
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
