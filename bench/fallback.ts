/** `npm run bench -- fallback`: proxies side by side: small answers, the time that they add, 100 MB both ways. */
import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { type Server, startServer } from "./measure.ts";
import { measureRounds, type Peer, type PreparedLoad, roundOptions } from "./rounds.ts";
import { summarize } from "./statistics.ts";
import { printTable } from "./table.ts";

const PROXIES = ["bare", "flagon", "undici", "http-proxy-3", "nginx"];
const HAS_NGINX = spawnSync("nginx", ["-v"]).status === 0;
const LARGE = 100_000_000;
const SMALL = 200;
const BUSY = "Small answers, 32 connections (GET /small)";
const ALONE = "Small answers, one after the other on one connection (GET /small)";
const MEGABYTE = 1_000_000;
const WATCH_MILLISECONDS = 50;

/** What 100 MB through a proxy took. */
interface Transfer {
  readonly seconds: number;
  readonly cpu: number;
}

/** Measures, and prints a table for small answers and one for large ones. */
export async function benchFallback(args: string[]): Promise<void> {
  const options = roundOptions(
    args,
    HAS_NGINX ? [...PROXIES, "direct"] : [...PROXIES, "direct"].filter((name) => name !== "nginx"),
  );
  if (!HAS_NGINX) console.log("nginx is not installed here (apt-get install nginx): it is left out.");
  const upstream = await startServer("fallback-upstream", { core: 1 });
  process.env.BENCH_UPSTREAM = `http://127.0.0.1:${upstream.port}`;
  try {
    const samples = await measureRounds(options, start, () => {});
    for (const title of [BUSY, ALONE]) {
      printTable(title, new Map(options.names.map((name) => [name, samples.get(`${name} ${title}`) ?? []])));
    }
    const micros = (name: string): number =>
      summarize(
        (samples.get(`${name} ${ALONE}`) ?? []).map((sample) => (sample.seconds / sample.requests) * 1e6),
      ).median;
    console.log("\nAdded to each small answer\n");
    for (const name of options.names) {
      if (name !== "direct")
        console.log(`  ${name.padEnd(14)} ${(micros(name) - micros("direct")).toFixed(0).padStart(6)} µs`);
    }
    await benchLarge(options.names, options.rounds);
  } finally {
    await upstream.stop();
  }
}

async function start(name: string): Promise<Peer> {
  const server = await startServer(name === "direct" ? "fallback-upstream" : `fallback-${name}`);
  const answer = await fetch(`http://127.0.0.1:${server.port}/small`);
  const text = await answer.text();
  if (answer.status !== 200 || text.length !== SMALL || answer.headers.get("vary") !== "Cookie") {
    throw new Error(`${name}: ${answer.status} ${text.slice(0, 100)}`);
  }
  const load = (connections: number): PreparedLoad => ({
    request: [[REQUEST, 1]],
    status: 200,
    bodyLength: SMALL,
    connections,
  });
  return {
    name,
    server,
    loads: new Map([
      [BUSY, load(32)],
      [ALONE, load(1)],
    ]),
  };
}

const REQUEST =
  "GET /small?page=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0)\r\n" +
  "Accept: text/html,application/xhtml+xml\r\nAccept-Language: en\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n" +
  `Cookie: session=${"a".repeat(120)}\r\n\r\n`;

/** 100 MB down and up through each, by turns. */
async function benchLarge(names: readonly string[], rounds: number): Promise<void> {
  const down = new Map<string, Transfer[]>();
  const up = new Map<string, Transfer[]>();
  const rise = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const server = await startServer(name === "direct" ? "fallback-upstream" : `fallback-${name}`);
      try {
        await transfer(server, "download");
        await transfer(server, "upload");
        const idle = await server.memory();
        add(down, name, await transfer(server, "download"));
        add(up, name, await transfer(server, "upload"));
        const watch = watchMemory(server);
        await download(server);
        await upload(server);
        const most = await watch.stop();
        rise.set(name, Math.max(rise.get(name) ?? 0, most - idle));
      } finally {
        await server.stop();
      }
    }
  }
  console.log(
    `\n${LARGE / MEGABYTE} MB on one connection\n\n  server          down MB/s   CPU ms     up MB/s   CPU ms   memory above`,
  );
  for (const name of names) {
    const columns = [...columnsOf(down.get(name)), ...columnsOf(up.get(name))];
    console.log(
      `  ${name.padEnd(14)} ${columns.join(" ")} ${`${((rise.get(name) ?? 0) / MEGABYTE).toFixed(0)} MB`.padStart(14)}`,
    );
  }
}

/** Looks at the memory of a server again and again; gives the most that it had. */
function watchMemory(server: Server): { stop(): Promise<number> } {
  let isStopped = false;
  const watching = (async () => {
    let most = 0;
    while (!isStopped) {
      most = Math.max(most, await server.memory());
      await new Promise((resolve) => setTimeout(resolve, WATCH_MILLISECONDS));
    }
    return most;
  })();
  return {
    stop() {
      isStopped = true;
      return watching;
    },
  };
}

function columnsOf(transfers: readonly Transfer[] = []): string[] {
  const speed = summarize(transfers.map(({ seconds }) => LARGE / MEGABYTE / seconds)).median;
  const cpu = summarize(transfers.map((one) => one.cpu * 1000)).median;
  return [speed.toFixed(0).padStart(10), cpu.toFixed(0).padStart(8)];
}

function add(table: Map<string, Transfer[]>, name: string, transfer: Transfer): void {
  table.set(name, [...(table.get(name) ?? []), transfer]);
}

/** Downloads or uploads 100 MB once. */
async function transfer(server: Server, way: "download" | "upload"): Promise<Transfer> {
  const before = await server.cpu();
  const start = performance.now();
  await (way === "download" ? download(server) : upload(server));
  const seconds = (performance.now() - start) / 1000;
  return { seconds, cpu: (await server.cpu()) - before };
}

function download({ port }: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    let length = 0;
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (piece) => {
      length += piece.length;
    });
    socket.on("error", reject).on("close", () => {
      if (length > LARGE) resolve();
      else reject(new Error(`${length} bytes came of ${LARGE}`));
    });
    socket.on("data", () => {
      if (length > LARGE) socket.destroy();
    });
    socket.write(`GET /large HTTP/1.1\r\nHost: a\r\n\r\n`);
  });
}

function upload({ port }: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const piece = Buffer.alloc(100_000, "flagon ");
    let left = LARGE;
    let answer = "";
    const socket = connect(port, "127.0.0.1");
    const more = (): void => {
      while (left > 0) {
        left -= piece.length;
        if (!socket.write(piece)) {
          socket.once("drain", more);
          return;
        }
      }
    };
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      if (answer.endsWith("taken")) socket.destroy();
    });
    socket.on("error", reject).on("close", () => {
      if (answer.endsWith("taken")) resolve();
      else reject(new Error(`the upload was answered ${JSON.stringify(answer.slice(0, 60))}`));
    });
    socket.write(`POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: ${LARGE}\r\n\r\n`);
    more();
  });
}
