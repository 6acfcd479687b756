/** The server below: that of HTTP, or that of HTTPS if there is a certificate. */
import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import type { ServeOptions } from "./serve-options.ts";

/** @throws TypeError for a certificate without its key; Error for one that can't be read. */
export function serverFor({ cert, key }: ServeOptions, options: ServerOptions): Server {
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError("HTTPS needs both the certificate and its key: { cert, key }.");
  }
  if (cert === undefined) return createServer(options);
  try {
    // The same events, with TLS sockets in place of plain ones.
    return createSecureServer({ ...options, cert, key }) as unknown as Server;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Error(`The certificate or its key can't be used: ${reason}. Both must be PEM.`, { cause });
  }
}

/** The open sockets below TLS: one that never ends its handshake is no connection of HTTP's, and is known here alone. */
export function socketsOf(server: Server): Iterable<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}
