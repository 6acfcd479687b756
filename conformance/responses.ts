/** Responses as the files write them, and what of them is compared. */
import { isStream, type Response } from "../src/http/index.ts";
import { isFields, writeBytesOrText } from "./neutral-values.ts";
import { shortenBytes } from "./shortened.ts";

/** A response as the files write it. */
export type RecordedResponse = {
  readonly status: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: unknown;
};

/** A response in the form of the records, as a server would send it. Its body is whole. */
export function recordedResponse(response: Response, method = "GET"): RecordedResponse {
  const headers: [string, string][] = [];
  const flat = response.headersToSend(method);
  for (let index = 0; index < flat.length; index += 2) headers.push([`${flat[index]}`, `${flat[index + 1]}`]);
  const body = response.bodyToSend(method) ?? "";
  if (isStream(body)) throw new Error("the response is streamed");
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return {
    status: `${response.status} ${response.statusText.toUpperCase()}`,
    headers,
    body: shortenBytes(bytes) ?? writeBytesOrText(bytes),
  };
}

/** Whether a value of the files is a response. */
export function isRecordedResponse(value: unknown): value is RecordedResponse {
  return isFields(value) && typeof value.status === "string" && Array.isArray(value.headers);
}

const PAGE = /^(<!doctype html>\n<html lang=en>\n<title>[^<]*<\/title>\n<h1>[^<]*<\/h1>\n<p>)[\s\S]*<\/p>\n$/;

/**
 * What is compared: the status, the header lines without regard to the order of different names, the body. The
 * page of an error has Werkzeug's structure and sentences of its own, so these are left out, with the length.
 */
export function comparableResponse<R extends RecordedResponse>(response: R): object {
  const lines = response.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  const text = typeof response.body === "string" ? response.body : "";
  const isPage =
    /^[45]/.test(response.status) &&
    lines.includes("content-type: text/html; charset=utf-8") &&
    (PAGE.test(text) || text === "");
  return {
    ...response,
    status: response.status.toUpperCase(),
    headers: lines.filter((line) => !(isPage && line.startsWith("content-length: "))).sort(byName),
    body: isPage ? comparablePage(text) : response.body,
  };
}

/** The page of an error without what it says; any other text as it is. */
export function comparablePage(text: string): string {
  return text.replace(PAGE, "$1</p>\n");
}

/** Sorting is stable, so lines of one name stay in their order. */
function byName(a: string, b: string): number {
  const [nameA = ""] = a.split(":", 1);
  const [nameB = ""] = b.split(":", 1);
  return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}
