/** `RecordedSource`: a request of which type, length and body were recorded, as a server would hand it on. */
import { ClientDisconnected, type RequestSource, tooLarge } from "../src/http/index.ts";
import type { Fields } from "./area.ts";
import { isFields } from "./neutral-values.ts";

/** A request with a body: `content_type`, `content_length`, `chunked`, `terminated`, `method` and `body`. */
export class RecordedSource implements RequestSource {
  readonly method: string;
  readonly target: string = "/";
  readonly scheme: string = "http";
  readonly host: string = "localhost";
  readonly remoteAddr: string | undefined = undefined;
  readonly #headers: ReadonlyMap<string, string>;
  readonly #body: Uint8Array;
  readonly #announced: number | undefined;

  constructor(given: Fields) {
    const body = readSegments(given.body);
    const { content_length: recorded = "auto" } = given;
    const length = recorded === "auto" ? `${body.byteLength}` : recorded === null ? undefined : `${recorded}`;
    const headers = new Map<string, string>();
    if (typeof given.content_type === "string") headers.set("content-type", given.content_type);
    if (length !== undefined) headers.set("content-length", length);
    if (given.chunked === true) headers.set("transfer-encoding", "chunked");
    this.method = typeof given.method === "string" ? given.method : "POST";
    this.#headers = headers;
    this.#announced = given.chunked === true || length === undefined ? undefined : Number(length);
    // Of a body whose end nothing tells, a server reads nothing.
    this.#body = given.terminated === true || this.#announced !== undefined ? body : new Uint8Array(0);
  }

  get hasBody(): boolean {
    return this.#body.byteLength > 0 || (this.#announced ?? 0) > 0;
  }

  get raw(): globalThis.Request {
    throw new Error("a recorded request is none of the Web's");
  }

  header(name: string): string | undefined {
    return this.#headers.get(name);
  }

  headerPairs(): Iterable<readonly [string, string]> {
    return this.#headers;
  }

  async pipeBody(limit: number, take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {
    const announced = this.#announced ?? this.#body.byteLength;
    if (announced > limit) throw tooLarge(limit);
    for (let start = 0; start < Math.min(announced, this.#body.byteLength); start += PIECE) {
      await take(this.#body.subarray(start, Math.min(start + PIECE, announced)));
    }
    if (announced > this.#body.byteLength) throw new ClientDisconnected();
  }

  openStream(): globalThis.ReadableStream<Uint8Array> {
    throw new Error("a recorded body is not streamed");
  }
}

// As much as a socket gives at a time.
const PIECE = 65_536;

/** The bytes of a body that is given in segments, some of them repeated. */
export function readSegments(segments: unknown): Uint8Array {
  if (!Array.isArray(segments)) return new Uint8Array(0);
  return Buffer.concat(
    segments.map((segment) => (isFields(segment) ? readSegment(segment) : Buffer.alloc(0))),
  );
}

function readSegment(segment: Record<string, unknown>): Buffer {
  if (typeof segment.b64 === "string") return Buffer.from(segment.b64, "base64");
  const unit = Buffer.from(`${segment.rep_b64}`, "base64");
  return Buffer.alloc(unit.byteLength * Number(segment.n), unit);
}
