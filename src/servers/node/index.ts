/**
 * The server for Node.js: a thin adapter over `node:http`.
 *
 * @module
 */

export { ReverseProxy } from "./proxy/reverse-proxy.ts";
export type { ProxyOptions } from "./proxy/upstream.ts";
export { type NodeServer, serve } from "./serve.ts";
export type { ServeOptions } from "./serve-options.ts";
