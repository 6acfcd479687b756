/** `HTTPException`: an error that knows the response it asks for. */
import { Markup } from "../markup/index.ts";
import { Response } from "./response.ts";
import { statusName } from "./status.ts";

/** What an {@link HTTPException} can be given besides its description. */
export interface HTTPExceptionOptions {
  /** The response to send in place of the page that is made of the description. */
  readonly response?: Response | undefined;
  /** The status code, where an error of no class of its own is thrown: `new HTTPException("…", { code: 402 })`. */
  readonly code?: number | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * An error that is answered with a status code and a small page. Throw a subclass (`NotFound`, `Forbidden`),
 * or call `abort`. A class of your own needs a code and a description:
 *
 * @example
 * ```ts
 * class OutOfTea extends HTTPException {
 *   static override readonly code: number = 418;
 *   static override readonly description: string = "The pot is empty.";
 * }
 * ```
 */
export class HTTPException extends Error {
  /** The status code of the class. Werkzeug answers 200 if there is none; here it is 500. */
  static readonly code: number = 500;
  /** What the page says if nothing else is given. */
  static readonly description: string = "";

  /** The status code of the answer. */
  readonly code: number;
  /** What the page says, as text; line breaks are kept. */
  readonly description: string;
  /** The response to send in place of the page, if there is one. */
  readonly response: Response | undefined;

  /**
   * @param description - What the page says, as text; left out, it is the class's.
   * @param options - A response to send instead, and a cause.
   */
  constructor(description?: string | undefined, options: HTTPExceptionOptions = {}) {
    const { response } = options;
    // A bare one has no code of its own; what it carries says which.
    const own = new.target === HTTPException ? (options.code ?? response?.status) : undefined;
    const code = own ?? new.target.code;
    const text = description ?? new.target.description;
    const message = `${code} ${statusName(code)}${text === "" ? "" : `: ${text}`}`;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.description = text;
    this.response = response;
  }

  /** The name of the status, `Not Found` for 404. Werkzeug's `name`. */
  get statusText(): string {
    return statusName(this.code);
  }

  /** The description as HTML: escaped, in a paragraph. */
  getDescription(): string {
    return `<p>${Markup.escape(this.description).toString().replaceAll("\n", "<br>")}</p>`;
  }

  /** The page. */
  getBody(): string {
    const title = Markup.escape(this.statusText).toString();
    return `<!doctype html>\n<html lang=en>\n<title>${this.code} ${title}</title>\n<h1>${title}</h1>\n${this.getDescription()}\n`;
  }

  /** The header fields of the answer. A subclass adds its own to these. */
  getHeaders(): [string, string][] {
    return [["Content-Type", "text/html; charset=utf-8"]];
  }

  /** The answer: the response that was given, or the page. */
  getResponse(): Response {
    return this.response ?? new Response(this.getBody(), { status: this.code, headers: this.getHeaders() });
  }
}
