/** Sends the recorded requests of a case to an app, one after the other, with a jar of cookies and a clock. */
import { isStream, Request, type Response, readChunks } from "../../src/http/index.ts";
import type { Fields } from "../area.ts";
import { readBytesOrText, writeBytesOrText } from "../neutral-values.ts";
import type { RecordedResponse } from "../responses.ts";
import { shortenBytes } from "../shortened.ts";
import type { BuiltApp } from "./app.ts";
import { pythonClass } from "./python.ts";
import { RecordedRequest } from "./recorded-request.ts";

/** How a request was answered: with a response, or with an error that left the application. */
export type RecordedAnswer = (RecordedResponse | { readonly raises: string }) & {
  readonly trace: readonly string[];
};

/** The answers to the requests of a case. */
export async function runSequence(app: BuiltApp, given: Fields): Promise<RecordedAnswer[]> {
  const jar = new Map<string, string>();
  const answers: RecordedAnswer[] = [];
  let now = Number(given.now ?? 1_700_000_000);
  for (const request of given.requests as readonly Fields[]) {
    now += Number(request.advance ?? 0);
    const milliseconds = now * 1000;
    Date.now = () => milliseconds;
    app.trace.length = 0;
    const answer = await answerTo(app, request, jar);
    answers.push({ ...answer, trace: [...app.trace] });
    if ("headers" in answer) {
      for (const [name, value] of answer.headers) if (name === "Set-Cookie") updateJar(jar, value);
    }
  }
  return answers;
}

async function answerTo(app: BuiltApp, recorded: Fields, jar: ReadonlyMap<string, string>) {
  const request = new Request(requestSource(recorded, jar));
  try {
    const response = await app.respond(request);
    return await sentResponse(response, request.method);
  } catch (error) {
    return { raises: pythonClass(error) };
  }
}

/** The response as a server sends it: head, body, and what is to be done when it is closed. */
async function sentResponse(response: Response, method: string): Promise<RecordedResponse> {
  const headers: [string, string][] = [];
  const flat = response.headersToSend(method);
  for (let index = 0; index < flat.length; index += 2) {
    const [name = "", value = ""] = flat.slice(index, index + 2);
    headers.push([name, name === "Allow" ? sorted(value) : value]);
  }
  try {
    const bytes = await wholeBody(response, method);
    const status = `${response.status} ${response.statusText.toUpperCase()}`;
    return { status, headers, body: shortenBytes(bytes) ?? writeBytesOrText(bytes) };
  } finally {
    await response.close();
  }
}

async function wholeBody(response: Response, method: string): Promise<Uint8Array> {
  const body = response.bodyToSend(method) ?? "";
  if (!isStream(body)) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  const reader = readChunks(body);
  for (;;) {
    const { done, value } = await reader.next();
    if (done === true) return Buffer.concat(chunks);
    if (typeof value !== "string" && !(value instanceof Uint8Array))
      throw new TypeError("no piece of a body");
    chunks.push(Buffer.from(value));
  }
}

function requestSource(recorded: Fields, jar: ReadonlyMap<string, string>): RecordedRequest {
  const target = `${recorded.path}`;
  const scheme = `${recorded.scheme ?? "http"}`;
  const headers = new Map<string, string | null>([["host", "localhost"]]);
  for (const [name, value] of (recorded.headers ?? []) as [string, string | null][])
    headers.set(name.toLowerCase(), value);
  const body = bodyOf(recorded);
  if (recorded.multipart !== undefined && !headers.has("content-type")) {
    headers.set("content-type", `multipart/form-data; boundary=${BOUNDARY}`);
  }
  if (recorded.chunked === true) headers.set("transfer-encoding", "chunked");
  else if (body !== undefined && !headers.has("content-length"))
    headers.set("content-length", `${body.byteLength}`);
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
  if (cookies.length > 0) headers.set("cookie", [headers.get("cookie") ?? [], cookies].flat().join("; "));
  const environ = new Map([
    ["REQUEST_METHOD", `${recorded.method ?? "GET"}`],
    ["SCRIPT_NAME", `${recorded.script_name ?? ""}`],
    ["wsgi.url_scheme", scheme],
    ["REMOTE_ADDR", "127.0.0.1"],
    ["SERVER_NAME", "localhost"],
    ["SERVER_PORT", scheme === "https" ? "443" : "80"],
  ]);
  for (const [name, value] of headers) {
    const key = name.toUpperCase().replaceAll("-", "_");
    if (value !== null) environ.set(/^CONTENT_(?:TYPE|LENGTH)$/.test(key) ? key : `HTTP_${key}`, value);
  }
  return new RecordedRequest(environ, {
    target,
    body: body ?? new Uint8Array(0),
    isTerminated: recorded.chunked === true,
  });
}

const BOUNDARY = "----oracle";

function bodyOf(recorded: Fields): Uint8Array | undefined {
  if (recorded.body !== undefined) return Buffer.concat([recorded.body].flat().map(bytesOf));
  if (recorded.multipart === undefined) return undefined;
  const parts = (recorded.multipart as readonly Fields[]).map(
    ({ name, filename, content_type: type, value }) => {
      const file = filename === undefined ? "" : `; filename="${filename}"`;
      const typeLine = type === undefined ? "" : `Content-Type: ${type}\r\n`;
      const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${typeLine}\r\n`;
      return Buffer.concat([Buffer.from(head), bytesOf(value), Buffer.from("\r\n")]);
    },
  );
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

function bytesOf(neutral: unknown): Uint8Array {
  return Buffer.from(readBytesOrText(neutral));
}

function updateJar(jar: Map<string, string>, setCookie: string): void {
  const [pair = "", ...attributes] = setCookie.split(";");
  const [name = "", ...value] = pair.split("=");
  const isDeleted = attributes.some((attribute) => DELETES.test(attribute.trim()));
  if (isDeleted) jar.delete(name);
  else jar.set(name, value.join("="));
}

const DELETES = /^(?:max-age=0|expires=thu, 01 jan 1970 00:00:00 gmt)$/i;

function sorted(list: string): string {
  return list
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .sort()
    .join(", ");
}
