/** `AccessLog`: a line for each request that was answered, as web servers write it. */
import type { Handler, Request, Response } from "../../http/index.ts";

/**
 * An application whose requests are logged, in the Combined Log Format, with the milliseconds after it. What a visitor
 * sends can neither end a line nor a field.
 */
export class AccessLog implements Handler {
  readonly #app: Handler;
  readonly #write: (line: string) => void;

  /**
   * @param app The application.
   * @param write Takes the lines, without their end.
   */
  constructor(app: Handler, write: (line: string) => void) {
    this.#app = app;
    this.#write = write;
  }

  get acceptsUpgrades(): boolean {
    return this.#app.acceptsUpgrades === true;
  }

  get requestClass(): Handler["requestClass"] {
    return this.#app.requestClass;
  }

  handle(request: Request): Response | Promise<Response> {
    const start = performance.now();
    // A visitor who has left by the time of the line has no address any more.
    const { remoteAddr } = request.source;
    const answer = this.#app.handle(request);
    const log = (response: Response): Response => {
      response.callOnClose(() =>
        this.#write(lineOf(request, remoteAddr, response, performance.now() - start)),
      );
      return response;
    };
    return answer instanceof Promise ? answer.then(log) : log(answer);
  }

  startup(): void | Promise<void> {
    return this.#app.startup?.();
  }

  shutdown(): void | Promise<void> {
    return this.#app.shutdown?.();
  }

  logException(error: unknown, request: string): void {
    if (this.#app.logException === undefined) console.error(error);
    else this.#app.logException(error, request);
  }
}

function lineOf(
  { source }: Request,
  remoteAddr: string | undefined,
  { status, contentLength }: Response,
  milliseconds: number,
): string {
  const what = `${source.method} ${source.target} HTTP/${versionOf(source)}`;
  return (
    `${escaped(remoteAddr ?? "-")} - - [${dateText(new Date())}] "${escaped(what)}" ${status} ` +
    `${contentLength ?? "-"} "${escaped(source.header("referer") ?? "-")}" ` +
    `"${escaped(source.header("user-agent") ?? "-")}" ${milliseconds.toFixed(1)}ms`
  );
}

/** That of the message of Node.js, which only its own source has. */
function versionOf(source: object): string {
  const { message, original } = source as { message?: { httpVersion?: string }; original?: object };
  if (original !== undefined) return versionOf(original);
  return message?.httpVersion ?? "1.1";
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/gu, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `28/Nov/2026:13:10:00 +0000`. */
function dateText(date: Date): string {
  const [day, time = ""] = date.toISOString().split("T");
  const [year, month, number] = (day ?? "").split("-");
  return `${number}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
