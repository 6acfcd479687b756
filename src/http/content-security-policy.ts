/** Content-Security-Policy (CSP Level 3): what a page may load, and from where. */
import { stripSpace } from "../python/index.ts";
import { Directives } from "./directives.ts";

/**
 * The directives of a policy, each as a property; `undefined` removes one. That of a response is live. After
 * Werkzeug's class.
 *
 * @example
 * ```ts
 * response.contentSecurityPolicy.defaultSrc = "'self'";
 * response.contentSecurityPolicy.imgSrc = "'self' https://images.example.com";
 * ```
 */
export class ContentSecurityPolicy extends Directives {
  /**
   * Gives a directive these sources; without any, it stands alone, as `upgrade-insecure-requests` does.
   * @throws TypeError if they hold a semicolon or a comma, which would start a directive or a policy.
   */
  override set(directive: string, sources?: string | undefined): void {
    if (/[;,]/.test(directive + (sources ?? ""))) {
      throw new TypeError(
        `The directive ${directive} of the Content-Security-Policy holds a semicolon or a comma; ` +
          "percent-encode those of a URL (%3B, %2C), and set each directive by itself.",
      );
    }
    super.set(directive, sources);
  }

  /** The policy as the header has it. */
  toHeader(): string {
    return Array.from(this, ([name, sources]) => (sources ? `${name} ${sources}` : name)).join("; ");
  }

  /** `base-uri`: what `<base>` may name. */
  get baseUri(): string | undefined {
    return this.get("base-uri");
  }

  set baseUri(sources: string | undefined) {
    this.#assign("base-uri", sources);
  }

  /** `child-src`: where workers and frames may come from. */
  get childSrc(): string | undefined {
    return this.get("child-src");
  }

  set childSrc(sources: string | undefined) {
    this.#assign("child-src", sources);
  }

  /** `connect-src`: where scripts may connect to. */
  get connectSrc(): string | undefined {
    return this.get("connect-src");
  }

  set connectSrc(sources: string | undefined) {
    this.#assign("connect-src", sources);
  }

  /** `default-src`: where anything may come from that has no directive of its own. */
  get defaultSrc(): string | undefined {
    return this.get("default-src");
  }

  set defaultSrc(sources: string | undefined) {
    this.#assign("default-src", sources);
  }

  /** `font-src`: where fonts may come from. */
  get fontSrc(): string | undefined {
    return this.get("font-src");
  }

  set fontSrc(sources: string | undefined) {
    this.#assign("font-src", sources);
  }

  /** `form-action`: where forms may be sent. */
  get formAction(): string | undefined {
    return this.get("form-action");
  }

  set formAction(sources: string | undefined) {
    this.#assign("form-action", sources);
  }

  /** `frame-ancestors`: which pages may show this one in a frame. */
  get frameAncestors(): string | undefined {
    return this.get("frame-ancestors");
  }

  set frameAncestors(sources: string | undefined) {
    this.#assign("frame-ancestors", sources);
  }

  /** `frame-src`: what may be shown in a frame. */
  get frameSrc(): string | undefined {
    return this.get("frame-src");
  }

  set frameSrc(sources: string | undefined) {
    this.#assign("frame-src", sources);
  }

  /** `img-src`: where images may come from. */
  get imgSrc(): string | undefined {
    return this.get("img-src");
  }

  set imgSrc(sources: string | undefined) {
    this.#assign("img-src", sources);
  }

  /** `manifest-src`: where the manifest may come from. */
  get manifestSrc(): string | undefined {
    return this.get("manifest-src");
  }

  set manifestSrc(sources: string | undefined) {
    this.#assign("manifest-src", sources);
  }

  /** `media-src`: where sound and video may come from. */
  get mediaSrc(): string | undefined {
    return this.get("media-src");
  }

  set mediaSrc(sources: string | undefined) {
    this.#assign("media-src", sources);
  }

  /** `navigate-to`: where the page may lead to. */
  get navigateTo(): string | undefined {
    return this.get("navigate-to");
  }

  set navigateTo(sources: string | undefined) {
    this.#assign("navigate-to", sources);
  }

  /** `object-src`: where `<object>` and `<embed>` may load from. */
  get objectSrc(): string | undefined {
    return this.get("object-src");
  }

  set objectSrc(sources: string | undefined) {
    this.#assign("object-src", sources);
  }

  /** `plugin-types`: which plugins may be used. */
  get pluginTypes(): string | undefined {
    return this.get("plugin-types");
  }

  set pluginTypes(sources: string | undefined) {
    this.#assign("plugin-types", sources);
  }

  /** `prefetch-src`: what may be fetched in advance. */
  get prefetchSrc(): string | undefined {
    return this.get("prefetch-src");
  }

  set prefetchSrc(sources: string | undefined) {
    this.#assign("prefetch-src", sources);
  }

  /** `report-to`: the group of endpoints that breaches are reported to. */
  get reportTo(): string | undefined {
    return this.get("report-to");
  }

  set reportTo(sources: string | undefined) {
    this.#assign("report-to", sources);
  }

  /** `report-uri`: the URL that breaches are reported to. */
  get reportUri(): string | undefined {
    return this.get("report-uri");
  }

  set reportUri(sources: string | undefined) {
    this.#assign("report-uri", sources);
  }

  /** `sandbox`: what a sandboxed page may still do. */
  get sandbox(): string | undefined {
    return this.get("sandbox");
  }

  set sandbox(sources: string | undefined) {
    this.#assign("sandbox", sources);
  }

  /** `script-src`: where scripts may come from. */
  get scriptSrc(): string | undefined {
    return this.get("script-src");
  }

  set scriptSrc(sources: string | undefined) {
    this.#assign("script-src", sources);
  }

  /** `script-src-attr`: which event handlers may stand in attributes. */
  get scriptSrcAttr(): string | undefined {
    return this.get("script-src-attr");
  }

  set scriptSrcAttr(sources: string | undefined) {
    this.#assign("script-src-attr", sources);
  }

  /** `script-src-elem`: where `<script>` may load from. */
  get scriptSrcElem(): string | undefined {
    return this.get("script-src-elem");
  }

  set scriptSrcElem(sources: string | undefined) {
    this.#assign("script-src-elem", sources);
  }

  /** `style-src`: where styles may come from. */
  get styleSrc(): string | undefined {
    return this.get("style-src");
  }

  set styleSrc(sources: string | undefined) {
    this.#assign("style-src", sources);
  }

  /** `style-src-attr`: which styles may stand in attributes. */
  get styleSrcAttr(): string | undefined {
    return this.get("style-src-attr");
  }

  set styleSrcAttr(sources: string | undefined) {
    this.#assign("style-src-attr", sources);
  }

  /** `style-src-elem`: where `<style>` and `<link>` may load from. */
  get styleSrcElem(): string | undefined {
    return this.get("style-src-elem");
  }

  set styleSrcElem(sources: string | undefined) {
    this.#assign("style-src-elem", sources);
  }

  /** `worker-src`: where workers may come from. */
  get workerSrc(): string | undefined {
    return this.get("worker-src");
  }

  set workerSrc(sources: string | undefined) {
    this.#assign("worker-src", sources);
  }

  #assign(directive: string, sources: string | undefined): void {
    if (sources === undefined) this.delete(directive);
    else this.set(directive, sources);
  }
}

/**
 * The directives of a policy that have sources; none if the header is missing. Werkzeug's
 * `parse_csp_header`, which passes over those that stand alone.
 *
 * @param value - The header's value, or `undefined` if there is none.
 */
export function parseCspHeader(value: string | undefined): ContentSecurityPolicy {
  return new ContentSecurityPolicy(readDirectives(value).filter(([, sources]) => sources !== undefined));
}

/** The policy of a response, live: what stands alone is kept, since a change must not drop it. */
export function livePolicy(
  value: string | undefined,
  onUpdate: (text: string) => void,
): ContentSecurityPolicy {
  return new ContentSecurityPolicy(readDirectives(value), onUpdate);
}

/** A policy as a header has it. Werkzeug's `dump_csp_header`. */
export function dumpCspHeader(policy: ContentSecurityPolicy): string {
  return policy.toHeader();
}

function readDirectives(value: string | undefined): [string, string | undefined][] {
  const directives: [string, string | undefined][] = [];
  for (const text of (value ?? "").split(";")) {
    const directive = stripSpace(text);
    const space = directive.indexOf(" ");
    if (space !== -1) directives.push([directive.slice(0, space), stripSpace(directive.slice(space + 1))]);
    else if (directive !== "") directives.push([directive, undefined]);
  }
  return directives;
}
