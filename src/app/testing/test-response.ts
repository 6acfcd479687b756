/** `TestResponse`: an answer that the test client got, with its whole body. */
import type { Headers, Request, Response } from "../../http/index.ts";
import type { JSONProvider } from "../json/json-provider.ts";

/** What led to a response. */
export type TestExchange = {
  /** The request that it answers. */
  readonly request: Request;
  /** The URL that was asked, encoded. */
  readonly url: string;
  /** The redirects that led here, first to last. */
  readonly history: readonly TestResponse[];
};

/** A response with its whole body: `werkzeug.test.TestResponse`. */
export class TestResponse {
  /** The status code. */
  readonly status: number;
  /** The reason phrase: `Not Found` for 404. */
  readonly statusText: string;
  /** The header fields, as they were sent. */
  readonly headers: Headers;
  /** The body. */
  readonly data: Uint8Array;
  /** The request that it answers: the last one, after redirects. */
  readonly request: Request;
  /** The URL that was asked, encoded. */
  readonly url: string;
  /** The redirects that led here, first to last. */
  readonly history: readonly TestResponse[];
  readonly #response: Response;
  readonly #json: JSONProvider;

  /**
   * @param response - The response, which has been sent.
   * @param data - Its body.
   * @param exchange - What led to it.
   * @param json - Reads its JSON.
   */
  constructor(response: Response, data: Uint8Array, exchange: TestExchange, json: JSONProvider) {
    this.status = response.status;
    this.statusText = response.statusText;
    this.headers = response.headers;
    this.data = data;
    this.request = exchange.request;
    this.url = exchange.url;
    this.history = exchange.history;
    this.#response = response;
    this.#json = json;
  }

  /** The MIME type in lower case, without its parameters; `undefined` if there is none. */
  get mimetype(): string | undefined {
    return this.#response.mimetype;
  }

  /** The Content-Type header. */
  get contentType(): string | undefined {
    return this.#response.contentType;
  }

  /** How many bytes the Content-Length header promises; `undefined` for a streamed body. */
  get contentLength(): number | undefined {
    return this.#response.contentLength;
  }

  /** Whether the MIME type is JSON. */
  get isJson(): boolean {
    return this.#response.isJson;
  }

  /** The Location header, as it was sent. */
  get location(): string | undefined {
    return this.headers.get("Location");
  }

  /** The body as text, read as UTF-8. */
  text(): string {
    return new TextDecoder().decode(this.data);
  }

  /** The body as JSON, read as the application reads it. @throws SyntaxError if it is none */
  json<T = unknown>(): T {
    return this.#json.loads(this.data) as T;
  }
}
