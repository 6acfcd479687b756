/** `Request`: what a view reads of the request that it answers: the head, the rule it matched, the body. */
import { BadRequest, UnsupportedMediaType } from "./errors.ts";
import type { MatchedRule } from "./matched-rule.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import { type BodyLimits, ReceivedBody } from "./received-body.ts";
import { RequestHead } from "./request-head.ts";

/** How `request.json()` reads the body. */
export interface JSONOptions {
  /** Reads it whatever the Content-Type says. */
  readonly force?: boolean | undefined;
  /** Gives `undefined` where it would throw. */
  readonly silent?: boolean | undefined;
}

/**
 * A request, as a view reads it. After Flask's and Werkzeug's `Request`. Everything is worked out when it is
 * first asked for; making one costs next to nothing.
 *
 * @example
 * ```ts
 * const request = new Request(new WebRequestSource(new globalThis.Request("http://localhost/?q=tea")));
 * request.args.get("q");   // "tea"
 * ```
 */
export class Request extends RequestHead {
  /** The name of the view that the URL matched; `undefined` if none did. */
  endpoint: string | undefined = undefined;
  /** What the URL's variable parts hold; `undefined` if no rule matched. */
  viewArgs: Readonly<Record<string, unknown>> | undefined = undefined;
  /** The rule that the URL matched. */
  urlRule: MatchedRule | undefined = undefined;
  /** Why no rule matched: a 404, a 405 or a redirect, to be thrown instead of calling a view. */
  routingException: Error | undefined = undefined;

  #body: ReceivedBody | undefined;

  /**
   * What the form holds that the body is.
   * @throws Error before the body is received; UnsupportedMediaType for multipart forms, for now.
   */
  get form(): ImmutableMultiDict {
    return this.#received("form").form(this.mimetype);
  }

  /** The query and the form together; in a GET request the query alone, as in Flask. */
  get values(): ImmutableMultiDict {
    if (this.method === "GET") return this.args;
    return new ImmutableMultiDict(pairsOf(this.args, this.form));
  }

  /** The body as bytes; empty if it is a form, as in Flask. @throws Error before the body is received. */
  get data(): Uint8Array {
    return this.#received("data").data(this.mimetype);
  }

  /**
   * The body read as JSON. Flask's `get_json`.
   *
   * @param options - `force` reads it whatever its type; `silent` gives `undefined` for what can't be read.
   * @throws UnsupportedMediaType, a 415, if the body is not said to be JSON; BadRequest, a 400, if it is none;
   * Error before the body is received.
   */
  json<T = unknown>(options: JSONOptions = {}): T | undefined {
    const body = this.#received("json()");
    if (!options.force && !this.isJson) {
      if (options.silent) return undefined;
      throw new UnsupportedMediaType(
        "The body is read as JSON, and its Content-Type says that it is something else; send application/json.",
      );
    }
    try {
      return body.json() as T;
    } catch (error) {
      if (options.silent) return undefined;
      return this.onJsonLoadingFailed(error) as T;
    }
  }

  /** Called when the body is no JSON; what it returns is the value. It throws a BadRequest as it is. */
  onJsonLoadingFailed(error: unknown): unknown {
    throw new BadRequest(undefined, { cause: error });
  }

  /**
   * Receives the body, so that `form`, `data` and `json()` can be read at once. The application calls this
   * after the URL has matched; without a body it returns at once, and nothing is a promise.
   *
   * @param limits - How much is taken, in bytes and fields.
   * @throws RequestEntityTooLarge, a 413, beyond a limit; ClientDisconnected, a 400, if the rest never came.
   */
  receiveBody(limits: BodyLimits = {}): void | Promise<void> {
    if (this.#body !== undefined) return;
    if (!this.source.hasBody) {
      this.#body = new ReceivedBody(limits);
      return;
    }
    const body = new ReceivedBody(limits);
    return body.receive(this.source, this.mimetype).then(() => {
      this.#body = body;
    });
  }

  #received(member: string): ReceivedBody {
    if (this.#body !== undefined) return this.#body;
    throw new Error(
      `request.${member} needs the body, which is not here: it is received after the URL has matched a rule and ` +
        "before the before-request hooks run. Read it there or in the view, or await request.receiveBody() first.",
    );
  }
}

function* pairsOf(...dictionaries: readonly ImmutableMultiDict[]): Iterable<[string, string]> {
  for (const dictionary of dictionaries) {
    for (const [key, values] of dictionary.lists()) for (const value of values) yield [key, value];
  }
}
