/** A proxy by hand over `node:http`: an agent that keeps connections, pipes both ways. */
import { Agent, createServer, request } from "node:http";
import { endToEnd, requestHeaders } from "./proxied-headers.mjs";
import { report } from "./report.mjs";

const { hostname, port } = new URL(process.env.BENCH_UPSTREAM);
const agent = new Agent({ keepAlive: true });

const server = createServer((message, reply) => {
  const { method, url: path } = message;
  const passed = request({ hostname, port, method, path, headers: requestHeaders(message), agent });
  passed.on("response", (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(reply);
  });
  passed.on("error", () => reply.destroy());
  reply.on("close", () => passed.destroy());
  if (message.headers["content-length"] === undefined) passed.end();
  else message.pipe(passed);
});
server.listen(0, "127.0.0.1", () => report(server.address().port));
