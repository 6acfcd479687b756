/** A request as WSGI describes it: by an environ. */
import type { RequestSource } from "../../src/http/index.ts";

/** A GET without a body whose parts stand in an environ; only its query is its target's. */
export class EnvironSource implements RequestSource {
  readonly #environ: ReadonlyMap<string, string>;

  constructor(environ: ReadonlyMap<string, string>) {
    this.#environ = environ;
  }

  get method(): string {
    return "GET";
  }

  get hasBody(): boolean {
    return false;
  }

  get target(): string {
    return `/?${this.#environ.get("QUERY_STRING") ?? ""}`;
  }

  get scheme(): string {
    return this.#environ.get("wsgi.url_scheme") ?? "http";
  }

  get host(): string {
    return this.#environ.get("HTTP_HOST") ?? "";
  }

  get remoteAddr(): string | undefined {
    return this.#environ.get("REMOTE_ADDR");
  }

  get scriptRoot(): string | undefined {
    return this.#environ.get("SCRIPT_NAME");
  }

  get raw(): globalThis.Request {
    return new globalThis.Request("http://localhost/");
  }

  header(name: string): string | undefined {
    return this.#environ.get(`HTTP_${name.toUpperCase().replaceAll("-", "_")}`);
  }

  *headerPairs(): Iterable<readonly [string, string]> {
    for (const [key, value] of this.#environ) {
      if (key.startsWith("HTTP_")) yield [key.slice("HTTP_".length).replaceAll("_", "-"), value];
    }
  }

  async pipeBody(_limit: number, _take: (piece: Uint8Array) => Promise<void> | undefined): Promise<void> {}

  openStream(): globalThis.ReadableStream<Uint8Array> {
    return new globalThis.ReadableStream();
  }
}
