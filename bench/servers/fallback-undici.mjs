/** A proxy by hand over undici's lowest level, `dispatch`, with back-pressure. */
import { createServer } from "node:http";
import { Pool } from "undici";
import { endToEnd, requestHeaders } from "./proxied-headers.mjs";
import { report } from "./report.mjs";

const pool = new Pool(process.env.BENCH_UPSTREAM);

const server = createServer((message, reply) => {
  const body = message.headers["content-length"] === undefined ? null : message;
  const order = { method: message.method, path: message.url, headers: requestHeaders(message), body };
  pool.dispatch(order, {
    onConnect(abort) {
      reply.on("close", () => {
        if (!reply.writableFinished) abort();
      });
    },
    onHeaders(status, raw, resume, statusText) {
      reply.writeHead(status, statusText, endToEnd(raw.map((bytes) => bytes.toString("latin1"))));
      reply.on("drain", resume);
      return true;
    },
    onData: (piece) => reply.write(piece),
    onComplete: () => reply.end(),
    onError: () => reply.destroy(),
  });
});
server.listen(0, "127.0.0.1", () => report(server.address().port));
