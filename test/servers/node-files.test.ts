import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Request, type Response, sendFile, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";
import { Folder } from "../http/folder.ts";
import { eventually, exchange, RawClient, serving } from "./raw-client.ts";

const MEGABYTE = 1_048_576;

/** Bytes that tell where they stand. */
function content(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

const answer =
  (path: string) =>
  (request: Request): Promise<Response> =>
    sendFile(path, request).catch((error) => error.getResponse());

describe("a file on a real connection", () => {
  test("arrives whole, whatever its size", async () => {
    using folder = new Folder();
    for (const size of [0, 1, 65_536, 65_537, 262_144, 262_145, 3 * MEGABYTE + 7]) {
      const path = folder.write("file.bin", content(size));
      await serving(answer(path), async (server, errors) => {
        const response = await fetch(server.url);

        expect(response.headers.get("content-length")).toBe(String(size));
        expect(new Uint8Array(await response.arrayBuffer())).toEqual(content(size));
        expect(errors).toEqual([]);
      });
    }
    expect(folder.openFiles()).toBe(0);
  });

  test("arrives in the parts that are asked for, one connection after the other", async () => {
    using folder = new Folder();
    const whole = content(MEGABYTE);
    const path = folder.write("file.bin", whole);
    await serving(answer(path), async (server) => {
      for (const [range, start, stop] of [
        ["bytes=0-0", 0, 1],
        ["bytes=1000-300000", 1000, 300_001],
        ["bytes=-70000", MEGABYTE - 70_000, MEGABYTE],
        ["bytes=500000-", 500_000, MEGABYTE],
      ] as const) {
        const response = await fetch(server.url, { headers: { Range: range } });

        expect([response.status, response.headers.get("content-range")]).toEqual([
          206,
          `bytes ${start}-${stop - 1}/${MEGABYTE}`,
        ]);
        expect(new Uint8Array(await response.arrayBuffer())).toEqual(whole.subarray(start, stop));
      }
      const beyond = await fetch(server.url, { headers: { Range: `bytes=${MEGABYTE}-` } });
      expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${MEGABYTE}`]);
    });
    expect(folder.openFiles()).toBe(0);
  });

  test("is not read for HEAD, nor for a client that has it", async () => {
    using folder = new Folder();
    const path = folder.write("file.bin", content(MEGABYTE));
    await serving(answer(path), async (server) => {
      const head = await fetch(server.url, { method: "HEAD" });
      expect(head.headers.get("content-length")).toBe(String(MEGABYTE));
      const etag = head.headers.get("etag") ?? "";

      const known = await exchange(
        server,
        `GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${etag}\r\n\r\n` +
          "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n",
      );

      // The connection goes on after the 304, at the right place.
      expect(known).toMatch(/^HTTP\/1\.1 304 Not Modified\r\n/);
      expect(known).toContain("\r\n\r\nHTTP/1.1 206 Partial Content\r\n");
      expect(known.endsWith("\r\n\r\n\0\x1f")).toBe(true);
      expect(folder.openFiles()).toBe(0);
    });
  });

  test("is closed when the client goes in the midst of it", async () => {
    using folder = new Folder();
    const path = folder.write("file.bin", new Uint8Array(64 * MEGABYTE));
    await serving(answer(path), async (server, errors) => {
      const clients = Array.from({ length: 20 }, () => new RawClient(server));
      for (const client of clients) client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await Promise.all(clients.map((client) => client.until(/\r\n\r\n/)));
      expect(folder.openFiles()).toBe(20);

      for (const client of clients) client.socket.destroy();

      await eventually(() => folder.openFiles() === 0);
      expect(errors).toEqual([]);
    });
  });

  test("is read no faster than the client takes it", async () => {
    using folder = new Folder();
    const path = folder.write("file.bin", new Uint8Array(64 * MEGABYTE));
    await serving(answer(path), async (server) => {
      const client = new RawClient(server);
      client.socket.pause();
      const before = process.memoryUsage().arrayBuffers;
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await eventually(() => folder.openFiles() === 1);
      await new Promise((resolve) => setTimeout(resolve, 300));

      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MEGABYTE);
      client.socket.destroy();
      await eventually(() => folder.openFiles() === 0);
    });
  });

  test("that becomes shorter while it is sent breaks the connection off", async () => {
    using folder = new Folder();
    const path = folder.write("file.bin", new Uint8Array(64 * MEGABYTE));
    let isAnswered = false;
    const announce = async (request: Request): Promise<Response> => {
      const response = await sendFile(path, request);
      isAnswered = true;
      return response;
    };
    await serving(announce, async (server, errors) => {
      const client = new RawClient(server);
      client.socket.pause();
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      await eventually(() => isAnswered);
      folder.write("file.bin", content(10));
      client.socket.resume();

      expect((await client.all()).length).toBeLessThan(64 * MEGABYTE);
      expect(String(errors[0])).toContain("became shorter");
      await eventually(() => folder.openFiles() === 0);
    });
  });
});

describe("a file response that is never sent", () => {
  test("is closed when nobody can send it any more", async () => {
    using folder = new Folder();
    const path = folder.write("file.bin", content(MEGABYTE));
    const forget = async (): Promise<void> => {
      const web = new globalThis.Request("http://localhost/");
      const response = await sendFile(path, new Request(new WebRequestSource(web)));
      expect([response.isStreamed, folder.openFiles()]).toEqual([true, 1]);
    };
    await forget();

    await eventually(() => {
      collectGarbage();
      return folder.openFiles() === 0;
    });
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
