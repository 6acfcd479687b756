/** `npm run bench -- session`: Flagon's session beside its peers', as ratios to the bare server. */

import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { BODY, type Checked, check } from "./check.ts";
import type { Load } from "./load.ts";
import {
  isPinned,
  type Loader,
  type Sample,
  type Server,
  startLoader,
  startServer,
  total,
} from "./measure.ts";
import { printTable } from "./table.ts";

const SERVERS = ["bare", "flagon", "fastify", "hono", "express", "iron-session"];
const ROUTES = [
  { path: "/counter", title: "Reads and rewrites a session (GET /counter)" },
  { path: "/read", title: "Only reads it (GET /read)" },
];
const CONNECTIONS = 32;
// The engine compiles what runs often; until it has, it is the compiler that is measured.
const WARM_UP_REQUESTS = 20_000;
const WARM_UP_SECONDS = 5;
const SLICE_SECONDS = 0.5;

/** A server that is up and was checked. */
interface Peer extends Checked {
  readonly name: string;
  readonly server: Server;
}

/** Measures, prints a table for each route, and says where Flagon stands. */
export async function benchSession(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "3" },
      only: { type: "string", default: SERVERS.join(",") },
    },
  });
  const rounds = Number(values.rounds);
  const slices = Math.ceil(Number(values.seconds) / SLICE_SECONDS);
  const names = SERVERS.filter((name) => name === "bare" || values.only.split(",").includes(name));
  const samples = new Map<string, Sample[]>();
  const [busy = 0] = loadavg();
  if (busy > 0.5)
    console.log(
      `Other work runs here (load ${busy.toFixed(1)}): only the ratios by CPU time mean something.`,
    );
  if (!isPinned) console.log("Processes can't be pinned to cores here; the figures are rougher for it.");

  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    for (const [key, sample] of await measureRound(rotate(names, round), slices)) {
      samples.set(key, [...(samples.get(key) ?? []), sample]);
    }
  }
  for (const { path, title } of ROUTES) {
    printTable(title, new Map(names.map((name) => [name, samples.get(`${name} ${path}`) ?? []])));
  }
}

/** Each round begins with another server, so that none always follows the same one. */
function rotate(names: readonly string[], by: number): string[] {
  const start = by % names.length;
  return [...names.slice(start), ...names.slice(0, start)];
}

/** All servers afresh, measured in short slices by turns: what disturbs the machine disturbs them alike. */
async function measureRound(names: readonly string[], slices: number): Promise<Map<string, Sample>> {
  const peers: Peer[] = [];
  const loader = startLoader();
  const started: { stop(): Promise<void> }[] = [loader];
  try {
    for (const name of names) {
      const server = await startServer(name);
      started.push(server);
      peers.push({ name, server, ...(await check(name, server)) });
    }
    compareHeaders(peers);
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
  for (const { path } of ROUTES) {
    const load = { path, bodyLength: BODY.length, connections: CONNECTIONS };
    for (const { server, cookie } of peers) await warmUp(server, loader, { ...load, cookie });
    for (let slice = 0; slice < slices; slice++) {
      for (const { name, server, cookie } of peers) {
        const sample = await loader.measure(server, { ...load, cookie, seconds: SLICE_SECONDS });
        const key = `${name} ${path}`;
        const before = found.get(key);
        found.set(key, before === undefined ? sample : total([before, sample]));
      }
    }
  }
  return found;
}

async function warmUp(server: Server, loader: Loader, load: Omit<Load, "port" | "seconds">): Promise<void> {
  let requests = 0;
  for (let seconds = 0; seconds < WARM_UP_SECONDS && requests < WARM_UP_REQUESTS; seconds += SLICE_SECONDS) {
    requests += (await loader.measure(server, { ...load, seconds: SLICE_SECONDS })).requests;
  }
}

function compareHeaders(peers: readonly Peer[]): void {
  const bare = peers.find(({ name }) => name === "bare")?.headers;
  const flagon = peers.find(({ name }) => name === "flagon")?.headers;
  if (bare === undefined || flagon === undefined) return;
  const names = new Set([...bare.keys(), ...flagon.keys()]);
  const differing = [...names].filter((name) => bare.get(name) !== flagon.get(name));
  if (differing.length === 0) return;
  const shown = differing.map((name) => `${name}: ${bare.get(name)} / ${flagon.get(name)}`);
  throw new Error(
    `the bare server and Flagon must send the same headers; bare / Flagon:\n${shown.join("\n")}`,
  );
}
