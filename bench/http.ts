/** `npm run bench -- http`: bodies in and out, beside the peers, as ratios to the bare server. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FILE_SIZE, ROUTES, type Route, requestOf } from "./http-routes.ts";
import { type Server, startServer } from "./measure.ts";
import { measureRounds, type Peer, type PreparedLoad, roundOptions } from "./rounds.ts";
import { printTable } from "./table.ts";
import { benchUploadMemory } from "./upload-memory.ts";

const SERVERS = ["bare", "flagon", "fastify", "hono", "express"];

/** Measures, prints a table for each route, then what memory large uploads take. */
export async function benchHTTP(args: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-http-"));
  process.env.BENCH_FILE = join(folder, "file.bin");
  try {
    writeFileSync(process.env.BENCH_FILE, Buffer.alloc(FILE_SIZE, "flagon "));
    const options = roundOptions(args, SERVERS);
    const samples = await measureRounds(options, start, () => {});
    for (const { title } of ROUTES) {
      printTable(title, new Map(options.names.map((name) => [name, samples.get(`${name} ${title}`) ?? []])));
    }
    await benchUploadMemory(options.names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts a server and asks it everything once; what it answers must be what every server answers. */
async function start(name: string): Promise<Peer> {
  const server = await startServer(`http-${name}`);
  const loads = new Map<string, PreparedLoad>();
  for (const route of ROUTES) loads.set(route.title, await check(name, server, route));
  return { name, server, loads };
}

async function check(name: string, server: Server, route: Route): Promise<PreparedLoad> {
  const { answer, connections, status } = route;
  const known = status === 304 ? { "If-None-Match": await etagOf(server, route) } : undefined;
  const reply = await ask(server, route, known);
  const got = typeof answer === "number" ? reply.body.length : comparable(reply.body.toString());
  if (reply.status !== status || got !== answer) {
    const shown = String(got).slice(0, 200);
    throw new Error(`${name}: ${route.title}: ${reply.status} ${shown}, must be ${status} ${answer}`);
  }
  const headers = known === undefined ? "" : `If-None-Match: ${known["If-None-Match"]}\r\n`;
  return { request: requestOf(route, headers), status, bodyLength: reply.body.length, connections };
}

async function etagOf(server: Server, route: Route): Promise<string> {
  const { etag } = await ask(server, route);
  if (etag === undefined) throw new Error(`${route.path} must have an ETag`);
  return etag;
}

interface Reply {
  readonly status: number | undefined;
  readonly etag: string | undefined;
  readonly body: Buffer;
}

// Not fetch, which asks for a fresh answer as soon as a condition is given.
function ask({ port }: Server, route: Route, headers: Record<string, string> = {}): Promise<Reply> {
  const { method, path, type, body } = route;
  const bytes = Buffer.from(body?.map(([text, times]) => text.repeat(times)).join("") ?? "", "latin1");
  const about = type === undefined ? {} : { "Content-Type": type, "Content-Length": bytes.length };
  return new Promise((resolve, reject) => {
    const sent = request({
      port,
      host: "127.0.0.1",
      method,
      path,
      headers: { ...headers, ...about },
      agent: false,
    });
    sent.on("error", reject).on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, etag: response.headers.etag, body: Buffer.concat(chunks) });
      });
    });
    sent.end(bytes);
  });
}

/** JSON with its keys in order; anything else as it is. */
function comparable(text: string): string {
  if (!text.startsWith("{")) return text;
  const value = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(value, Object.keys(value).sort());
}
