/** `UpstreamHead`: status line and header fields of an upstream's response, and what they say of its body. */
import { UpstreamProtocolError } from "./errors.ts";
import { lowerName, parseFieldLine } from "./field-line.ts";

/** How the end of a body is known. */
export type Framing = "none" | "chunked" | "until-close" | number;

/** The head of a response, read. */
export interface UpstreamHead {
  readonly status: number;
  /** The reason phrase as it came, which may be "". */
  readonly statusText: string;
  /** The fields that are meant for the client, as they came and in order; those of the connection are left out. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Whether Content-Type is one of them. */
  readonly hasType: boolean;
  /** How the body ends. */
  readonly framing: Framing;
  /** Whether the connection may be used again after the body. */
  readonly keepsAlive: boolean;
  /** How long the upstream keeps the connection, in seconds, if it says so. */
  readonly keepAliveSeconds: number | undefined;
  /** The protocol that the upstream changes to, in lower case. */
  readonly upgrade: string | undefined;
  /** The Trailer header. */
  readonly trailer: string | undefined;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const LENGTH = /^[0-9]{1,16}$/;
const TIMEOUT = /(?:^|[,;\s])timeout\s*=\s*([0-9]{1,9})/i;

/**
 * Reads a head, without the empty line at its end.
 *
 * @param text - Its lines, a byte a character.
 * @param method - The method of the request: the answer to HEAD has no body.
 * @throws UpstreamProtocolError for what is no response, or one whose body could end in two places.
 */
export function parseUpstreamHead(text: string, method: string): UpstreamHead {
  const lines = text.split("\r\n");
  const { status, statusText, isOld } = statusOf(lines[0] ?? "");
  const fields = new HeadFields();
  for (let index = 1; index < lines.length; index++) fields.add(lines[index] ?? "");
  return {
    status,
    statusText,
    fields: fields.endToEnd(),
    hasType: fields.hasType,
    framing: fields.framing({ status, method, isOld }),
    keepsAlive: isOld ? fields.connection.includes("keep-alive") : !fields.connection.includes("close"),
    keepAliveSeconds: fields.keepAliveSeconds,
    upgrade: fields.upgrade,
    trailer: fields.trailer,
  };
}

interface StatusLine {
  readonly status: number;
  readonly statusText: string;
  readonly isOld: boolean;
}

// Most lines are the same as the one before.
let last: { readonly line: string; readonly read: StatusLine } | undefined;

function statusOf(line: string): StatusLine {
  if (last?.line === line) return last.read;
  const match = STATUS_LINE.exec(line);
  if (match === null) {
    throw new UpstreamProtocolError(
      `The upstream answered ${JSON.stringify(line.slice(0, 80))}, which is no HTTP/1.1.`,
    );
  }
  const read = { status: Number(match[2]), statusText: match[3] ?? "", isOld: match[1] === "0" };
  last = { line, read };
  return read;
}

/** The fields of a head: those of the message, and those of the connection. */
class HeadFields {
  readonly #kept: [string, string][] = [];
  #lengths: string[] | undefined;
  #codings: string | undefined;
  hasType = false;
  /** The options of the Connection header, in lower case. */
  connection: readonly string[] = [];
  keepAliveSeconds: number | undefined;
  upgrade: string | undefined;
  trailer: string | undefined;

  add(line: string): void {
    const field = parseFieldLine(line);
    const [name, value] = field;
    switch (lowerName(name)) {
      case "content-type":
        this.hasType = true;
        this.#kept.push(field);
        break;
      case "content-length":
        if (this.#lengths === undefined) this.#lengths = [value];
        else this.#lengths.push(value);
        break;
      case "transfer-encoding":
        this.#codings = this.#codings === undefined ? value : `${this.#codings}, ${value}`;
        break;
      case "connection":
        this.connection = [
          ...this.connection,
          ...value
            .toLowerCase()
            .split(",")
            .map((option) => option.trim()),
        ];
        break;
      case "keep-alive":
        this.keepAliveSeconds = secondsIn(value);
        break;
      case "upgrade":
        this.upgrade = value.toLowerCase();
        break;
      case "trailer":
        this.trailer = value;
        break;
      case "te":
      case "proxy-connection":
      case "proxy-authenticate":
      case "proxy-authentication-info":
        break;
      default:
        this.#kept.push(field);
    }
  }

  /** The fields for the client, with one Content-Length if there was one. */
  endToEnd(): [string, string][] {
    const named = this.connection.filter((option) => option !== "close" && option !== "keep-alive");
    if (named.includes("content-type")) this.hasType = false;
    const kept =
      named.length === 0 ? this.#kept : this.#kept.filter(([name]) => !named.includes(lowerName(name)));
    if (this.#lengths?.[0] !== undefined) kept.push(["Content-Length", this.#lengths[0]]);
    return kept;
  }

  /** How the body ends (RFC 9112, section 6.3); what a second reader could see otherwise is refused. */
  framing(response: { readonly status: number; readonly method: string; readonly isOld: boolean }): Framing {
    const lengths = this.#lengths;
    const codings = this.#codings;
    const length = lengths?.[0];
    if (lengths?.some((other) => !LENGTH.test(other) || other !== length)) {
      throw new UpstreamProtocolError(
        `The upstream sent the Content-Length ${JSON.stringify(lengths.join(", "))}.`,
      );
    }
    if (codings !== undefined && (codings.toLowerCase() !== "chunked" || response.isOld)) {
      throw new UpstreamProtocolError(`The upstream sent the Transfer-Encoding ${JSON.stringify(codings)}.`);
    }
    if (codings !== undefined && length !== undefined) {
      throw new UpstreamProtocolError("The upstream sent a Content-Length beside a Transfer-Encoding.");
    }
    const { status, method } = response;
    if (method === "HEAD" || status < 200 || status === 204 || status === 304) return "none";
    if (codings !== undefined) return "chunked";
    return length === undefined ? "until-close" : Number(length);
  }
}

function secondsIn(keepAlive: string): number | undefined {
  const seconds = TIMEOUT.exec(keepAlive)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
