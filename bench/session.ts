/** `npm run bench -- session`: Flagon's session beside its peers', as ratios to the bare server. */
import { BODY, type Checked, check } from "./check.ts";
import { startServer } from "./measure.ts";
import { measureRounds, type Peer, roundOptions } from "./rounds.ts";
import { printTable } from "./table.ts";

const SERVERS = ["bare", "flagon", "fastify", "hono", "express", "iron-session"];
const ROUTES = [
  { path: "/counter", title: "Reads and rewrites a session (GET /counter)" },
  { path: "/read", title: "Only reads it (GET /read)" },
];
const CONNECTIONS = 32;

/** A server that is up and was checked. */
type CheckedPeer = Peer & Checked;

/** Measures, prints a table for each route, and says where Flagon stands. */
export async function benchSession(args: string[]): Promise<void> {
  const options = roundOptions(args, SERVERS);
  const samples = await measureRounds(options, start, compareHeaders);
  for (const { path, title } of ROUTES) {
    printTable(title, new Map(options.names.map((name) => [name, samples.get(`${name} ${path}`) ?? []])));
  }
}

async function start(name: string): Promise<CheckedPeer> {
  const server = await startServer(name);
  const checked = await check(name, server);
  const head = `HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${checked.cookie}\r\n\r\n`;
  const loads = ROUTES.map(({ path }) => {
    const load = { status: 200, bodyLength: BODY.length, connections: CONNECTIONS };
    return [path, { ...load, request: [[`GET ${path} ${head}`, 1]] }] as const;
  });
  return { name, server, loads: new Map(loads), ...checked };
}

function compareHeaders(peers: readonly CheckedPeer[]): void {
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
