/** The requests of `npm run bench -- http`: how each is sent, and what a server must answer. */
import type { PreparedLoad } from "./rounds.ts";

/** The size of the file that is uploaded, in bytes. */
export const UPLOAD_SIZE: number = 5_000_000;

/** The size of the file that is sent, in bytes. */
export const FILE_SIZE: number = 1_048_576;

const JSON_TYPE = "application/json";
const FORM = "name=Ren%C3%A9+Admin&tags=a&tags=b&n=42&note=some+words+%26+more";
const JSON_BODY = JSON.stringify({ name: "René Admin", tags: ["a", "b"], n: 42, note: "some words & more" });

/** One kind of request. */
export interface Route {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  /** The body, in the form that a load takes. */
  readonly body?: PreparedLoad["request"];
  readonly status: number;
  /** What the body of the answer must be; a file is looked at by its length. */
  readonly answer: string | number;
  readonly connections: number;
}

/** What is measured, in order. */
export const ROUTES: readonly Route[] = [
  {
    title: "Answers with JSON (GET /json)",
    method: "GET",
    path: "/json",
    status: 200,
    answer: '{"message":"Hello","n":42}',
    connections: 32,
  },
  {
    title: "Reads JSON (POST /json)",
    method: "POST",
    path: "/json",
    type: JSON_TYPE,
    body: [[latin1(JSON_BODY), 1]],
    status: 200,
    answer: '{"n":43,"name":"René Admin"}',
    connections: 32,
  },
  {
    title: "Reads a form (POST /form)",
    method: "POST",
    path: "/form",
    type: "application/x-www-form-urlencoded",
    body: [[FORM, 1]],
    status: 200,
    answer: "René Admin 43",
    connections: 32,
  },
  {
    title: "Takes a file of 5 MB (POST /upload)",
    method: "POST",
    path: "/upload",
    type: "multipart/form-data; boundary=frontier",
    body: uploadBody(UPLOAD_SIZE),
    status: 200,
    answer: `Tea file.bin ${UPLOAD_SIZE}`,
    connections: 4,
  },
  {
    title: "Sends a file of 1 MB (GET /file)",
    method: "GET",
    path: "/file",
    status: 200,
    answer: FILE_SIZE,
    connections: 8,
  },
  {
    title: "Says that the file is the same (GET /file, 304)",
    method: "GET",
    path: "/file",
    status: 304,
    answer: "",
    connections: 32,
  },
];

/** A multipart form with a field and a file. */
export function uploadBody(size: number): PreparedLoad["request"] {
  const line = "x".repeat(998);
  const part =
    'Content-Disposition: form-data; name="file"; filename="file.bin"\r\nContent-Type: application/x\r\n\r\n';
  return [
    [`--frontier\r\nContent-Disposition: form-data; name="title"\r\n\r\nTea\r\n--frontier\r\n${part}`, 1],
    [`${line}\r\n`, size / 1000],
    ["\r\n--frontier--\r\n", 1],
  ];
}

/** The bytes of a request. @param headers - Further header lines. */
export function requestOf({ method, path, type, body = [] }: Route, headers = ""): PreparedLoad["request"] {
  const length = body.reduce((sum, [text, times]) => sum + text.length * times, 0);
  const about = type === undefined ? "" : `Content-Type: ${type}\r\nContent-Length: ${length}\r\n`;
  return [[`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${about}${headers}\r\n`, 1], ...body];
}

/** UTF-8 as one character a byte. */
function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
