/** Many clients at once, quick, slow and gone: no byte of an answer or an upload is ever another's. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Handler } from "flagon/http";
import { ReverseProxy, serve } from "flagon/servers/node";
import { expect, test } from "vitest";
import { sleep } from "./upstream.ts";

const CLIENTS = 16;
const ROUNDS = 12;
const SIZES = [0, 7, 3000, 65_000, 66_000, 150_000, 8_000_000];

/** Bytes that no other name has, at no place. */
function bytesOf(name: string, length: number): Buffer {
  const block = createHash("sha256").update(name).digest();
  const bytes = Buffer.alloc(length, block);
  for (let at = 0; at + 4 <= length; at += 32) bytes.writeUInt32LE(at, at);
  return bytes;
}

const shaOf = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

/** Runs a test with an upstream that answers with the bytes of a name, or with the hash of what is uploaded. */
async function passing(run: (port: number) => Promise<void>, wait: () => Promise<unknown>): Promise<void> {
  const upstream = createServer(async (message, reply) => {
    const { searchParams } = new URL(message.url ?? "", "http://upstream");
    const bytes = bytesOf(searchParams.get("name") ?? "", Number(searchParams.get("length")));
    if (message.method === "POST") {
      const hash = createHash("sha1");
      message.on("error", () => {});
      message.on("data", (piece) => hash.update(piece)).on("end", () => reply.end(hash.digest("hex")));
      return;
    }
    if (searchParams.get("how") === "length") reply.setHeader("Content-Length", bytes.length);
    for (let at = 0; at < bytes.length; at += 40_000) {
      reply.write(bytes.subarray(at, at + 40_000));
      if (at % 120_000 === 0) await sleep(1);
    }
    reply.end();
  }).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const handler: Handler = {
    async handle(incoming) {
      const response = await proxy.forward(incoming);
      await wait();
      return response;
    },
  };
  const server = await serve(handler, { port: 0, onError: () => {}, closeTimeout: 0.5 });
  try {
    await run(server.address.port);
  } finally {
    await server.close();
    proxy.close();
    upstream.closeAllConnections();
    upstream.close();
  }
}

/** Asks for bytes, reads them at a pace of its own, and may leave in between; gives what came. */
function download(port: number, path: string, slow: boolean, leavesAt: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let count = 0;
    const asked = request({ port, path, agent: false }, (reply) => {
      reply.on("data", (piece: Buffer) => {
        pieces.push(piece);
        count += piece.length;
        if (count >= leavesAt) asked.destroy();
        if (!slow) return;
        reply.pause();
        setTimeout(() => reply.resume(), 3);
      });
      reply.on("error", () => {});
      reply.on("close", () => resolve(Buffer.concat(pieces)));
    });
    asked.on("error", () => resolve(Buffer.concat(pieces)));
    asked.end();
  });
}

async function upload(port: number, path: string, bytes: Buffer): Promise<string> {
  const headers = bytes.length % 2 === 0 ? { "Content-Length": bytes.length } : {};
  const asked = request({ port, path, method: "POST", headers, agent: false });
  const answered = once(asked, "response");
  asked.end(bytes);
  const [reply] = (await answered) as [IncomingMessage];
  let text = "";
  for await (const piece of reply) text += String(piece);
  return text;
}

/** Sends the beginning of an upload, and leaves. */
async function leave(port: number, path: string, bytes: Buffer): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes.length + 1}\r\n\r\n`);
  socket.write(bytes);
  await sleep(5);
  socket.destroy();
}

test.each([
  ["at once", async () => {}],
  ["after a moment", () => sleep(5)],
])(
  "each client gets its own bytes and no others, where answers are taken %s",
  async (_when, wait) => {
    await passing(async (port) => {
      const client = async (number: number): Promise<void> => {
        for (let round = 0; round < ROUNDS; round++) {
          const name = `${number}-${round}`;
          const length = SIZES[(number * 5 + round * 3) % SIZES.length] ?? 0;
          const path = `/?name=${name}&length=${length}&how=${round % 2 === 0 ? "length" : "chunks"}`;
          const bytes = bytesOf(name, length);
          if (round % 4 === 3) {
            if (number % 3 === 0) await leave(port, path, bytes);
            else expect(await upload(port, path, bytes)).toBe(shaOf(bytes));
            continue;
          }
          const leavesAt = (number + round) % 5 === 0 ? 40_000 : Number.POSITIVE_INFINITY;
          const came = await download(port, path, number % 2 === 0, leavesAt);
          expect(shaOf(came), name).toBe(shaOf(bytes.subarray(0, came.length)));
          if (length < leavesAt) expect(came.length, name).toBe(length);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    }, wait);
  },
  60_000,
);
