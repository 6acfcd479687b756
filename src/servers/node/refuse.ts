/** Refuses a request that never became one, straight on its connection. */
import type { Duplex } from "node:stream";
import { statusName } from "../../http/index.ts";

const LINGER_MILLISECONDS = 1000;

/** Answers with a status and nothing else, and closes the connection. */
export function refuse(socket: Duplex, status: number): void {
  const body = `${statusName(status)}\n`;
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${statusName(status)}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  // Closing at once, with bytes unread, would reset the connection before the client has read the answer.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
}
