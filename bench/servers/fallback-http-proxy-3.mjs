/** http-proxy-3, the best-kept proxy library of Node's, with an agent that keeps connections. */
import { Agent, createServer } from "node:http";
import { createProxyServer } from "http-proxy-3";
import { report } from "./report.mjs";

const target = process.env.BENCH_UPSTREAM;
const proxy = createProxyServer({ target, xfwd: true, agent: new Agent({ keepAlive: true }) });
proxy.on("error", () => {});
const server = createServer((message, reply) => proxy.web(message, reply));
server.listen(0, "127.0.0.1", () => report(server.address().port));
