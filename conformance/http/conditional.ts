/** Conditional answers, and paths below folders. */
import {
  generateEtag,
  httpDate,
  isResourceModified,
  quoteEtag,
  Request,
  RequestedRangeNotSatisfiable,
  Response,
  safeJoin,
  WebRequestSource,
} from "../../src/http/index.ts";
import { recordedResponse } from "../responses.ts";
import type { Arguments, Calls } from "./arguments.ts";

/** How the calls of these functions are run. */
export const conditionalCalls: Calls = {
  is_resource_modified: (args) =>
    isResourceModified(requestOf(args, "headers"), {
      etag: args.optional("etag"),
      data: args.raw("data") === undefined ? undefined : args.bytes("data"),
      lastModified: moment(args.value("last_modified")),
      ignoreIfRange: args.raw("ignore_if_range") !== false,
    }),
  make_conditional: madeConditional,
  safe_join: (args) => safeJoin(args.text("directory"), ...args.list("parts").map(String)) ?? null,
};

function requestOf(args: Arguments, name: string): Request {
  const headers = (args.raw(name) ?? []) as [string, string][];
  const method = args.optional("method") ?? "GET";
  const web = new globalThis.Request("http://localhost/", { method, headers });
  return new Request(new WebRequestSource(web));
}

function moment(value: unknown): Date | string | undefined {
  return value instanceof Date || typeof value === "string" ? value : undefined;
}

function madeConditional(args: Arguments): unknown {
  const realNow = Date.now;
  // The clock stood still here when the cases were recorded.
  Date.now = () => 1_700_000_000_000;
  try {
    const request = requestOf(args, "request_headers");
    const response = recordedResource(args);
    try {
      const accepted = args.raw("accept_ranges") ?? false;
      response.makeConditional(request, {
        acceptRanges: typeof accepted === "boolean" ? accepted : `${accepted}`,
        completeLength: args.number("complete_length"),
      });
    } catch (error) {
      if (!(error instanceof RequestedRangeNotSatisfiable)) throw error;
      return { ...recordedResponse(error.getResponse(), request.method), raised: error.name };
    }
    return recordedResponse(response, request.method);
  } finally {
    Date.now = realNow;
  }
}

function recordedResource(args: Arguments): Response {
  const response = new Response(args.bytes("body"), {
    mimetype: "text/plain",
    status: args.number("status"),
  });
  for (const [name, value] of (args.raw("headers") ?? []) as [string, string][])
    response.headers.add(name, value);
  const etag = args.flag("add_etag") ? generateEtag(response.data) : args.optional("etag");
  if (etag !== undefined) response.headers.set("ETag", quoteEtag(etag, { weak: args.flag("weak") }));
  const modified = args.value("last_modified");
  if (modified instanceof Date) response.headers.set("Last-Modified", httpDate(modified));
  return response;
}
