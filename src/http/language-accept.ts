/** `LanguageAccept`: which languages a client would have (RFC 9110, section 12.5.4). */
import { Accept } from "./accept.ts";

const DELIMITER = /[_-]/;

/**
 * The items of an Accept-Language header. `-` and `_` are the same. If no offer is just what the client named,
 * `en-GB` finds an offer of `en`, and `en` one of `en-GB`. After Werkzeug's class.
 */
export class LanguageAccept extends Accept {
  protected override matches(value: string, item: string): boolean {
    return item === "*" || normalize(value) === normalize(item);
  }

  protected override bestOffer(offers: Iterable<string>): string | undefined {
    const list = [...offers];
    const exact = super.bestOffer(list);
    if (exact !== undefined) return exact;
    const primaries = Array.from(this, ([value, quality]) => [primary(value), quality] as const);
    const byPrimary: string | undefined = new Accept(primaries).bestMatch(list);
    if (byPrimary !== undefined) return byPrimary;
    const found = super.bestOffer(list.map(primary));
    return found === undefined ? undefined : list.find((offer) => offer.startsWith(found));
  }
}

function normalize(language: string): string {
  return language.toLowerCase().replaceAll("_", "-");
}

/** `en` of `en-GB`. */
function primary(language: string): string {
  return language.split(DELIMITER, 1)[0] ?? "";
}
