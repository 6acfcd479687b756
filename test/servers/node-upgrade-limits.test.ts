import { Response } from "flagon/http";
import { type NodeServer, type ServeOptions, serve } from "flagon/servers/node";
import { describe, expect, test } from "vitest";
import { eventually, RawClient } from "./raw-client.ts";

const UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

/** A client that asks for a WebSocket and reads nothing, before an application that answers without one. */
async function upgrading(
  answer: () => Response | Promise<Response>,
  options: ServeOptions,
): Promise<{ readonly server: NodeServer; readonly client: RawClient }> {
  const app = { handle: answer, acceptsUpgrades: true, logException: () => {} };
  const server = await serve(app, { port: 0, ...options });
  const client = new RawClient(server);
  client.socket.pause();
  client.send(UPGRADE);
  return { server, client };
}

describe("a client that asks for a WebSocket and is answered otherwise", () => {
  test("loses its connection if it reads nothing", async () => {
    let closed = 0;
    const answer = (): Response => {
      const response = new Response(new Uint8Array(64 * 1024 * 1024));
      response.callOnClose(() => closed++);
      return response;
    };
    const { server } = await upgrading(answer, { sendTimeout: 0.15 });
    await eventually(() => closed > 0);
    await server.close();
  });

  test("does not hold up the end of the server", async () => {
    let isAsked = false;
    const answer = (): Promise<Response> => {
      isAsked = true;
      return new Promise(() => {});
    };
    const { server, client } = await upgrading(answer, { closeTimeout: 0.1 });
    await eventually(() => isAsked);
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).toBeLessThan(2000);
    client.socket.destroy();
  });
});
