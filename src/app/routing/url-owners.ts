/** Whose the URLs are that no rule matches: of blueprints that handle the routing errors below their prefix. */
import { MethodNotAllowed, NotFound, type Request } from "../../http/index.ts";
import { type MapAdapter, Rule, UrlMap } from "../../routing/index.ts";
import type { Registration } from "../blueprints/registration.ts";

/** Where a blueprint's URLs are. */
type Place = { readonly urlPrefix: string | undefined; readonly subdomain: string | undefined };

/** The blueprints that handle routing errors. */
export class UrlOwners {
  readonly #rules: UrlMap;
  readonly #owners: { readonly registration: Registration; readonly place: Place }[] = [];
  // Made when the first URL is looked up: converters may come after a blueprint.
  #places: UrlMap | undefined;

  /** @param rules The map whose routing errors they handle. */
  constructor(rules: UrlMap) {
    this.#rules = rules;
  }

  /** Adds a blueprint. @throws TypeError for one whose URLs would be all there are. */
  add(registration: Registration, place: Place): void {
    if (withoutSlashes(place.urlPrefix) === "" && !place.subdomain) {
      throw new TypeError(
        `The blueprint ${JSON.stringify(registration.name)} with { handlesRoutingErrors: true } needs a urlPrefix or a ` +
          "subdomain, which say whose URLs those are that no rule matches. For the errors of all URLs there is " +
          "bp.appErrorHandler().",
      );
    }
    this.#owners.push({ registration, place });
    this.#places = undefined;
  }

  /**
   * The blueprint that handles a routing error: that with the longest prefix of the URL; `undefined` if there is none, or
   * it is an error of another kind.
   *
   * @param bind Binds a map to the server that the request came to.
   */
  find(error: unknown, request: Request, bind: (map: UrlMap) => MapAdapter): Registration | undefined {
    if (this.#owners.length === 0 || error !== request.routingException) return undefined;
    if (!(error instanceof NotFound) && !(error instanceof MethodNotAllowed)) return undefined;
    this.#places ??= this.#makePlaces();
    try {
      const { endpoint } = bind(this.#places).match(request.path.replace(/\/{2,}/g, "/"));
      return this.#owners[Number(endpoint)]?.registration;
    } catch (miss) {
      if (miss instanceof NotFound) return undefined;
      throw miss;
    }
  }

  #makePlaces(): UrlMap {
    const { converters, defaultSubdomain, hostMatching } = this.#rules;
    const places = new UrlMap([], {
      converters,
      defaultSubdomain,
      hostMatching,
      strictSlashes: false,
      redirectDefaults: false,
      // Of two at the same place the first one counts.
      duplicateRules: "allow",
    });
    this.#owners.forEach(({ place: { urlPrefix, subdomain } }, index) => {
      const prefix = withoutSlashes(urlPrefix);
      const options = { endpoint: String(index), subdomain };
      places.add(new Rule(prefix === "" ? "/" : prefix, options));
      places.add(new Rule(`${prefix}/<path:${REST}>`, options));
    });
    return places;
  }
}

// No variable of a prefix is called so.
const REST = "below_the_prefix";

function withoutSlashes(prefix = ""): string {
  return prefix.replace(/\/+$/, "");
}
