/**
 * The load, a process of its own: a fixed number of keep-alive connections, each of which sends the same
 * request again as soon as the response is there. Raw sockets, so that the server is what is measured.
 */
import { connect, type Socket } from "node:net";

/** What to load a server with; sent by the parent process. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly cookie: string;
  /** How many bytes each body has. */
  readonly bodyLength: number;
  readonly connections: number;
  readonly seconds: number;
}

/** What this process sends its parent: that measuring begins, then what it found. */
export type LoadReport =
  | "begin"
  | { readonly requests: number; readonly seconds: number; readonly cpu: number };

const SETTLING_MILLISECONDS = 100;
const OK = Buffer.from("HTTP/1.1 200 ");
const HEADERS_END = Buffer.from("\r\n\r\n");

process.on("message", (load: Load) => run(load));
process.on("disconnect", () => process.exit());

async function run(load: Load): Promise<void> {
  const counter = { responses: 0 };
  const sockets = Array.from({ length: load.connections }, () => open(load, counter));
  await sleep(SETTLING_MILLISECONDS);

  const before = counter.responses;
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  send("begin");
  await sleep(load.seconds * 1000);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const requests = counter.responses - before;
  const used = process.cpuUsage(cpu);

  for (const socket of sockets) socket.destroy();
  send({ requests, seconds, cpu: (used.user + used.system) / 1e6 });
}

function open(load: Load, counter: { responses: number }): Socket {
  const request = Buffer.from(
    `GET ${load.path} HTTP/1.1\r\nHost: 127.0.0.1:${load.port}\r\nCookie: ${load.cookie}\r\n\r\n`,
  );
  const socket = connect(load.port, "127.0.0.1");
  let received: Buffer | undefined;
  socket.setNoDelay(true);
  socket.on("connect", () => socket.write(request));
  socket.on("error", fail);
  socket.on("end", () => fail(new Error("the server closed a connection")));
  socket.on("data", (chunk) => {
    const response = received === undefined ? chunk : Buffer.concat([received, chunk]);
    const headersEnd = response.indexOf(HEADERS_END);
    const end = headersEnd + HEADERS_END.length + load.bodyLength;
    if (headersEnd === -1 || response.length < end) {
      received = response;
      return;
    }
    if (response.length > end || response.compare(OK, 0, OK.length, 0, OK.length) !== 0) {
      fail(new Error(`unexpected response: ${response.toString("latin1").slice(0, 500)}`));
    }
    received = undefined;
    counter.responses++;
    socket.write(request);
  });
  return socket;
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
