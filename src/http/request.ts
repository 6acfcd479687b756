/** `Request`: what a view reads of the request that it answers: the head, the rule it matched, the body. */
import {
  type BodyLimits,
  effectiveLimits,
  explainRefusal,
  type SharedLimits,
  tooLarge,
} from "./body-limits.ts";
import { CombinedMultiDict } from "./combined-multi-dict.ts";
import type { Disk } from "./disk.ts";
import {
  BadRequest,
  type RequestEntityTooLarge,
  RequestedRangeNotSatisfiable,
  UnsupportedMediaType,
} from "./errors.ts";
import type { FileStorage } from "./file-storage.ts";
import { limitStream } from "./limited-stream.ts";
import type { MatchedRule } from "./matched-rule.ts";
import type { ImmutableMultiDict } from "./multi-dict.ts";
import { ReceivedBody } from "./received-body.ts";
import { RequestHead } from "./request-head.ts";
import { SentForm } from "./sent-form.ts";
import { UploadedFiles } from "./uploaded-files.ts";

/** How `request.json()` reads the body. */
export interface JSONOptions {
  /** Reads it whatever the Content-Type says. */
  readonly force?: boolean | undefined;
  /** Gives `undefined` where it would throw. */
  readonly silent?: boolean | undefined;
}

/** How `request.getData()` reads the body. */
export interface DataOptions {
  /** Reads a form first, so that its bytes count as used; as `request.data` does. */
  readonly parseFormData?: boolean | undefined;
}

/** How a body is received: how much of it, and what is done with it. For applications. */
export interface BodyOptions extends BodyLimits, SharedLimits {
  /** `"stream"` leaves the body to the view, which reads `request.stream`. */
  readonly body?: "stream" | undefined;
  /** Explains to the developer what is wrong, where a stranger is told no more than that something is. */
  readonly debug?: boolean | undefined;
  /** Reads the text of a JSON body; `JSON.parse` if it is left out. */
  readonly loadJSON?: ((text: string) => unknown) | undefined;
  /** Is told why a form is empty that could not be read. */
  readonly onMalformedForm?: ((reason: string) => void) | undefined;
  /** Where large files go; the disk of this machine if it is left out, nowhere but to memory if it is `null`. */
  readonly disk?: Disk | null | undefined;
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
  /** The names of the blueprints that own the request, the innermost first; empty if none does. */
  blueprints: readonly string[] = [];
  /** Why no rule matched: a 404, a 405 or a redirect, to be thrown instead of calling a view. */
  routingException: Error | undefined = undefined;

  #id: string | undefined;
  #options: BodyOptions | (() => BodyOptions) = {};
  #body: ReceivedBody | undefined;
  #isBodyless = false;
  #stream: globalThis.ReadableStream<Uint8Array> | undefined;
  #excess: RequestEntityTooLarge | undefined;
  #json: { readonly value: unknown } | undefined;

  /**
   * What a log calls this request, so that its lines are found again: random, made when it is first asked for. What a
   * client sends is not believed, unless the application's `config.requestIdHeader` names a header of a server in front.
   */
  get id(): string {
    this.#id ??= globalThis.crypto.randomUUID();
    return this.#id;
  }

  set id(id: string) {
    this.#id = id;
  }

  /** The name of the innermost blueprint that owns the request. */
  get blueprint(): string | undefined {
    return this.blueprints[0];
  }

  /** Whether the body has been received, so that `form`, `files`, `data` and `json()` can be read. */
  get isBodyReceived(): boolean {
    return this.#body !== undefined || (this.#isBodyless && this.#bodyOptions.body !== "stream");
  }

  /**
   * What the form holds that the body is; empty if the body is no form, or none that can be read.
   * @throws Error before the body is received; RequestEntityTooLarge, a 413, if it has too many fields.
   */
  get form(): ImmutableMultiDict {
    const body = this.#received("form");
    const { form } = body;
    this.#report(body);
    return this.#bodyOptions.debug === true ? this.#explained(form, body) : form;
  }

  /**
   * The files that came with the form, by the names of their fields. A field that was left empty is there,
   * with a file whose `filename` is "". They can be read until the request has ended.
   * @throws Error before the body is received.
   */
  get files(): ImmutableMultiDict<FileStorage> {
    const body = this.#received("files");
    this.#report(body);
    if (!this.#bodyOptions.debug) return body.files;
    return new UploadedFiles(body.files, { mimetype: this.mimetype, form: body.form });
  }

  /** The query and the form together; in a GET request the query alone, as in Flask. */
  get values(): ImmutableMultiDict {
    if (this.method === "GET") return this.args;
    return new CombinedMultiDict([this.args, this.form]);
  }

  /** The body as bytes; empty if it is a form, as in Flask. @throws Error before the body is received. */
  get data(): Uint8Array {
    return this.#dataOf(this.#received("data"), true);
  }

  /**
   * The body as bytes, urlencoded forms too: to check a signature, say. Flask's `get_data`.
   * @throws Error for a multipart form, of which the bytes are not kept, and before the body is received.
   */
  getData(options: DataOptions = {}): Uint8Array {
    return this.#dataOf(this.#received("getData()"), options.parseFormData === true);
  }

  /**
   * The body as a stream. On a route with `{ body: "stream" }` it comes from the client as it is read, and
   * fails with a 413 beyond `maxContentLength`; elsewhere it has been received already.
   * @throws RequestEntityTooLarge, a 413, if the headers announce too much; Error for a multipart form that
   *   has been received.
   */
  get stream(): globalThis.ReadableStream<Uint8Array> {
    if (this.#body === undefined) this.#stream ??= this.#openStream();
    else this.#stream ??= streamOf(this.getData());
    return this.#stream;
  }

  /**
   * The most bytes that the body may have; `null` is no limit. To take more, set it before the body is received: in
   * the options of the route, or in a function given to `app.beforeBody()`. In a view the body is here already: less
   * makes what reads it throw a 413, as in Flask, and more changes nothing.
   */
  get maxContentLength(): number | null {
    return shown(effectiveLimits(this.#bodyOptions).maxContentLength);
  }

  set maxContentLength(limit: number | null) {
    this.#limit({ maxContentLength: limit });
  }

  /** The most bytes that a form, or a field of a multipart one, may have; `null` is no limit. Set as `maxContentLength`. */
  get maxFormMemorySize(): number | null {
    return shown(effectiveLimits(this.#bodyOptions).maxFormMemorySize);
  }

  set maxFormMemorySize(limit: number | null) {
    this.#limit({ maxFormMemorySize: limit });
  }

  /** The most parts that a form may have; `null` is no limit. Set as `maxContentLength`. */
  get maxFormParts(): number | null {
    return shown(effectiveLimits(this.#bodyOptions).maxFormParts);
  }

  set maxFormParts(limit: number | null) {
    this.#limit({ maxFormParts: limit, maxFormFields: limit });
  }

  /**
   * The body read as JSON. Flask's `get_json`.
   *
   * @param options - `force` reads it whatever its type; `silent` gives `undefined` for what can't be read.
   * @throws UnsupportedMediaType, a 415, if the body is not said to be JSON; BadRequest, a 400, if it is none;
   * Error before the body is received.
   */
  json<T = unknown>(options?: JSONOptions & { readonly silent?: false | undefined }): T;
  json<T = unknown>(options: JSONOptions): T | undefined;
  json<T = unknown>(options: JSONOptions = {}): T | undefined {
    const body = this.#received("json()");
    if (!options.force && !this.isJson) {
      if (options.silent) return undefined;
      throw new UnsupportedMediaType(
        "The body is read as JSON, and its Content-Type says that it is something else; send application/json.",
      );
    }
    try {
      this.#json ??= { value: (this.#bodyOptions.loadJSON ?? JSON.parse)(body.text) };
      return this.#json.value as T;
    } catch (error) {
      if (options.silent) return undefined;
      return this.onJsonLoadingFailed(error) as T;
    }
  }

  /** Called when the body is no JSON; what it returns is the value. It throws a BadRequest as it is. */
  onJsonLoadingFailed(error: unknown): unknown {
    const reason =
      this.#bodyOptions.debug && error instanceof Error ? `The body is no JSON: ${error.message}` : undefined;
    throw new BadRequest(reason, { cause: error });
  }

  /** The error that answers a Range header which can't be satisfied. For {@link Response.makeConditional}. */
  rangeNotSatisfiable(length: number): RequestedRangeNotSatisfiable {
    return new RequestedRangeNotSatisfiable(length);
  }

  /**
   * Says how the body is to be received, before it is. For applications; `beforeBody` functions change it.
   *
   * @param options - How; or a function that is called when it matters, which most requests, having no body, spare.
   * @throws Error if the body has been received.
   */
  prepareBody(options: BodyOptions | (() => BodyOptions)): void {
    if (!this.isBodyReceived && this.#stream === undefined) {
      this.#options = options;
      return;
    }
    throw new Error(
      "The limits of a body were set after it had been received, or opened as a stream. Set them where the route is " +
        "registered, in the configuration, or in a function given to app.beforeBody().",
    );
  }

  /**
   * Receives the body, so that `form`, `files`, `data` and `json()` can be read at once. The application calls
   * this after the URL has matched; without a body, or with one that is here already, it returns at once, and nothing
   * is a promise.
   *
   * @param options - How it is received, if {@link Request.prepareBody} has not said it.
   * @throws RequestEntityTooLarge, a 413, beyond a limit; ServiceUnavailable, a 503, if all requests together
   * hold too much; ClientDisconnected, a 400, if the rest never came.
   */
  receiveBody(options?: BodyOptions): void | Promise<void> {
    if (this.isBodyReceived) return;
    if (options !== undefined) this.prepareBody(options);
    if (!this.source.hasBody) {
      this.#isBodyless = true;
      return;
    }
    const { body: mode, debug, disk } = this.#bodyOptions;
    if (mode === "stream") return;
    const body = new ReceivedBody(this, effectiveLimits(this.#bodyOptions));
    const receiving = body.receive(this.source, disk);
    if (receiving === undefined) {
      this.#body = body;
      return;
    }
    return receiving.then(
      () => {
        this.#body = body;
      },
      (error: unknown) => {
        throw debug === true ? explainRefusal(error) : error;
      },
    );
  }

  /** Whether the request holds what must be let go of when it has ended: files, and much memory. */
  get holdsResources(): boolean {
    return this.#body?.holdsAnything ?? false;
  }

  /** Lets go of the files that came with the request: they can't be read any more. */
  close(): void {
    this.#body?.close();
  }

  get #bodyOptions(): BodyOptions {
    if (typeof this.#options === "function") this.#options = this.#options();
    return this.#options;
  }

  #received(member: string): ReceivedBody {
    if (this.#excess !== undefined) throw this.#excess;
    if (this.isBodyReceived) {
      this.#body ??= new ReceivedBody(this, effectiveLimits(this.#bodyOptions));
      return this.#body;
    }
    if (this.#bodyOptions.body === "stream") {
      throw new Error(
        `request.${member} is not there on a route with { body: "stream" }, whose body nobody has read. Read ` +
          "request.stream, or leave the option out.",
      );
    }
    const reason =
      this.routingException === undefined
        ? "it is received after the URL has matched a rule and before the before-request hooks run"
        : "no rule matched the URL, so nobody has read it";
    throw new Error(
      `request.${member} needs the body, which is not here: ${reason}. Read it in a view, or await ` +
        "request.receiveBody() first.",
    );
  }

  #dataOf(body: ReceivedBody, parseFormData: boolean): Uint8Array {
    if (parseFormData && body.isForm) return new Uint8Array(0);
    const { bytes } = body;
    if (bytes !== undefined) return bytes;
    throw new Error(
      "The bytes of a multipart form are not kept: read request.form and request.files. To have them untouched, " +
        'register the route with { body: "stream" } and read request.stream.',
    );
  }

  #openStream(): globalThis.ReadableStream<Uint8Array> {
    if (!this.source.hasBody) return streamOf(new Uint8Array(0));
    const { maxContentLength } = effectiveLimits(this.#bodyOptions);
    if ((this.contentLength ?? 0) > maxContentLength) throw tooLarge(maxContentLength);
    return limitStream(this.source.openStream(), maxContentLength);
  }

  #limit(limits: BodyLimits): void {
    effectiveLimits(limits);
    const options = { ...this.#bodyOptions, ...limits };
    if (!this.isBodyReceived) {
      this.prepareBody(options);
      return;
    }
    this.#options = options;
    this.#excess = this.#body?.excess(effectiveLimits(options));
  }

  #explained(form: ImmutableMultiDict, { malformed, files }: ReceivedBody): SentForm {
    const { mimetype, hasBody, isJson, args } = this;
    return new SentForm(form, { mimetype, hasBody, isJson, malformed, fileNames: files, args });
  }

  #report(body: ReceivedBody): void {
    const { onMalformedForm } = this.#bodyOptions;
    if (body.malformed === undefined || onMalformedForm === undefined) return;
    this.#options = { ...this.#bodyOptions, onMalformedForm: undefined };
    onMalformedForm(body.malformed);
  }
}

function shown(limit: number): number | null {
  return limit === Number.POSITIVE_INFINITY ? null : limit;
}

function streamOf(bytes: Uint8Array): globalThis.ReadableStream<Uint8Array> {
  return new globalThis.ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
