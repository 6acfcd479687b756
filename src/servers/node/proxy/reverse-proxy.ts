/** `ReverseProxy`: passes requests on to another server, and its answers back, as they come. */
import {
  BadGateway,
  GatewayTimeout,
  type Handler,
  HTTPException,
  NotImplemented,
  type Request,
  type Response,
} from "../../../http/index.ts";
import { wantsWebSocket } from "../../proxy/request-fields.ts";
import { UpstreamClosedError, UpstreamProtocolError, UpstreamTimeoutError } from "./errors.ts";
import { Exchange, type OutgoingRequest, type UpstreamAnswer } from "./exchange.ts";
import { outgoingRequest } from "./outgoing-request.ts";
import { ProxiedResponse } from "./proxied-response.ts";
import { TunnelResponse } from "./tunnel-response.ts";
import { type ProxyOptions, Upstream } from "./upstream.ts";
import { UpstreamPool } from "./upstream-pool.ts";

/**
 * Another server, as a handler: a Flask application behind this one, say. `app.fallback(url)` makes one.
 *
 * Bodies are streamed both ways, no faster than the other side takes them. Headers for one connection are left out;
 * X-Forwarded-For, -Proto, -Host, -Prefix and Forwarded are written anew, by what this server knows of the client
 * (behind a `ProxyFix`, what the trusted proxy says), and those of a client never get through. Header names other
 * than letters, digits and hyphens are left out, since WSGI takes `X_Forwarded_For` for `X-Forwarded-For`. Redirects are
 * passed back, not followed.
 *
 * @example
 * ```ts
 * import { ReverseProxy, serve } from "flagon/servers/node";
 *
 * await serve(new ReverseProxy("http://127.0.0.1:5001"), { port: 5000 });
 * ```
 */
export class ReverseProxy implements Handler {
  /** Whether WebSockets are passed on. */
  readonly acceptsUpgrades: boolean = true;
  readonly #pool: UpstreamPool;

  /**
   * @param url - Scheme, host and port of the other server: `http://127.0.0.1:5001`.
   * @param options - Limits in time, and which Host header it sees.
   * @throws TypeError, RangeError for what can't be.
   */
  constructor(url: string | URL, options: ProxyOptions = {}) {
    this.#pool = new UpstreamPool(new Upstream(url, options));
  }

  /** The answer of the other server; an error page of this one if there is none. */
  async handle(request: Request): Promise<Response> {
    try {
      return await this.forward(request);
    } catch (error) {
      if (error instanceof HTTPException) return error.getResponse();
      throw error;
    }
  }

  /**
   * The answer of the other server.
   *
   * @throws BadGateway, a 502, if it can't be reached or makes no sense; GatewayTimeout, a 504, if it takes too long;
   *   BadRequest, a 400, for a request that it could read in another way than this server; NotImplemented, a 501, for a
   *   WebSocket where none can be passed on; ClientDisconnected.
   */
  forward(request: Request): Promise<Response> {
    try {
      return this.#ask(request);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Closes the connections that are not in use. */
  close(): void {
    this.#pool.close();
  }

  #ask(request: Request): Promise<Response> {
    const { source } = request;
    const pool = this.#pool;
    const isForTunnel = wantsWebSocket(request);
    if (isForTunnel && source.canTunnel !== true) throw noTunnel();
    const outgoing = outgoingRequest(request, pool.upstream, isForTunnel);
    const kept = isForTunnel ? undefined : pool.takeKept();
    const connection = kept ?? pool.connect({ isForTunnel });
    return Exchange.run(connection, pool.upstream, outgoing, source).then(
      (answer) => responseOf(answer, outgoing),
      (error: unknown) => {
        if (!(error instanceof UpstreamClosedError && error.isUnsent)) throw gatewayError(error);
        return this.#askAgain(outgoing, request);
      },
    );
  }

  #askAgain(outgoing: OutgoingRequest, { source }: Request): Promise<Response> {
    const pool = this.#pool;
    const connection = pool.connect({ isForTunnel: false });
    return Exchange.run(connection, pool.upstream, outgoing, source).then(
      (answer) => responseOf(answer, outgoing),
      (error: unknown) => {
        throw gatewayError(error);
      },
    );
  }
}

function responseOf(answer: UpstreamAnswer, { method }: OutgoingRequest): Response {
  const { head, tunnel } = answer;
  return tunnel === undefined
    ? new ProxiedResponse(answer, { isHead: method === "HEAD" })
    : new TunnelResponse(head, tunnel.socket, tunnel.first);
}

function noTunnel(): NotImplemented {
  return new NotImplemented(
    "WebSockets are passed on by the server of flagon/servers on Node.js only; here the client must connect to the other server itself.",
  );
}

/** What the visitor is told; the cause is for the log. */
function gatewayError(error: unknown): unknown {
  if (error instanceof UpstreamTimeoutError) return new GatewayTimeout(undefined, { cause: error });
  if (error instanceof UpstreamClosedError || error instanceof UpstreamProtocolError) {
    return new BadGateway(undefined, { cause: error });
  }
  return error;
}
