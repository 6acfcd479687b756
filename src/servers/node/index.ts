/** The server for Node.js: a thin adapter over `node:http`. */
export { type NodeServer, serve } from "./serve.ts";
export type { ServeOptions } from "./serve-options.ts";
