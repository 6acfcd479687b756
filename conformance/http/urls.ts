/** URLs and dates: encoding, decoding, reading. */
import {
  httpDate,
  iriToUri,
  parseDate,
  quote,
  secureFilename,
  unquote,
  uriToIri,
} from "../../src/http/index.ts";
import { type Arguments, type Calls, moment } from "./arguments.ts";

/** How the calls of these functions are run. */
export const urlCalls: Calls = {
  iri_to_uri: (args) => iriToUri(args.text("iri")),
  uri_to_iri: (args) => uriToIri(args.text("uri")),
  quote: (args) => quote(args.text("string"), args.optional("safe")),
  unquote: (args) => unquote(args.text("string")),
  parse_date: (args) => moment(parseDate(args.optional("value"))),
  secure_filename: (args) => secureFilename(args.text("filename")),
  http_date: (args) => httpDate(timestamp(args)),
};

function timestamp(args: Arguments): Date | number {
  const recorded = args.raw("timestamp") as { $?: string; v?: string } | number | null;
  if (recorded === null || recorded === undefined) return Date.now() / 1000;
  if (typeof recorded === "object" && recorded.$ === "date") return new Date(`${recorded.v}T00:00:00Z`);
  return args.value("timestamp") as Date | number;
}
