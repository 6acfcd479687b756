/** A recorded request with its answer, and the answers that take its place where Flagon departs. */
import type { Fields } from "../area.ts";
import { isRecordedResponse, type RecordedResponse } from "../responses.ts";

/** A request with its recorded answer, or the properties of a request. */
export type Exchange = {
  readonly request: Fields;
  readonly answer: unknown;
  /** The app that answered. */
  readonly spec: Fields;
  /** The route of the app whose rule is the path of the request. */
  readonly route: Fields | undefined;
  /** What its view does, as JSON. */
  readonly program: string;
  readonly tags: readonly string[];
};

/** What Flagon answers in the place of Flask: another answer, or the recorded one itself where it does not depart. */
export type Rewrite = { readonly cites: string; answer(exchange: Exchange): unknown };

/** The value of a header of an answer. */
export function headerOf({ headers }: RecordedResponse, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The answer with this header in place of those of the same name. */
export function withHeader<R extends RecordedResponse>(answer: R, name: string, value: string): R {
  const others = answer.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { ...answer, headers: [...others, [name, value]] };
}

/** The answer with another body, of the right length. */
export function withBody<R extends RecordedResponse>(answer: R, body: string): R {
  return withHeader({ ...answer, body }, "Content-Length", `${Buffer.byteLength(body)}`);
}

/** An error's page in the place of an answer, with what was traced; its sentences are not compared. */
export function errorPage(answer: unknown, status: string): RecordedResponse {
  const phrase = status.slice(4);
  const body = `<!doctype html>\n<html lang=en>\n<title>${status}</title>\n<h1>${phrase}</h1>\n<p></p>\n`;
  const headers = [["Content-Type", "text/html; charset=utf-8"]] as const;
  return { ...(isRecordedResponse(answer) ? answer : {}), status, headers, body };
}
