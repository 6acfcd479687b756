/** `FetchProxy`: passes requests on to another server with the runtime's `fetch`, where there are no sockets. */
import {
  BadGateway,
  BadRequest,
  GatewayTimeout,
  NotImplemented,
  type Request,
  Response,
  removeHopByHopHeaders,
} from "../../http/index.ts";
import { requestFields, requestTarget, wantsWebSocket } from "./request-fields.ts";

/** What a proxy over `fetch` heeds of the options of a proxy: it has no say in connections. */
export interface FetchProxyOptions {
  /** The limits for the answer to begin and to go on, in seconds. */
  readonly responseTimeout?: number | undefined;
  readonly idleTimeout?: number | undefined;
}

/** Deno leaves answers as they are where Accept-Encoding is given; the others undo what they know. */
const UNDOES_ENCODING = !("Deno" in globalThis);

/**
 * Another server behind this one, on Bun, Deno and Workers. The Host header is the other server's own where `fetch` does
 * not let it be set; X-Forwarded-Host has the client's. Answers are asked for without compression, since `fetch`
 * undoes it (but on Deno). WebSockets are refused. On Deno nothing of a request is passed on once its answer has begun.
 */
export class FetchProxy {
  readonly acceptsUpgrades: boolean = false;
  readonly #origin: string;
  readonly #responseTimeout: number;
  readonly #idleTimeout: number;

  /**
   * @param url - Scheme, host and port of the other server.
   * @param options - Limits in time.
   */
  constructor(url: URL, options: FetchProxyOptions) {
    this.#origin = url.origin;
    this.#responseTimeout = (options.responseTimeout ?? 60) * 1000;
    this.#idleTimeout = (options.idleTimeout ?? 60) * 1000;
  }

  /**
   * The answer of the other server.
   *
   * @throws BadGateway, a 502; GatewayTimeout, a 504; BadRequest, a 400; NotImplemented, a 501, for a WebSocket.
   */
  async forward(request: Request): Promise<Response> {
    if (wantsWebSocket(request)) {
      throw new NotImplemented(
        "WebSockets are passed on by the server of flagon/servers on Node.js only; here the client must connect to the " +
          "other server itself.",
      );
    }
    const aborter = new AbortController();
    const deadline = new Deadline(aborter);
    request.source.onDisconnect?.(() => aborter.abort());
    deadline.set(this.#responseTimeout);
    const web = await this.#fetch(request, aborter.signal).catch((error: unknown) => {
      if (error instanceof BadRequest) throw error;
      if (deadline.hasPassed) throw new GatewayTimeout(undefined, { cause: error });
      throw new BadGateway(undefined, { cause: error });
    });
    deadline.clear();
    const { body } = web;
    const response = Response.fromWeb(web);
    removeHopByHopHeaders(response.headers);
    // Whatever it was encoded by is undone, and the length with it.
    if (UNDOES_ENCODING && response.headers.delete("Content-Encoding") && body !== null)
      response.headers.delete("Content-Length");
    if (body !== null) response.body = withLimit(body, deadline, this.#idleTimeout);
    return response;
  }

  #fetch(request: Request, signal: AbortSignal): Promise<globalThis.Response> {
    const { source } = request;
    const url = this.#origin + requestTarget(request);
    // `fetch` takes "/a/../b" for "/b"; whatever looked at the path before saw another.
    if (new URL(url).href !== url) {
      throw new BadRequest("The path can't be passed on: it is not in its shortest form.");
    }
    const headers = requestFields(request).filter(([name]) => name.toLowerCase() !== "accept-encoding");
    headers.push(["Host", request.host], ["Accept-Encoding", "identity"]);
    const hasBody = source.hasBody && source.method !== "GET" && source.method !== "HEAD";
    const init = { method: source.method, headers, redirect: "manual", signal } as const;
    const body = hasBody ? { body: source.openStream(), duplex: "half" } : {};
    return globalThis.fetch(url, { ...init, ...body });
  }
}

/** Aborts what takes too long. */
class Deadline {
  hasPassed = false;
  readonly #aborter: AbortController;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(aborter: AbortController) {
    this.#aborter = aborter;
  }

  set(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.hasPassed = true;
      this.#aborter.abort();
    }, milliseconds);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** The pieces of a body, each of which must come in time; what the reader takes does not count. */
function withLimit(
  body: globalThis.ReadableStream<Uint8Array>,
  deadline: Deadline,
  milliseconds: number,
): globalThis.ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        deadline.set(milliseconds);
        const { done, value } = await reader.read().finally(() => deadline.clear());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
