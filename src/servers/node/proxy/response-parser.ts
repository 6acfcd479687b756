/** `ResponseParser`: reads the response to one request as its bytes come, and refuses what is ambiguous. */
import { UpstreamProtocolError } from "./errors.ts";
import { lowerName, parseFieldLine } from "./field-line.ts";
import { parseUpstreamHead, type UpstreamHead } from "./upstream-head.ts";

/** Is told what a parser reads. */
export interface ResponseSink {
  /** A response of the 100s that another follows. */
  onInterim(head: UpstreamHead): void;
  /** The head of the response. */
  onHead(head: UpstreamHead): void;
  /** A piece of the body, in the memory of the bytes that are read. */
  onPiece(piece: Buffer): void;
  /** The end of the body. */
  onEnd(trailers: readonly (readonly [string, string])[]): void;
}

const MOST_HEAD_BYTES = 65_536;
const MOST_TRAILER_BYTES = 16_384;
const MOST_LINE_BYTES = 4096;
const MOST_INTERIM = 64;
const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNK_SIZE = /^([0-9a-f]{1,13})[\t ]*(?:;.*)?$/i;
const LINE_FEED = 0x0a;
const NOTHING: Buffer = Buffer.alloc(0);

type State = "head" | "sized" | "until-close" | "chunk-size" | "chunk" | "chunk-end" | "trailers" | "done";

/** Reads one response. */
export class ResponseParser {
  readonly #method: string;
  readonly #sink: ResponseSink;
  #state: State = "head";
  #head: Buffer = NOTHING;
  #line = "";
  #missing = 0;
  #interim = 0;
  #trailerBytes = 0;
  readonly #trailers: [string, string][] = [];
  /** What came after the end of the response: the first bytes of a tunnel, or none at all. */
  rest: Buffer = NOTHING;

  /**
   * @param method - The method of the request.
   * @param sink - Is told what is read.
   */
  constructor(method: string, sink: ResponseSink) {
    this.#method = method;
    this.#sink = sink;
  }

  /** Whether the response has been read to its end. */
  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Reads on. @throws UpstreamProtocolError */
  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) at = this.#step(bytes, at);
  }

  /** Takes the end of the connection for the end of the body, if that is how it ends. @returns Whether it is. */
  finish(): boolean {
    if (this.#state === "until-close") this.#end();
    return this.isDone;
  }

  /** Reads from a place on; gives the place where it stopped. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes, at);
      case "until-close":
        this.#sink.onPiece(bytes.subarray(at));
        return bytes.length;
      case "sized":
      case "chunk":
        return this.#readPiece(bytes, at);
      case "chunk-size":
      case "chunk-end":
      case "trailers":
        return this.#readLine(bytes, at);
      case "done":
        this.rest =
          this.rest.length === 0 ? bytes.subarray(at) : Buffer.concat([this.rest, bytes.subarray(at)]);
        return bytes.length;
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const before = this.#head.length;
    const part = at === 0 ? bytes : bytes.subarray(at);
    const head = before === 0 ? part : Buffer.concat([this.#head, part]);
    const end = head.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length));
    if (end > MOST_HEAD_BYTES || (end === -1 && head.length > MOST_HEAD_BYTES)) {
      throw new UpstreamProtocolError(`The upstream sent more than ${MOST_HEAD_BYTES} bytes of headers.`);
    }
    if (end === -1) {
      this.#head = before === 0 ? Buffer.from(head) : head;
      return bytes.length;
    }
    this.#head = NOTHING;
    this.#begin(parseUpstreamHead(head.toString("latin1", 0, end), this.#method));
    return at + end + HEAD_END.length - before;
  }

  #begin(head: UpstreamHead): void {
    if (head.status < 200 && head.status !== 101) {
      if (++this.#interim > MOST_INTERIM)
        throw new UpstreamProtocolError("The upstream sends no final response.");
      this.#sink.onInterim(head);
      return;
    }
    this.#sink.onHead(head);
    const { framing } = head;
    if (framing === "none" || framing === 0) this.#end();
    else if (framing === "chunked") this.#state = "chunk-size";
    else if (framing === "until-close") this.#state = "until-close";
    else {
      this.#missing = framing;
      this.#state = "sized";
    }
  }

  #readPiece(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#missing);
    this.#missing -= end - at;
    this.#sink.onPiece(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    if (this.#missing === 0) {
      if (this.#state === "sized") this.#end();
      else this.#state = "chunk-end";
    }
    return end;
  }

  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(LINE_FEED, at);
    this.#line += bytes.toString("latin1", at, end === -1 ? bytes.length : end + 1);
    if (this.#line.length > MOST_LINE_BYTES)
      throw new UpstreamProtocolError("The upstream sent an endless line.");
    if (end === -1) return bytes.length;
    if (!this.#line.endsWith("\r\n"))
      throw new UpstreamProtocolError("The upstream sent a line that ends without CR.");
    const line = this.#line.slice(0, -2);
    this.#line = "";
    this.#takeLine(line);
    return end + 1;
  }

  #takeLine(line: string): void {
    if (this.#state === "chunk-size") this.#beginChunk(line);
    else if (this.#state === "trailers") this.#takeTrailer(line);
    else if (line === "") this.#state = "chunk-size";
    else throw new UpstreamProtocolError("The upstream sent a chunk that is longer than it says.");
  }

  #beginChunk(line: string): void {
    const size = CHUNK_SIZE.exec(line)?.[1];
    if (size === undefined) {
      throw new UpstreamProtocolError(
        `The upstream sent ${JSON.stringify(line.slice(0, 80))}, which is no chunk size.`,
      );
    }
    this.#missing = Number.parseInt(size, 16);
    this.#state = this.#missing === 0 ? "trailers" : "chunk";
  }

  #takeTrailer(line: string): void {
    if (line === "") {
      this.#end();
      return;
    }
    this.#trailerBytes += line.length;
    if (this.#trailerBytes > MOST_TRAILER_BYTES)
      throw new UpstreamProtocolError("The upstream sent endless trailers.");
    const field = parseFieldLine(line);
    if (!FORBIDDEN_TRAILERS.has(lowerName(field[0]))) this.#trailers.push(field);
  }

  #end(): void {
    this.#state = "done";
    this.#sink.onEnd(this.#trailers);
  }
}

/** Fields that say how a message ends, or how it is to be treated, come before it (RFC 9110, section 6.5.1). */
const FORBIDDEN_TRAILERS: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "host",
  "keep-alive",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
