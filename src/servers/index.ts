/**
 * `serve`: an application on the server of whatever runtime this is; `proxyTo`: another server behind it.
 *
 * @module
 */
import type { Handler, Request, Response } from "../http/index.ts";
import type { NodeServer, ProxyOptions, ServeOptions } from "./node/index.ts";

export type { NodeServer as Server, ProxyOptions, ServeOptions } from "./node/index.ts";

/**
 * Serves an application with the runtime's own server. On Node.js that is `flagon/servers/node`; Bun, Deno
 * and Workers serve the application itself.
 *
 * @param app - The application, or anything that answers requests.
 * @param options - Where to listen, and the limits in time and size.
 * @throws Error if the address can't be had, or this is no Node.js, saying what to do instead.
 * @example
 * ```ts
 * const server = await serve(app, { port: 8000 });
 * console.log(server.url);
 * ```
 */
export async function serve(app: Handler, options: ServeOptions = {}): Promise<NodeServer> {
  const runtime = runtimeName();
  if (runtime === "Node.js") return (await import("./node/index.ts")).serve(app, options);
  throw new Error(
    `serve() has no server for ${runtime} yet. ${REMEDIES.get(runtime) ?? "Hand each request to app.fetch(request)."}`,
  );
}

/** Another server, that requests are passed on to. */
export interface Upstream {
  /** Its answer. @throws HTTPException, a 502, 504, 400, 501 or 508. */
  forward(request: Request): Promise<Response>;
}

/**
 * Another server, over sockets on Node.js (`ReverseProxy` of `flagon/servers/node`), over `fetch` elsewhere.
 *
 * @param url - Scheme, host and port: `http://127.0.0.1:5001`.
 * @param options - Limits in time, and which Host header it sees.
 * @throws TypeError, RangeError for what can't be.
 */
export async function proxyTo(url: URL, options: ProxyOptions = {}): Promise<Upstream> {
  if (runtimeName() === "Node.js") {
    const { ReverseProxy } = await import("./node/index.ts");
    return new ReverseProxy(url, options);
  }
  const { FetchProxy } = await import("./proxy/fetch-proxy.ts");
  return new FetchProxy(url, options);
}

const REMEDIES: ReadonlyMap<string, string> = new Map([
  [
    "Bun",
    "Write `export default app` and start the file with `bun run`, or call Bun.serve({ fetch: app.fetch }).",
  ],
  ["Deno", "Write `export default app` and start the file with `deno serve`, or call Deno.serve(app.fetch)."],
  ["Workers", "Write `export default app`; the runtime calls app.fetch."],
]);

/** Bun and Deno call themselves Node.js as well, so they are asked for first. */
function runtimeName(): string {
  if ("Bun" in globalThis) return "Bun";
  if ("Deno" in globalThis) return "Deno";
  if (globalThis.navigator?.userAgent === "Cloudflare-Workers") return "Workers";
  return globalThis.process?.versions?.node === undefined ? "this runtime" : "Node.js";
}
