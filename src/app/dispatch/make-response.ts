/** Turns what a view returns into a response. */
import { type HeadersSource, HTTPException, Response } from "../../http/index.ts";
import { Markup } from "../../markup/index.ts";
import { describe, isPlainObject, Tuple } from "../../python/index.ts";
import { currentContextIfAny } from "../contexts/context.ts";
import { DefaultJSONProvider } from "../json/json-provider.ts";

/**
 * Makes a response of a value that a view may return, to change it before it is sent: `flask.make_response`.
 *
 * @param body Text or `Markup` (HTML), bytes, a plain object or array (JSON), a response of ours or the Web's, a
 *   stream, a generator, an HTTP exception, a `Tuple` of body, status and headers.
 * @param status The status code, kept as it is if not given; as text it may have a reason, `"418 No tea"`.
 * @param headers Take the place of those of the same name; a name that comes twice here is kept twice.
 * @throws TypeError for a value that is no response, such as `undefined`.
 * @example
 * ```ts
 * const response = makeResponse({ error: "no tea" }, 418, { "Retry-After": "60" });
 * ```
 */
export function makeResponse(
  body: unknown = "",
  status?: number | string,
  headers?: HeadersSource,
): Response {
  return completeResponse(toResponse(body, "makeResponse was given"), status, headers);
}

/** Begins the sentence of the error about a value that is no response, such as `The view x returned`. */
type Source = string | (() => string);

/** Makes a response of a view's return value. */
export function toResponse(value: unknown, source: Source): Response {
  if (typeof value === "string" || value instanceof Uint8Array) return new Response(value);
  if (value instanceof Response) return value;
  if (value instanceof Markup) return new Response(String(value));
  if (value instanceof Tuple) return tupleResponse(value, source);
  if (value instanceof globalThis.Response) return Response.fromWeb(value);
  if (value instanceof HTTPException) return value.getResponse();
  if (value instanceof ArrayBuffer) return new Response(new Uint8Array(value));
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) warnOfStatusInArray(value, source);
    if (Array.isArray(value) || isPlainObject(value)) return jsonResponse(value);
    if (isBodyStream(value)) return new Response(value);
  }
  const given = value === null ? "null" : describe(value);
  throw new TypeError(`${textOf(source)} ${given}, which is no response. ${remedyFor(value)}`);
}

/** In debug mode tells of what looks like Flask's tuple of body and status, and is sent as JSON with the status 200. */
function warnOfStatusInArray(value: readonly unknown[], source: Source): void {
  const [body, status] = value;
  const isTuple = (value.length === 2 || value.length === 3) && typeof body !== "number" && isStatus(status);
  const app = isTuple ? currentContextIfAny()?.app : undefined;
  if (app?.config.debug !== true) return;
  app.logger.warn(
    `${textOf(source)} an array, which is sent as JSON with the status 200. If ${status} is the status, ` +
      `return makeResponse(body, ${status}).`,
  );
}

function isStatus(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 100 && value <= 599;
}

function textOf(source: Source): string {
  return typeof source === "string" ? source : source();
}

function remedyFor(value: unknown): string {
  if (value instanceof Set) return "Return [...set] to send its members as JSON.";
  if (value instanceof Map) return "Return Object.fromEntries(map) to send it as JSON.";
  if (value === undefined) return 'Does a path through the view lack a return? Return "" for an empty page.';
  if (value === null) return 'Return "" for an empty page, or abort(404) where nothing was found.';
  if (value instanceof Promise) return "Await it.";
  return "Return text, html`…`, a plain object or array (JSON), bytes, a stream or a Response.";
}

function isBodyStream(
  value: object,
): value is ReadableStream<Uint8Array> | AsyncIterable<string> | Iterable<string> {
  if (value instanceof ReadableStream || Symbol.asyncIterator in value) return true;
  // An iterator, such as a generator: a mere iterable is a collection, a Set or a form, and no text.
  return Symbol.iterator in value && "next" in value;
}

function tupleResponse(tuple: Tuple, source: Source): Response {
  const [body, second, third] = tuple as readonly unknown[];
  if (tuple.length !== 2 && tuple.length !== 3) {
    throw new TypeError(
      `${textOf(source)} a Tuple of ${tuple.length}; expected (body, status), (body, headers) or (body, status, headers).`,
    );
  }
  if (body instanceof Tuple)
    throw new TypeError(`${textOf(source)} a Tuple within a Tuple, which is no response.`);
  const response = toResponse(body, source);
  // Nothing, as Flask has it in its tuples, is `null` there.
  return tuple.length === 3 || typeof second === "number" || typeof second === "string"
    ? completeResponse(
        response,
        (second ?? undefined) as number | string,
        (third ?? undefined) as HeadersSource,
      )
    : completeResponse(response, undefined, (second ?? undefined) as HeadersSource);
}

function completeResponse(response: Response, status?: number | string, headers?: HeadersSource): Response {
  if (typeof status === "string") setStatusLine(response, status);
  else if (status !== undefined) response.status = status;
  if (headers !== undefined) response.headers.update(headers);
  return response;
}

function setStatusLine(response: Response, line: string): void {
  const [, code, text] = /^([0-9]{3})(?: (.*))?$/.exec(line.trim()) ?? [];
  if (code === undefined) {
    throw new TypeError(`${JSON.stringify(line)} is no status; give a number, or text such as "418 No tea".`);
  }
  response.status = Number(code);
  if (text !== undefined) response.statusText = text;
}

/** JSON as the application writes it, or as a new one would where there is none. */
function jsonResponse(value: unknown): Response {
  return (currentContextIfAny()?.app.json ?? new DefaultJSONProvider()).response(value);
}
