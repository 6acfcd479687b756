/** `ProxiedResponse`: an upstream's response, which is sent as it came unless it is changed. */
import { isStream, Response, type SendableBody } from "../../../http/index.ts";
import type { UpstreamAnswer } from "./exchange.ts";
import { UpstreamBody } from "./upstream-body.ts";

/** A response that another server made. Its status line and its fields are sent as they are. */
export class ProxiedResponse extends Response {
  readonly #originalBody: Uint8Array | UpstreamBody | null;
  readonly #originalStatus: number;

  /**
   * @param answer - What the upstream answered.
   * @param isHead - Whether it answers HEAD.
   */
  constructor({ head, body }: UpstreamAnswer, { isHead }: { readonly isHead: boolean }) {
    const { status, statusText, fields, framing } = head;
    const original = framing === "none" ? null : body.isEnded && !body.hasTrailers ? body.takeAll() : body;
    super(original, { status, statusText, headers: fields });
    this.#originalBody = original;
    this.#originalStatus = status;
    if (!head.hasType) this.headers.delete("Content-Type");
    if (status === 204) this.headers.delete("Content-Length");
    // Which fields follow the body can be announced only where chunks are sent.
    if (head.trailer !== undefined && framing === "chunked" && !isHead && original === body) {
      this.headers.set("Trailer", head.trailer);
    }
  }

  override headersToSend(method: string): string[] {
    const isUnchanged = this.body === this.#originalBody && this.status === this.#originalStatus;
    // A 205 has no body, whatever came (RFC 9110, section 15.3.6).
    return isUnchanged && this.status !== 205 ? this.headers.toFlat() : super.headersToSend(method);
  }

  override bodyToSend(method: string): SendableBody {
    const body = super.bodyToSend(method);
    const original = this.#originalBody;
    // A whole body in its place reads nothing of it; the upstream would wait for ever to send the rest.
    if (original instanceof UpstreamBody && body !== original && !isStream(body)) original.return();
    return body;
  }
}
