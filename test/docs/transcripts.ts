/** Transcripts, the blocks marked `http`: what a request says, and what the application answers. */
import type { FlagonClient, TestResponse } from "flagon/testing";

/** A request and its answer, as a document tells them. */
export interface Exchange {
  /** The line of the document that the request is on, from 1. */
  readonly line: number;
  readonly method: string;
  /** Path and query, or a whole URL. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly answer: Answer;
}

/** What a document says of an answer; `…` stands for any text, a line of it for any lines. */
export interface Answer {
  /** The status, with or without its reason: `200`, `404 Not Found`. */
  readonly status: string;
  /** Header fields that must be there; others may be. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The whole body, trimmed; `undefined` where the document does not show it. */
  readonly body: string | undefined;
}

const REQUEST = /^([A-Z]+) ((?:\/|https?:\/\/)\S*)$/;
const HEADER = /^([A-Z][\w-]*): *(.*)$/;
const STATUS = /^\d{3}(?: \S.*)?$/;
const BODY = /^> ?(.*)$/;

/**
 * Reads a block: requests with their answers, divided by lines of `###`.
 *
 * @param lines - The lines of the block.
 * @param line - The line of the document that the block begins on.
 * @throws SyntaxError with the line and what was expected there
 */
export function exchangesOf(lines: readonly string[], line = 1): Exchange[] {
  const exchanges: Exchange[] = [];
  let start = 0;
  for (let end = 0; end <= lines.length; end++) {
    if (end < lines.length && lines[end]?.trim() !== "###") continue;
    exchanges.push(exchangeOf(lines.slice(start, end), line + start));
    start = end + 1;
  }
  return exchanges;
}

function exchangeOf(lines: readonly string[], first: number): Exchange {
  let at = 0;
  const wrong = (expected: string) =>
    new SyntaxError(
      `Line ${first + at}: expected ${expected}, got ${JSON.stringify(lines[at] ?? "the end")}.`,
    );
  const blank = () => lines[at]?.trim() === "";
  const matches = (pattern: RegExp): RegExpExecArray[] => {
    const found: RegExpExecArray[] = [];
    for (let match = pattern.exec(lines[at] ?? ""); match !== null; match = pattern.exec(lines[at] ?? "")) {
      found.push(match);
      at++;
    }
    return found;
  };
  const headers = () => matches(HEADER).map(([, name = "", value = ""]) => [name, value.trim()] as const);

  while (blank()) at++;
  const line = first + at;
  const [, method, target] = REQUEST.exec(lines[at] ?? "") ?? [];
  if (method === undefined || target === undefined) throw wrong('a request such as "GET /path"');
  at++;
  const sent = headers();
  const body = matches(BODY).map(([, text = ""]) => text);
  if (!blank()) throw wrong('a header field, a line of the body such as "> name=ada", or a blank line');
  while (blank()) at++;
  const status = lines[at] ?? "";
  if (!STATUS.test(status)) throw wrong('the status of the answer such as "200"');
  at++;
  const got = headers();
  const text = lines.slice(at).join("\n").trim();
  return {
    line,
    method,
    target,
    headers: sent,
    body: body.length === 0 ? undefined : joined(body, sent),
    answer: { status, headers: got, body: text === "" ? undefined : text },
  };
}

/** A form's lines are its fields; anything else is sent as it is written. */
function joined(lines: readonly string[], headers: Exchange["headers"]): string {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (type?.startsWith("multipart/")) return lines.map((line) => `${line}\r\n`).join("");
  return lines.join(type === undefined && !isJson(lines[0] ?? "") ? "&" : "\n");
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** Sends the request as the document tells it: a body is a form, or JSON where it looks so, unless it names its type. */
export function send(client: FlagonClient, exchange: Exchange): Promise<TestResponse> {
  const { method, target, headers, body } = exchange;
  if (body === undefined) return client.open(target, { method, headers });
  const isTyped = headers.some(([name]) => name.toLowerCase() === "content-type");
  const contentType = isJson(body) ? "application/json" : "application/x-www-form-urlencoded";
  return client.open(target, { method, headers, data: body, ...(isTyped ? {} : { contentType }) });
}

/** What is told otherwise than it is: the answer as expected and as it came; `undefined` where they agree. */
export function mismatch({ method, target, answer }: Exchange, response: TestResponse): string | undefined {
  const status = answer.status.includes(" ")
    ? `${response.status} ${response.statusText}`
    : `${response.status}`;
  const told: string[] = [answer.status];
  const came: string[] = [status];
  let agree = status === answer.status;
  for (const [name, value] of answer.headers) {
    const values = response.headers.getList(name);
    const found = values.find((one) => isTold(value, one));
    agree &&= found !== undefined;
    told.push(`${name}: ${value}`);
    came.push(`${name}: ${found ?? (values.length === 0 ? "(not there)" : values.join(" | "))}`);
  }
  const body = trimmed(response.text());
  if (answer.body !== undefined) {
    agree &&= isTold(trimmed(answer.body), body);
    told.push("", answer.body);
  }
  came.push("", body);
  if (agree) return undefined;
  return `${method} ${target}\n--- expected\n${told.join("\n")}\n--- got\n${came.join("\n")}`;
}

const trimmed = (text: string): string => text.replaceAll(/[ \t\r]+$/gm, "").trim();

/** Whether the document's text tells this one: `…` within a line is any text of it, alone on a line any lines. */
function isTold(told: string, text: string): boolean {
  const literal = (part: string) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const pattern = told
    .split("\n")
    .map((line) => (line.trim() === "…" ? "(?:.*\\n)*" : `${line.split("…").map(literal).join(".*")}\\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${text}\n`);
}
