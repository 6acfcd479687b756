/** Hostile headers and URLs, for each parser of one. */
import {
  Authorization,
  getHost,
  hostIsTrusted,
  iriToUri,
  LanguageAccept,
  MIMEAccept,
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseDictHeader,
  parseEtags,
  parseIfRangeHeader,
  parseListHeader,
  parseOptionsHeader,
  parseRangeHeader,
  parseSetHeader,
  Request,
  RequestHeaders,
  redirect,
  uriToIri,
  WebRequestSource,
} from "../src/http/index.ts";
import { type GrowthCase, repeat } from "./growth-case.ts";

/** What a hostile text is made of: separators, and what opens without closing. */
const PIECES: readonly string[] = ['"a,', '"a",', 'a="b;', "a=b,", '\\"', "W/", " ", '*/[:%-;,=" ]'];

interface Parser {
  readonly name: string;
  /** What stands before the hostile part, so that it is looked at. */
  readonly prefix?: string;
  readonly call: (text: string) => unknown;
}

const MIME: Parser = {
  name: "Accept",
  call: (text) => parseAcceptHeader(text, MIMEAccept).bestMatch(["text/html", "a/b"]),
};
const HOST: Parser = {
  name: "trusted host",
  call: (text) => hostIsTrusted(text, [".example.com", "[::1]"]),
};

const PARSERS: readonly Parser[] = [
  MIME,
  HOST,
  { name: "a list", call: parseListHeader },
  { name: "a dictionary", call: parseDictHeader },
  { name: "options", prefix: "a;", call: parseOptionsHeader },
  { name: "a set", call: (text) => parseSetHeader(text).toHeader() },
  { name: "ETags", call: (text) => parseEtags(text).toHeader() },
  { name: "Range", prefix: "bytes=", call: parseRangeHeader },
  { name: "Content-Range", prefix: "bytes ", call: parseContentRangeHeader },
  { name: "If-Range", call: parseIfRangeHeader },
  { name: "Cache-Control", call: (text) => parseCacheControlHeader(text).maxAge },
  { name: "Content-Security-Policy", call: (text) => parseCspHeader(text).toHeader() },
  {
    name: "Accept-Language",
    call: (text) => parseAcceptHeader(text, LanguageAccept).bestMatch(["de", "en"]),
  },
  { name: "Authorization", prefix: "Basic ", call: Authorization.fromHeader },
  { name: "Authorization", prefix: "Digest ", call: Authorization.fromHeader },
  { name: "Host", call: (text) => getHost("http", text) },
  { name: "iriToUri", prefix: "/", call: iriToUri },
  { name: "uriToIri", prefix: "//", call: uriToIri },
  { name: "redirect", prefix: "/", call: (text) => redirect(text) },
  { name: "request.url", prefix: "/", call: (text) => new Request(new TargetSource(text)).url },
];

/** The parsers of headers and URLs. */
export function headerCases(): GrowthCase[] {
  const hostile = PARSERS.flatMap(({ name, prefix = "", call }) =>
    PIECES.map((piece) => ({
      name: `${name}: ${prefix}${piece.repeat(2)}…`,
      input: (size: number) => prefix + repeat(piece)(size),
      call,
    })),
  );
  return [
    ...hostile,
    { name: "Accept: many types", input: repeat("text/html;level=1;q=0.5,"), call: MIME.call },
    { name: "Range: many parts", input: (size) => manyParts(size / 10), call: parseRangeHeader },
    { name: "trusted host: many labels", input: (size) => `${"a.".repeat(size / 2)}com`, call: HOST.call },
    { name: "headers: one name many times", input: repeat("X-A: b\n"), call: readHeaders },
    { name: "headers: many names", input: (size) => manyNames(size / 20), call: readHeaders },
  ];
}

/** A request whose target no URL has mended. */
class TargetSource extends WebRequestSource {
  readonly #target: string;

  constructor(target: string) {
    super(new globalThis.Request("http://localhost/"));
    this.#target = target;
  }

  override get target(): string {
    return this.#target;
  }
}

function manyParts(count: number): string {
  return `bytes=${Array.from({ length: count }, (_, index) => `${index * 2}-${index * 2}`).join(",")}`;
}

function manyNames(count: number): string {
  return Array.from({ length: count }, (_, index) => `X-Name-${index}: value\n`).join("");
}

function readHeaders(text: string): unknown {
  const lines = text.trimEnd().split("\n");
  return new RequestHeaders(lines.map((line) => line.split(": ") as [string, string])).size;
}
