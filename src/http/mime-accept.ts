/** `MIMEAccept`: which types of content a client would have (RFC 9110, section 12.5.1). */
import { Accept } from "./accept.ts";

const SEPARATOR = /\/|\s*;\s*/;

/**
 * The items of an Accept header: MIME types, with stars and parameters. The parameters of an offer must be
 * those of the item, unless the subtype is a star. After Werkzeug's class.
 *
 * @example
 * ```ts
 * request.accept.bestMatch(["text/html", "application/json"]);
 * ```
 */
export class MIMEAccept extends Accept {
  /** Whether the client takes HTML, or XHTML. */
  get acceptHtml(): boolean {
    return this.has("text/html") || this.acceptXhtml;
  }

  /** Whether the client takes XHTML, or XML of any kind. */
  get acceptXhtml(): boolean {
    return this.has("application/xhtml+xml") || this.has("application/xml");
  }

  /** Whether the client takes JSON. */
  get acceptJson(): boolean {
    return this.has("application/json");
  }

  /** @throws TypeError if the value of the server is no MIME type. */
  protected override matches(value: string, item: string): boolean {
    // What the client sends may be nonsense; it matches nothing then.
    if (!item.includes("/")) return false;
    const [type, subtype, parameters] = splitType(value);
    if (subtype === undefined || (type === "*" && subtype !== "*")) {
      throw new TypeError(
        `${JSON.stringify(value)} is no MIME type; give one such as "text/html" or "text/*".`,
      );
    }
    const [itemType, itemSubtype, itemParameters] = splitType(item);
    if (itemType === "*" || type === "*") return itemType !== "*" || itemSubtype === "*";
    if (type !== itemType) return false;
    if (subtype === "*" || itemSubtype === "*") return true;
    return subtype === itemSubtype && parameters === itemParameters;
  }

  protected override specificity(item: string): readonly boolean[] {
    return item.split(SEPARATOR).map((part) => part !== "*");
  }
}

/** Type and subtype in lower case, and the parameters in one order, so that they can be compared. */
function splitType(mimetype: string): [string, string | undefined, string] {
  const [type = "", subtype, ...parameters] = mimetype.toLowerCase().split(SEPARATOR);
  return [type, mimetype.includes("/") ? subtype : undefined, parameters.sort().join(";")];
}
