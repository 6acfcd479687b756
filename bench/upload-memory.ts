/** How much memory a server takes for ten uploads of 100 MB at a time. */
import { connect } from "node:net";
import { ROUTES, requestOf, uploadBody } from "./http-routes.ts";
import { type Server, startServer } from "./measure.ts";

const UPLOADS = 10;
const SIZE = 100_000_000;
const WATCH_MILLISECONDS = 20;
const MEGABYTE = 1_000_000;

/** Prints for each server how far its memory rose above what it was when idle. */
export async function benchUploadMemory(names: readonly string[]): Promise<void> {
  console.log(
    `\nTakes ${UPLOADS} files of ${SIZE / MEGABYTE} MB at a time\n\n  server            idle      most     above`,
  );
  for (const name of names) {
    const server = await startServer(`http-${name}`);
    try {
      // What a first upload loads is no memory of the others.
      await Promise.all(Array.from({ length: UPLOADS }, () => upload(server, 5_000_000)));
      await sleep(500);
      const idle = await server.memory();
      const most = await mostWhile(
        server,
        Promise.all(Array.from({ length: UPLOADS }, () => upload(server, SIZE))),
      );
      const columns = [idle, most, most - idle].map((bytes) =>
        `${(bytes / MEGABYTE).toFixed(0)} MB`.padStart(9),
      );
      console.log(`  ${name.padEnd(14)} ${columns.join(" ")}`);
    } catch (error) {
      console.log(`  ${name.padEnd(14)} ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await server.stop();
    }
  }
}

async function mostWhile(server: Server, work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  let most = 0;
  while (!isDone) {
    most = Math.max(most, await server.memory());
    await sleep(WATCH_MILLISECONDS);
  }
  await done;
  return most;
}

/** Sends a file, as fast as it is taken; settles when the server has answered 200. */
function upload({ port }: Server, size: number): Promise<void> {
  const route = ROUTES.find(({ path }) => path === "/upload");
  if (route === undefined) throw new Error("there is no route for uploads");
  const pieces = requestOf({ ...route, body: uploadBody(size) }, "Connection: close\r\n");
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => {
      if (/^HTTP\/1\.1 200 /.test(answer) && answer.includes(String(size))) resolve();
      else reject(new Error(`the upload was answered ${JSON.stringify(answer.slice(0, 60))}`));
    });
    send(socket, pieces).catch(reject);
  });
}

async function send(socket: ReturnType<typeof connect>, pieces: ReturnType<typeof requestOf>): Promise<void> {
  const block = 100;
  for (const [text, times] of pieces) {
    const once = Buffer.from(text, "latin1");
    const many = Buffer.from(text.repeat(Math.min(block, times)), "latin1");
    for (let sent = 0; sent < times; sent += block) {
      const piece =
        times - sent >= block ? many : Buffer.concat(Array.from({ length: times - sent }, () => once));
      if (!socket.write(piece)) await drained(socket);
    }
  }
}

function drained(socket: ReturnType<typeof connect>): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off("drain", settle).off("close", settle);
      resolve();
    };
    socket.on("drain", settle).on("close", settle);
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
