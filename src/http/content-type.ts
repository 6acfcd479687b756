/** Content types: which get a charset, and what their parameters say. */
import { Directives } from "./directives.ts";
import { dumpOptionsHeader, parseOptionsHeader } from "./options-header.ts";

const TEXTUAL: ReadonlySet<string> = new Set([
  "application/ecmascript",
  "application/javascript",
  "application/sql",
  "application/xml",
  "application/xml-dtd",
  "application/xml-external-parsed-entity",
]);

/** A MIME type as a Content-Type: with `; charset=utf-8` if it is text. Werkzeug's `get_content_type`. */
export function getContentType(mimetype: string): string {
  if (mimetype === "text/html") return "text/html; charset=utf-8";
  const isText = mimetype.startsWith("text/") || mimetype.endsWith("+xml") || TEXTUAL.has(mimetype);
  return isText ? `${mimetype}; charset=utf-8` : mimetype;
}

/** The MIME type of a Content-Type, without its parameters, as it is spelt; "" if there is none. */
export function mimetypeOf(contentType: string | undefined): string {
  if (contentType === undefined) return "";
  const semicolon = contentType.indexOf(";");
  return (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim();
}

/** The parameters of a Content-Type; that of a response is live. */
export class ContentTypeParameters extends Directives {
  readonly #mimetype: string;

  /**
   * @param contentType - The header's value, or `undefined` if there is none.
   * @param onUpdate - Called after each change with the value of the header, to write it.
   */
  constructor(contentType: string | undefined, onUpdate?: ((text: string) => void) | undefined) {
    const [mimetype, parameters] = parseOptionsHeader(contentType);
    super(parameters, onUpdate);
    this.#mimetype = mimetype;
  }

  /** The type with its parameters, as the header has it. */
  toHeader(): string {
    return dumpOptionsHeader(this.#mimetype, new Map(this));
  }
}
