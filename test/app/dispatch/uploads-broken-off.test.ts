import { Flagon, request } from "flagon";
import { type NodeServer, type ServeOptions, serve } from "flagon/servers/node";
import { describe, expect, onTestFinished, test } from "vitest";
import { leftovers, openTemporaryFiles } from "../../http/temporary-files.ts";
import { eventually, RawClient } from "../../servers/raw-client.ts";

/** A served application that takes uploads, the errors that it logged, and how often its view ran. */
const uploading = async (options: ServeOptions = {}) => {
  const log: unknown[] = [];
  const views: string[] = [];
  const app = new Flagon();
  app.logger = { warn: () => {}, error: (message) => log.push(message) };
  app.post("/", { endpoint: "view" }, () => {
    views.push(request.path);
    return String(request.files.size);
  });
  app.post("/stream", { endpoint: "stream", body: "stream" }, async () => {
    for await (const _ of request.stream as unknown as AsyncIterable<Uint8Array>) views.push("piece");
    return "all";
  });
  const server: NodeServer = await serve(app, { port: 0, onError: (error) => log.push(error), ...options });
  onTestFinished(() => server.close());
  return { server, log, views };
};

const HEAD =
  "Host: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n" +
  "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n";

/** Sends the first megabyte of an upload, and waits until it is on disk. */
const halfway = async (server: NodeServer): Promise<RawClient> => {
  const client = new RawClient(server);
  client.send(`POST / HTTP/1.1\r\n${HEAD}${"x".repeat(1_000_000)}`);
  await eventually(() => openTemporaryFiles().length > 0);
  return client;
};

describe("a client that breaks off an upload", () => {
  test("leaves nothing behind, and its view never runs", async () => {
    const { server, log, views } = await uploading();
    const clients = await Promise.all([halfway(server), halfway(server), halfway(server)]);
    for (const client of clients) client.socket.destroy();
    await eventually(() => leftovers().length === 0);
    expect([log, views]).toEqual([[], []]);
  });

  test("by closing its side leaves nothing behind either", async () => {
    const { server, log } = await uploading();
    const client = await halfway(server);
    client.socket.end();
    await eventually(() => leftovers().length === 0);
    expect(log).toEqual([]);
  });

  test("ends the stream of a view with an error", async () => {
    const { server, log, views } = await uploading();
    const client = new RawClient(server);
    client.send(`POST /stream HTTP/1.1\r\n${HEAD}`);
    await eventually(() => views.length > 0);
    client.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(views).not.toContain("all");
    expect(log).toEqual([]);
  });
});

describe("a client that stalls", () => {
  test("is sent away with 408, and leaves nothing behind", async () => {
    const { server, log, views } = await uploading({ requestTimeout: 0.3, headersTimeout: 0.2 });
    const client = await halfway(server);
    expect(await client.all()).toMatch(/^HTTP\/1\.1 408 /);
    await eventually(() => leftovers().length === 0);
    expect([log, views]).toEqual([[], []]);
  });

  test("does not keep a server from closing", async () => {
    const { server } = await uploading({ closeTimeout: 0.1 });
    await halfway(server);
    await server.close();
    await eventually(() => leftovers().length === 0);
  });
});

describe("a server that sends a request away", () => {
  test("with 413 in the midst of a file leaves nothing behind, and the client reads why", async () => {
    const { server } = await uploading();
    const client = new RawClient(server);
    client.send(`POST / HTTP/1.1\r\n${HEAD.replace("9000000", "99000000")}${"x".repeat(100_000)}`);
    expect(await client.all()).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*<\/p>\n$/);
    expect(leftovers()).toEqual([]);
  });

  test("with 413 in the midst of chunks leaves nothing behind, and the client reads why", async () => {
    const { server } = await uploading();
    const client = new RawClient(server);
    const [fields = "", start = ""] = HEAD.replace(
      "Content-Length: 9000000",
      "Transfer-Encoding: chunked",
    ).split(/(?=--b)/);
    client.send(`POST / HTTP/1.1\r\n${fields}${start.length.toString(16)}\r\n${start}\r\n`);
    const chunk = `80000\r\n${"x".repeat(0x80000)}\r\n`;
    for (let sent = 0; sent < 33 && !client.socket.closed; sent++) client.send(chunk);
    expect(await client.all()).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*<\/p>\n$/);
    await eventually(() => leftovers().length === 0);
  });
});
