/** Hostile bodies, and the names of files that come with them. */
import { MultipartParser, secureFilename } from "../src/http/index.ts";
import { Flagon, request } from "../src/index.ts";
import { type GrowthCase, repeat } from "./growth-case.ts";

const UNLIMITED = { maxHeld: Number.POSITIVE_INFINITY, maxParts: Number.POSITIVE_INFINITY };
const HEAD = "Content-Disposition: form-data; name=a";
const WHOLE = Number.POSITIVE_INFINITY;
const DASHES = "-".repeat(200);

/** The cases of bodies. */
export function bodyCases(): GrowthCase[] {
  return [...multipartCases(), ...formCases(), ...nameCases()];
}

function multipartCases(): GrowthCase[] {
  const whole = (text: string): void => parse("b", Buffer.from(text, "latin1"), WHOLE);
  const bytewise = (text: string): void => parse("b", Buffer.from(text, "latin1"), 1);
  const dashes = (text: string): void => parse(DASHES, Buffer.from(text, "latin1"), WHOLE);
  const within = (text: string) => (size: number) => `--b\r\n${HEAD}\r\n\r\n${repeat(text)(size)}\r\n--b--`;
  return [
    { name: "multipart: many parts", input: repeat(`--b\r\n${HEAD}\r\n\r\n1\r\n`), call: whole },
    { name: "multipart: boundaries that are none", input: within("\r\n--b-"), call: whole },
    { name: "multipart: boundaries within a line", input: within("--b"), call: whole },
    { name: "multipart: boundaries, a byte at a time", input: within("\r\n--bx"), call: bytewise },
    { name: "multipart: carriage returns", input: within("\r"), call: whole },
    { name: "multipart: carriage returns, a byte at a time", input: within("\r"), call: bytewise },
    { name: "multipart: blanks after a boundary", input: (size) => `--b${" ".repeat(size)}`, call: bytewise },
    { name: "multipart: a preamble of nearly boundaries", input: repeat("--b-"), call: whole },
    { name: "multipart: a preamble of dashes", input: repeat("-"), call: dashes },
    {
      name: "multipart: content of dashes",
      input: (size) => `--${DASHES}\n${HEAD}\n\n${"-".repeat(size)}`,
      call: dashes,
    },
    {
      name: "multipart: headers without an end",
      input: (size) => `--b\r\nX: ${"y".repeat(size)}`,
      call: bytewise,
    },
    {
      name: "multipart: lines of headers",
      input: (size) => `--b\r\n${repeat("X: y\r\n")(size)}\r\n`,
      call: whole,
    },
    {
      name: "multipart: folded headers",
      input: (size) => `--b\r\n${HEAD}${repeat("\r\n ")(size)}\r\n\r\n`,
      call: whole,
    },
    {
      name: "multipart: parameters",
      input: (size) => `--b\r\n${HEAD}${repeat("; a=b")(size)}\r\n\r\n`,
      call: whole,
    },
    {
      name: "multipart: quotes in a file name",
      input: (size) => `--b\r\n${HEAD}; filename="${repeat('\\"')(size)}\r\n\r\n`,
      call: whole,
    },
    {
      name: "multipart: a file name in many parts",
      input: (size) => `--b\r\n${HEAD}${repeat("; filename*0*=UTF-8''%e2")(size)}\r\n\r\n`,
      call: whole,
    },
  ];
}

function formCases(): GrowthCase[] {
  const app = new Flagon({ config: { maxFormParts: null, maxFormMemorySize: null } });
  app.post(
    "/",
    { endpoint: "view" },
    () => `${request.form.size} ${request.files.size} ${request.values.size}`,
  );
  app.post("/json", { endpoint: "json" }, () => String(request.json({ silent: true })));
  const send = (path: string, type: string) => (body: string) =>
    app.fetch(
      new Request(`http://localhost${path}`, { method: "POST", headers: { "Content-Type": type }, body }),
    );
  const multipart = send("/", "multipart/form-data; boundary=b");
  const fields = (disposition: string) => (size: number) =>
    `${repeat(`--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n1\r\n`)(size)}--b--`;
  return [
    { name: "body: a form of many fields", input: fields("name=a"), call: multipart },
    { name: "body: a form of many files", input: fields("name=a; filename=b"), call: multipart },
    { name: "body: JSON of zeros", input: repeat("\0"), call: send("/json", "application/json") },
  ];
}

function nameCases(): GrowthCase[] {
  const call = (text: string): string => secureFilename(text, true);
  return [
    { name: "secureFilename: dots", input: (size) => `a${".".repeat(size)}`, call },
    { name: "secureFilename: underscores and dots", input: (size) => `${repeat("._")(size)}a`, call },
    { name: "secureFilename: white space", input: repeat(" "), call },
    {
      name: "secureFilename: marks on a letter",
      input: (size) => `a${"\u0301\u0316".repeat(size / 2)}`,
      call,
    },
    { name: "secureFilename: ligatures", input: repeat("\ufdfa"), call },
  ];
}

function parse(boundary: string, body: Uint8Array, pieceSize: number): void {
  const receiver = { beginPart: () => {}, takeContent: () => {}, endPart: () => {} };
  const parser = new MultipartParser(boundary, receiver, UNLIMITED);
  for (let at = 0; at < body.length; at += pieceSize) parser.push(body.subarray(at, at + pieceSize));
  parser.finish();
}
