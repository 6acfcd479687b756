/**
 * The load, a process of its own: a fixed number of keep-alive connections, each of which sends the same
 * request again as soon as the response is there. Raw sockets, so that the server is what is measured.
 */
import { connect, type Socket } from "node:net";
import { LATENCY_STEP } from "./statistics.ts";

/** What to load a server with; sent by the parent process. */
export interface Load {
  readonly port: number;
  /** The bytes of each request, in Latin-1: texts, each with how often it comes. */
  readonly request: readonly (readonly [text: string, times: number])[];
  /** The status that each response must have. */
  readonly status: number;
  /** How many bytes the body of each response has. */
  readonly bodyLength: number;
  readonly connections: number;
  readonly seconds: number;
}

/** What this process sends its parent: that measuring begins, then what it found. */
export type LoadReport =
  | "begin"
  | {
      readonly requests: number;
      readonly seconds: number;
      readonly cpu: number;
      /** How many responses took so long: one count for each {@link LATENCY_STEP}. */
      readonly latencies: readonly number[];
    };

const LATENCY_STEPS = 4000;

const SETTLING_MILLISECONDS = 100;
const HEADERS_END = Buffer.from("\r\n\r\n");

process.on("message", (load: Load) => run(load));
process.on("disconnect", () => process.exit());

interface Counter {
  responses: number;
  readonly latencies: Uint32Array;
}

async function run(load: Load): Promise<void> {
  const counter = { responses: 0, latencies: new Uint32Array(LATENCY_STEPS) };
  const request = Buffer.from(load.request.map(([text, times]) => text.repeat(times)).join(""), "latin1");
  const sockets = Array.from({ length: load.connections }, () => open(load, request, counter));
  await sleep(SETTLING_MILLISECONDS);

  const before = counter.responses;
  counter.latencies.fill(0);
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  send("begin");
  await sleep(load.seconds * 1000);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const requests = counter.responses - before;
  const used = process.cpuUsage(cpu);
  const latencies = [...counter.latencies];

  for (const socket of sockets) socket.destroy();
  send({ requests, seconds, cpu: (used.user + used.system) / 1e6, latencies });
}

function open(load: Load, request: Buffer, counter: Counter): Socket {
  const statusLine = Buffer.from(`HTTP/1.1 ${load.status} `);
  const socket = connect(load.port, "127.0.0.1");
  let head: Buffer | undefined;
  // Of a body that comes in several pieces, the bytes are only counted.
  let missing = 0;
  let sent = 0;
  socket.setNoDelay(true);
  const ask = () => {
    sent = performance.now();
    socket.write(request);
  };
  socket.on("connect", ask);
  socket.on("error", fail);
  socket.on("end", () => fail(new Error("the server closed a connection")));
  socket.on("data", (chunk) => {
    if (missing > 0) missing -= chunk.length;
    else {
      const response = head === undefined ? chunk : Buffer.concat([head, chunk]);
      const headersEnd = response.indexOf(HEADERS_END);
      if (headersEnd === -1) {
        head = response;
        return;
      }
      head = undefined;
      if (response.compare(statusLine, 0, statusLine.length, 0, statusLine.length) !== 0)
        fail(unexpected(response));
      missing = headersEnd + HEADERS_END.length + load.bodyLength - response.length;
    }
    if (missing < 0) fail(unexpected(chunk));
    if (missing > 0) return;
    counter.responses++;
    const step = Math.trunc((performance.now() - sent) / 1000 / LATENCY_STEP);
    const slot = Math.min(step, LATENCY_STEPS - 1);
    counter.latencies[slot] = (counter.latencies[slot] ?? 0) + 1;
    ask();
  });
  return socket;
}

function unexpected(response: Buffer): Error {
  return new Error(`unexpected response: ${response.toString("latin1").slice(0, 500)}`);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function fail(error: Error): void {
  console.error(error);
  process.exit(1);
}

function send(report: LoadReport): void {
  process.send?.(report);
}
