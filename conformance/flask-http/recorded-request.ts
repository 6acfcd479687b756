/** A recorded request with its head and body, as a server would hand it on. */
import { ClientDisconnected, tooLarge } from "../../src/http/index.ts";
import { EnvironSource } from "../http/environ-source.ts";

/** What comes with an environ. */
export type RecordedBody = {
  /** Path and query as they came; made of the environ if it is left out. */
  readonly target?: string | undefined;
  readonly body: Uint8Array;
  /** Whether the server tells the end of a body whose length is not announced. */
  readonly isTerminated: boolean;
};

/** A request whose head is described by an environ, with a body. */
export class RecordedRequest extends EnvironSource {
  readonly #environ: ReadonlyMap<string, string>;
  readonly #target: string;
  readonly #body: Uint8Array;
  readonly #announced: number | undefined;

  constructor(environ: ReadonlyMap<string, string>, { target, body, isTerminated }: RecordedBody) {
    super(environ);
    this.#environ = environ;
    this.#target =
      target ?? `${quotedPath(environ.get("PATH_INFO") ?? "/")}?${environ.get("QUERY_STRING") ?? ""}`;
    const length = this.header("content-length");
    this.#announced = length === undefined || isTerminated ? undefined : Number(length);
    // Of a body whose end nothing tells, a server reads nothing.
    this.#body = isTerminated || this.#announced !== undefined ? body : new Uint8Array(0);
  }

  override get method(): string {
    return this.#environ.get("REQUEST_METHOD") ?? "GET";
  }

  override get target(): string {
    return this.#target;
  }

  /** Where no Host header came the server says what it is called itself. */
  override get host(): string {
    const { name, port } = { name: this.#environ.get("SERVER_NAME"), port: this.#environ.get("SERVER_PORT") };
    return this.#environ.get("HTTP_HOST") ?? `${name}:${port}`;
  }

  override get scriptRoot(): string {
    return Buffer.from(super.scriptRoot ?? "", "latin1").toString();
  }

  override get hasBody(): boolean {
    return this.#body.byteLength > 0 || (this.#announced ?? 0) > 0;
  }

  override header(name: string): string | undefined {
    const key = name.toUpperCase().replaceAll("-", "_");
    return this.#environ.get(isBodyHeader(key) ? key : `HTTP_${key}`);
  }

  override *headerPairs(): Iterable<readonly [string, string]> {
    for (const [key, value] of this.#environ) if (isBodyHeader(key)) yield [key.replaceAll("_", "-"), value];
    yield* super.headerPairs();
  }

  override async pipeBody(
    limit: number,
    take: (piece: Uint8Array) => Promise<void> | undefined,
  ): Promise<void> {
    const announced = this.#announced ?? this.#body.byteLength;
    if (announced > limit) throw tooLarge(limit);
    await take(this.#body.subarray(0, announced));
    if (announced > this.#body.byteLength) throw new ClientDisconnected();
  }
}

function isBodyHeader(key: string): boolean {
  return key === "CONTENT_TYPE" || key === "CONTENT_LENGTH";
}

/** A path as WSGI has it, one character a byte, as it may have come. */
function quotedPath(path: string): string {
  return path.replace(/[^A-Za-z0-9/_.~-]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}
