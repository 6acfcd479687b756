/** Turns what a view returns into a response. */
import { Headers, Response } from "../http/index.ts";
import { Markup } from "../markup/index.ts";
import { describe, isPlainObject, Tuple, writeJSON } from "../python/index.ts";

/** Headers as a view may give them. */
export type HeadersInit = ConstructorParameters<typeof Headers>[0];

/**
 * Makes a response of a value that a view may return, to change it before it is sent: `flask.make_response`.
 *
 * @param body Text or `Markup` (HTML), bytes, a plain object or array (JSON), a response, a stream, a generator.
 * @param status The status code, kept as it is if not given.
 * @param headers Replace those of the same name.
 * @throws TypeError for a value that is no response, such as `undefined`.
 */
export function makeResponse(body: unknown = "", status?: number, headers?: HeadersInit): Response {
  return completeResponse(toResponse(body, "makeResponse was given"), status, headers);
}

/** Makes a response of a view's return value; `source` begins the error's sentence, such as `The view x returned`. */
export function toResponse(value: unknown, source: string): Response {
  if (typeof value === "string" || value instanceof Uint8Array) return new Response(value);
  if (value instanceof Response) return value;
  if (value instanceof Markup) return new Response(String(value));
  if (value instanceof Tuple) return tupleResponse(value, source);
  if (value instanceof globalThis.Response) return Response.fromWeb(value);
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value) || isPlainObject(value)) return jsonResponse(value);
    if (isBodyStream(value)) return new Response(value);
  }
  throw new TypeError(
    `${source} ${describe(value)}, which is no response. Return text, html\`…\`, a plain object or array (JSON), ` +
      "bytes, a stream or a Response.",
  );
}

function isBodyStream(
  value: object,
): value is ReadableStream<Uint8Array> | AsyncIterable<string> | Iterable<string> {
  if (value instanceof ReadableStream || Symbol.asyncIterator in value) return true;
  // An iterator, such as a generator: a mere iterable is a collection, a Set or a form, and no text.
  return Symbol.iterator in value && "next" in value;
}

function tupleResponse(tuple: Tuple, source: string): Response {
  const [body, second, third] = tuple as readonly unknown[];
  if (tuple.length !== 2 && tuple.length !== 3) {
    throw new TypeError(
      `${source} a Tuple of ${tuple.length}; expected (body, status), (body, headers) or (body, status, headers).`,
    );
  }
  const response = toResponse(body, source);
  return tuple.length === 3 || typeof second === "number"
    ? completeResponse(response, second as number, third as HeadersInit)
    : completeResponse(response, undefined, second as HeadersInit);
}

function completeResponse(response: Response, status?: number, headers?: HeadersInit): Response {
  if (status !== undefined) response.status = status;
  if (headers !== undefined) replaceHeaders(response.headers, new Headers(headers));
  return response;
}

function jsonResponse(value: unknown): Response {
  const text = writeJSON(value, { itemSeparator: ",", keySeparator: ":", ensureAscii: true, sortKeys: true });
  return new Response(`${text}\n`, { mimetype: "application/json" });
}

function replaceHeaders(headers: Headers, replacements: Headers): void {
  const names = new Set([...replacements].map(([name]) => name));
  for (const name of names) headers.setList(name, replacements.getList(name));
}
