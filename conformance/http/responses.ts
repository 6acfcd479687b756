/** Responses as they are sent: made by hand, redirects, and the pages of errors. */

import * as http from "../../src/http/index.ts";
import {
  appendSlashRedirect,
  BadRequestKeyError,
  getContentLength,
  getContentType,
  Headers,
  type HeaderValue,
  HTTPException,
  parseOptionsHeader,
  Request,
  Response,
  redirect,
  removeEntityHeaders,
  removeHopByHopHeaders,
  WebRequestSource,
  WWWAuthenticate,
} from "../../src/http/index.ts";
import { readBytesOrText } from "../neutral-values.ts";
import { recordedResponse } from "../responses.ts";
import type { Arguments, Calls } from "./arguments.ts";

/** How the calls of these functions are run. */
export const responseCalls: Calls = {
  redirect: (args) => recordedResponse(redirect(args.text("location"), args.number("code"))),
  append_slash_redirect: (args) => {
    const url = `http://localhost${args.text("path")}?${args.text("query_string")}`;
    const request = new Request(new WebRequestSource(new globalThis.Request(url)));
    return recordedResponse(appendSlashRedirect(request, args.number("code")));
  },
  response,
  http_exception: httpException,
  header_option: (args) => {
    const headers = new Headers();
    const options: Record<string, HeaderValue> = {};
    // Python's keywords have no dash.
    for (const [key, value] of args.dictionary("options")) options[key.replaceAll("_", "-")] = `${value}`;
    headers.add(args.text("name"), args.text("value"), options);
    return headers.get(args.text("name"));
  },
  remove_headers: (args) => {
    const headers = new Headers(args.list("headers") as [string, string][]);
    if (args.flag("hop")) removeHopByHopHeaders(headers);
    else if (args.raw("allowed") === undefined) removeEntityHeaders(headers);
    else removeEntityHeaders(headers, args.list("allowed").map(String));
    return [...headers];
  },
  get_content_type: (args) => getContentType(args.text("mimetype")),
  get_content_length: (args) =>
    getContentLength(args.optional("http_content_length"), args.optional("http_transfer_encoding")),
};

/** Werkzeug's own `Response`, whose type is another than Flask's. */
class PlainResponse extends Response {
  override get defaultMimetype(): string {
    return "text/plain";
  }
}

function response(args: Arguments): unknown {
  const made = new PlainResponse(body(args), {
    ...status(args.raw("status")),
    headers: args.list("headers") as [string, string][],
    mimetype: args.optional("mimetype"),
    contentType: args.optional("content_type"),
  });
  const { status: code, mimetype, contentType } = made;
  const params = [...parseOptionsHeader(contentType)[1]];
  const result = recordedResponse(made, args.optional("method") ?? "GET");
  return { ...result, status_code: code, mimetype: mimetype || null, mimetype_params: params };
}

function body(args: Arguments): string | Uint8Array | (string | Uint8Array)[] {
  const recorded = args.raw("body") as { $?: string; v?: unknown[] };
  const pieces = recorded.$ === "tuple" ? recorded.v : recorded;
  return Array.isArray(pieces) ? pieces.map(readBytesOrText) : readBytesOrText(recorded);
}

/** Werkzeug takes the code with the phrase, as one text, too. */
function status(recorded: unknown): { status?: number; statusText?: string } {
  if (recorded === undefined || recorded === null) return {};
  if (typeof recorded !== "string") return { status: Number(recorded) };
  const [code = "", ...phrase] = recorded.trim().split(" ");
  if (code === "") throw new TypeError("a status must not be empty");
  return phrase.length === 0
    ? { status: Number(code) }
    : { status: Number(code), statusText: phrase.join(" ") };
}

type ExceptionClass = new (...args: unknown[]) => HTTPException;

function httpException(args: Arguments): unknown {
  const error = makeException(args, args.dictionary("kwargs"));
  return {
    ...recordedResponse(error.getResponse(), args.optional("method") ?? "GET"),
    name: error.statusText,
  };
}

function makeException(args: Arguments, kwargs: ReadonlyMap<string, unknown>): HTTPException {
  const description = args.optional("description");
  const code = args.number("code");
  if (code !== undefined) {
    try {
      return http.abort(code, description);
    } catch (error) {
      if (error instanceof HTTPException) return error;
      throw error;
    }
  }
  const name = args.text("name");
  const Exception = (http as unknown as Record<string, ExceptionClass>)[name];
  if (Exception === undefined) throw new Error(`there is no class ${name}`);
  const keyword = (key: string) => kwargs.get(key) ?? undefined;
  if (name === "BadRequestKeyError") {
    const error = new BadRequestKeyError(String(keyword("arg")), description);
    error.showException = keyword("show_exception") === true;
    return error;
  }
  if (name === "MethodNotAllowed") return new Exception(keyword("valid_methods"), description);
  if (name === "RequestedRangeNotSatisfiable") {
    return new Exception(keyword("length"), keyword("units"), description);
  }
  const challenges = (keyword("www_authenticate") ?? []) as [string, Map<string, string>, string | null][];
  return new Exception(description, {
    retryAfter: keyword("retry_after"),
    wwwAuthenticate: challenges.map(
      ([type, parameters, token]) => new WWWAuthenticate(type, { parameters, token: token ?? undefined }),
    ),
  });
}
