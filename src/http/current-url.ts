/** `getCurrentUrl`: the URL of a request, put together from its parts. */
import { quotePath, quoteQuery } from "./url-quote.ts";
import { uriToIri } from "./url-split.ts";

/** The parts of a request's URL; each that is left out ends the URL. */
export interface URLParts {
  /** `http` or `https`. */
  readonly scheme: string;
  /** The host, with its port unless it is the scheme's own. */
  readonly host: string;
  /** Where the application is mounted, decoded; a slash follows it. */
  readonly rootPath?: string | undefined;
  /** The path below that, decoded. */
  readonly path?: string | undefined;
  /** The query, percent-encoded, without `?`. */
  readonly queryString?: string | undefined;
}

/** A URL for people (an IRI): what can be shown decoded is. Werkzeug's `get_current_url`. */
export function getCurrentUrl(parts: URLParts): string {
  const { scheme, host, rootPath, path, queryString } = parts;
  let url = `${scheme}://${host}/`;
  if (rootPath === undefined) return uriToIri(url);
  url = `${scheme}://${host}${quotePath(withoutSlashes(rootPath))}/`;
  if (path === undefined) return uriToIri(url);
  url += quotePath(path.replace(/^\/+/, ""));
  return uriToIri(queryString ? `${url}?${quoteQuery(queryString)}` : url);
}

/** The path without the slashes at its end. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === SLASH) end--;
  return path.slice(0, end);
}

const SLASH = 0x2f;
