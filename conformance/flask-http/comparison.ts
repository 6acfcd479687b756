/** Compares answers of apps by what they say, where their bytes may differ on purpose. */
import type { Fields } from "../area.ts";
import { isFields, isSame } from "../neutral-values.ts";
import { comparablePage, comparableResponse, isRecordedResponse } from "../responses.ts";
import { isSameCookie } from "../session-cookie.ts";

/** What is compared of an answer or of the properties of a request: all but sentences of our own, and their length. */
export function comparableAnswer(answer: unknown): Fields {
  if (!isRecordedResponse(answer)) return sortedFields(isFields(answer) ? answer : {});
  const comparable = comparableResponse(answer) as Fields & { readonly headers: readonly string[] };
  const body = `${comparable.body}`;
  if (isRedirectPage(comparable))
    return withoutLength({ ...comparable, body: body.replace(REDIRECT, "$1\n") });
  // A handler may answer with the page of an error under another status.
  const page = comparablePage(body);
  return page === body ? comparable : withoutLength({ ...comparable, body: page });
}

function withoutLength(comparable: Fields & { readonly headers: readonly string[] }): Fields {
  return {
    ...comparable,
    headers: comparable.headers.filter((line) => !line.startsWith("content-length: ")),
  };
}

/**
 * An answer of an app that shows what errors say, without the sentences of errors, which are our own: all that
 * begins with a capital, ends with a stop and is long.
 */
export function withoutSentences(answer: Fields): Fields {
  const headers = (answer.headers ?? []) as readonly string[];
  const body = `${answer.body}`.replace(/[A-Z][^".]{20,}\.[^"]*/g, "…");
  return withoutLength({ ...answer, headers, body });
}

/** Whether two answers say the same; compressed session cookies depend on the zlib. */
export function isSameAnswer(wanted: Fields, got: Fields, config: Fields): boolean {
  const { headers: wantedLines, ...wantedRest } = wanted;
  const { headers: gotLines, ...gotRest } = got;
  if (!isSame(wantedRest, gotRest)) return false;
  if (!Array.isArray(wantedLines) || !Array.isArray(gotLines)) return isSame(wantedLines, gotLines);
  return (
    wantedLines.length === gotLines.length &&
    wantedLines.every((line, index) => isSameLine(`${line}`, `${gotLines[index]}`, config))
  );
}

/** All of a redirect page but the link is ours. */
const REDIRECT = /^.*(<a href=.*<\/a>).*\n$/s;

function isRedirectPage({ headers, body }: Fields & { readonly headers: readonly string[] }): boolean {
  const isHTML = headers.includes("content-type: text/html; charset=utf-8");
  const leads = headers.some((line) => line.startsWith("location:"));
  return isHTML && leads && (body === "" || `${body}`.includes("<title>Redirecting...</title>"));
}

function isSameLine(wanted: string, got: string, config: Fields): boolean {
  if (wanted === got) return true;
  const isCookie = wanted.startsWith("set-cookie: ") && got.startsWith("set-cookie: ");
  return isCookie && isSameCookie(wanted, got, config);
}

function sortedFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
