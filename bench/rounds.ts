/** Measures servers in rounds: all afresh each time, by turns, in slices of half a second. */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Load } from "./load.ts";
import { isPinned, type Loader, type Sample, type Server, startLoader, total } from "./measure.ts";

// The engine compiles what runs often; until it has, it is the compiler that is measured.
const WARM_UP_REQUESTS = 20_000;
const WARM_UP_SECONDS = 5;
const SLICE_SECONDS = 0.5;

/** A load, but for what is known only when it is sent. */
export type PreparedLoad = Omit<Load, "port" | "seconds">;

/** A server that is up and was checked. */
export interface Peer {
  readonly name: string;
  readonly server: Server;
  /** What it is loaded with, by route. */
  readonly loads: ReadonlyMap<string, PreparedLoad>;
}

/** How long is measured, and which servers are. */
export interface RoundOptions {
  readonly names: readonly string[];
  readonly rounds: number;
  readonly slices: number;
}

/** Reads `--rounds`, `--seconds` and `--only`; the bare server is always measured. */
export function roundOptions(args: string[], servers: readonly string[]): RoundOptions {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "3" },
      only: { type: "string", default: servers.join(",") },
    },
  });
  const only = values.only.split(",");
  return {
    names: servers.filter((name) => name === "bare" || only.includes(name)),
    rounds: Number(values.rounds),
    slices: Math.ceil(Number(values.seconds) / SLICE_SECONDS),
  };
}

/**
 * Measures every server on every route.
 *
 * @param start - Starts a server, and checks it.
 * @param compare - Throws if the servers of a round don't do the same work.
 * @returns For each `SERVER ROUTE` one sample a round.
 */
export async function measureRounds<P extends Peer>(
  { names, rounds, slices }: RoundOptions,
  start: (name: string) => Promise<P>,
  compare: (peers: readonly P[]) => void,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>();
  const [busy = 0] = loadavg();
  if (busy > 0.5) {
    console.log(
      `Other work runs here (load ${busy.toFixed(1)}): only the ratios by CPU time mean something.`,
    );
  }
  if (!isPinned) console.log("Processes can't be pinned to cores here; the figures are rougher for it.");
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    for (const [key, sample] of await measureRound(rotate(names, round), slices, start, compare)) {
      samples.set(key, [...(samples.get(key) ?? []), sample]);
    }
  }
  return samples;
}

/** Each round begins with another server, so that none always follows the same one. */
function rotate(names: readonly string[], by: number): string[] {
  const start = by % names.length;
  return [...names.slice(start), ...names.slice(0, start)];
}

/** All servers afresh, measured in short slices by turns: what disturbs the machine disturbs them alike. */
async function measureRound<P extends Peer>(
  names: readonly string[],
  slices: number,
  start: (name: string) => Promise<P>,
  compare: (peers: readonly P[]) => void,
): Promise<Map<string, Sample>> {
  const peers: P[] = [];
  const loader = startLoader();
  const started: { stop(): Promise<void> }[] = [loader];
  try {
    for (const name of names) {
      const peer = await start(name);
      started.push(peer.server);
      peers.push(peer);
    }
    compare(peers);
    return await measureSlices(peers, loader, slices);
  } finally {
    await Promise.all(started.map((process) => process.stop()));
  }
}

async function measureSlices(
  peers: readonly Peer[],
  loader: Loader,
  slices: number,
): Promise<Map<string, Sample>> {
  const found = new Map<string, Sample>();
  for (const route of peers[0]?.loads.keys() ?? []) {
    const loaded = peers.flatMap((peer) => {
      const load = peer.loads.get(route);
      return load === undefined ? [] : [{ ...peer, load }];
    });
    for (const { server, load } of loaded) await warmUp(server, loader, load);
    for (let slice = 0; slice < slices; slice++) {
      for (const { name, server, load } of loaded) {
        const sample = await loader.measure(server, { ...load, seconds: SLICE_SECONDS });
        const key = `${name} ${route}`;
        const before = found.get(key);
        found.set(key, before === undefined ? sample : total([before, sample]));
      }
    }
  }
  return found;
}

async function warmUp(server: Server, loader: Loader, load: PreparedLoad): Promise<void> {
  let requests = 0;
  for (let seconds = 0; seconds < WARM_UP_SECONDS && requests < WARM_UP_REQUESTS; seconds += SLICE_SECONDS) {
    requests += (await loader.measure(server, { ...load, seconds: SLICE_SECONDS })).requests;
  }
}
