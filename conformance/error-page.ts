/**
 * The page of an HTTP error. Ours has Werkzeug's structure and sentences of its own, so what it says is left out
 * of a comparison, and the length that comes of it.
 */

/** A response as the files write it. */
export type RecordedResponse = {
  readonly status: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: unknown;
};

const PAGE = /^(<!doctype html>\n<html lang=en>\n<title>[^<]*<\/title>\n<h1>[^<]*<\/h1>\n<p>)[\s\S]*<\/p>\n$/;

/** The response without what its page says, if it is the page of an error. */
export function withoutDescription<R extends RecordedResponse>(response: R): R {
  const type = response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const text = typeof response.body === "string" ? response.body : "";
  const isPage = PAGE.test(text) || text === "";
  if (!/^[45]/.test(response.status) || type !== "text/html; charset=utf-8" || !isPage) return response;
  const headers = response.headers.filter(([name]) => name.toLowerCase() !== "content-length");
  return { ...response, headers, body: text.replace(PAGE, "$1</p>\n") };
}
