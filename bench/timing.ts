/** How long a synchronous function takes. */

/** The best of several batches, in nanoseconds a call: what disturbs a batch only ever makes it slower. */
export function nanoseconds(
  call: () => unknown,
  options: { batches?: number; batchMilliseconds?: number } = {},
): number {
  const { batches = 15, batchMilliseconds = 40 } = options;
  let calls = 1;
  while (run(call, calls) < batchMilliseconds * 1e6) calls *= 2;
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < batches; batch++) best = Math.min(best, run(call, calls) / calls);
  return best;
}

// Every result is looked at, or the engine may leave out a call whose result nobody wants.
let seen = 0;

function run(call: () => unknown, calls: number): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < calls; index++) if (call() !== undefined) seen++;
  const taken = Number(process.hrtime.bigint() - start);
  if (seen < 0) throw new Error("unreachable");
  return taken;
}
