/** The response to a request to change the protocol, after which Node leaves the connection to its taker. */
import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * A response on a connection that Node has given away. It closes the connection at its end: what the client sent after
 * its request has not been read as one.
 *
 * @param message - The request.
 * @param socket - Its connection.
 */
export function upgradeReply(message: IncomingMessage, socket: Socket): ServerResponse {
  const reply = new ServerResponse(message);
  reply.shouldKeepAlive = false;
  reply.assignSocket(socket);
  const onDrain = (): void => void reply.emit("drain");
  socket.on("drain", onDrain);
  socket.on("error", ignore);
  reply.once("finish", () => {
    socket.off("drain", onDrain);
    reply.detachSocket(socket);
    socket.destroySoon();
  });
  return reply;
}

/** Whether a request asks for a WebSocket; the others are answered as if they had asked for nothing. */
export function isWebSocketRequest({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket";
}

/** Whether the request has a body, which Node does not read after it has given the connection away. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return (headers["content-length"] ?? "0") !== "0" || headers["transfer-encoding"] !== undefined;
}

function ignore(): void {}
