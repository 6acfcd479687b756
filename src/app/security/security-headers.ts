/** Headers that tell browsers to be careful with the pages of an application. */
import { randomBytes } from "node:crypto";
import { ContentSecurityPolicy, type Response } from "../../http/index.ts";
import { checkOptionNames } from "../../python/index.ts";
import { type AppContext, currentContext } from "../contexts/context.ts";
import { OutsideContextError } from "../errors/errors.ts";
import type { Flagon } from "../flagon.ts";

/** The directives of a policy by their names, such as `"img-src"`; `null` leaves a directive of the default policy out. */
export type PolicyDirectives = Readonly<Record<string, string | readonly string[] | null>>;

/** How long, and for which hosts, browsers use https only. */
export type TransportSecurity = {
  /** In seconds, a year (31536000) unless given; 0 makes browsers forget it. */
  readonly maxAge?: number | undefined;
  /** Whether all subdomains do so too; no unless given. */
  readonly includeSubDomains?: boolean | undefined;
  /** Whether browsers may be delivered with it (hstspreload.org); no unless given. */
  readonly preload?: boolean | undefined;
};

/** What {@link securityHeaders} sends; `false` leaves a header out. */
export type SecurityHeadersOptions = {
  /**
   * Directives that are added to the default policy, or take the place of its own: everything from this site only, no
   * plug-ins, framed and sent forms by this site only.
   */
  readonly contentSecurityPolicy?: PolicyDirectives | false | undefined;
  /** Reports what the policy would refuse (`report-to`, `report-uri`), and refuses nothing; no unless given. */
  readonly reportOnly?: boolean | undefined;
  /** Sent on https only, and not in debug mode. */
  readonly strictTransportSecurity?: TransportSecurity | false | undefined;
  /** `"strict-origin-when-cross-origin"` unless given. */
  readonly referrerPolicy?: string | false | undefined;
  /** `"same-origin"` unless given. */
  readonly crossOriginOpenerPolicy?: string | false | undefined;
  /** What pages may use, such as `"camera=(), geolocation=()"`; none is sent unless given. */
  readonly permissionsPolicy?: string | false | undefined;
};

/**
 * Has every response tell browsers to be careful: what a page may load and who may frame it (Content-Security-Policy,
 * X-Frame-Options), that types are what they are said to be (X-Content-Type-Options), what other sites learn of a link
 * (Referrer-Policy), who shares a window (Cross-Origin-Opener-Policy), and on https that it stays so
 * (Strict-Transport-Security). A header that a view has set is left as it is. After Flask-Talisman.
 *
 * Inline scripts and styles are refused then, but for those that bear the page's {@link cspNonce}, in templates
 * `csp_nonce()`.
 *
 * @param app The application. Call this before other functions are given to `app.afterRequest`, so that it sees what they
 *   have set.
 * @param options What differs from the above.
 * @throws TypeError for an option that does not exist, and a directive that would start another.
 * @example
 * ```ts
 * securityHeaders(app, {
 *   contentSecurityPolicy: { "img-src": ["'self'", "https://images.example.com"] },
 * });
 * ```
 */
export function securityHeaders(app: Flagon, options: SecurityHeadersOptions = {}): void {
  checkOptionNames(options, OPTIONS, "securityHeaders()");
  const policy =
    options.contentSecurityPolicy === false ? undefined : policyOf(options.contentSecurityPolicy ?? {});
  const policyName =
    options.reportOnly === true ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  const transport = transportOf(options.strictTransportSecurity ?? {});
  const fixed = fixedHeaders(options, policy);
  for (const name of ["csp_nonce", "cspNonce"]) app.templateGlobal(name, cspNonce);
  app.afterRequest((response) => {
    const context = currentContext("securityHeaders");
    for (const [name, value] of fixed) response.headers.setDefault(name, value);
    // A developer's localhost would be https alone for a year, with every other project that is tried there.
    if (transport !== undefined && context.request.isSecure && !app.config.debug) {
      response.headers.setDefault("Strict-Transport-Security", transport);
    }
    if (policy !== undefined) setPolicy(response, policyName, policy, context);
    return response;
  });
}

/**
 * What marks the scripts and styles of a page as the application's own, where {@link securityHeaders} is used: random, one
 * for each request; in templates `csp_nonce()`.
 *
 * @throws OutsideContextError where there is no request.
 * @example
 * ```ts
 * html`<script nonce="${cspNonce()}">start()</script>`;
 * ```
 */
export function cspNonce(): string {
  const context = currentContext("cspNonce");
  if (!context.hasRequest) throw new OutsideContextError("cspNonce");
  return nonceOf(context);
}

function nonceOf(context: AppContext): string {
  context.cspNonce ??= randomBytes(16).toString("base64");
  return context.cspNonce;
}

const OPTIONS: Readonly<Record<keyof SecurityHeadersOptions, true>> = {
  contentSecurityPolicy: true,
  reportOnly: true,
  strictTransportSecurity: true,
  referrerPolicy: true,
  crossOriginOpenerPolicy: true,
  permissionsPolicy: true,
};

const DEFAULT_POLICY: PolicyDirectives = {
  "default-src": "'self'",
  "base-uri": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'self'",
  "object-src": "'none'",
};

/** The directives, checked where they are set up. */
function policyOf(given: PolicyDirectives): ContentSecurityPolicy {
  const policy = new ContentSecurityPolicy();
  for (const [name, sources] of Object.entries({ ...DEFAULT_POLICY, ...given })) {
    if (sources === null) continue;
    if (!DIRECTIVE_NAME.test(name)) {
      throw new TypeError(
        `${JSON.stringify(name)} is no directive of a Content-Security-Policy; write its name, such as "img-src".`,
      );
    }
    policy.set(name, typeof sources === "string" ? sources : sources.join(" "));
  }
  return policy;
}

const DIRECTIVE_NAME = /^[a-z]+(?:-[a-z]+)*$/;

function setPolicy(
  { headers }: Response,
  name: string,
  policy: ContentSecurityPolicy,
  context: AppContext,
): void {
  if (headers.has(name)) return;
  // A stream may ask for it when the headers are sent.
  const isAsked = context.cspNonce !== undefined || context.streams !== undefined;
  headers.set(name, isAsked ? withNonce(policy, nonceOf(context)) : policy.toHeader());
}

function withNonce(policy: ContentSecurityPolicy, nonce: string): string {
  const own = new ContentSecurityPolicy(policy);
  for (const name of ["script-src", "style-src"]) {
    const sources = policy.get(name) ?? policy.get("default-src");
    if (sources === undefined) continue;
    // What allows nothing must stand alone.
    own.set(name, sources === "'none'" ? `'nonce-${nonce}'` : `${sources} 'nonce-${nonce}'`);
  }
  return own.toHeader();
}

function transportOf(options: TransportSecurity | false): string | undefined {
  if (options === false) return undefined;
  checkOptionNames(options, TRANSPORT_OPTIONS, "strictTransportSecurity");
  const { maxAge = 31_536_000, includeSubDomains = false, preload = false } = options;
  if (!Number.isInteger(maxAge) || maxAge < 0) {
    throw new RangeError(`strictTransportSecurity.maxAge must be whole seconds, 0 or more, not ${maxAge}.`);
  }
  return `max-age=${maxAge}${includeSubDomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
}

const TRANSPORT_OPTIONS: Readonly<Record<keyof TransportSecurity, true>> = {
  maxAge: true,
  includeSubDomains: true,
  preload: true,
};

function fixedHeaders(
  options: SecurityHeadersOptions,
  policy: ContentSecurityPolicy | undefined,
): [name: string, value: string][] {
  const values: readonly (readonly [string, string | false | undefined])[] = [
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", frameOptionsOf(policy)],
    ["Referrer-Policy", options.referrerPolicy ?? "strict-origin-when-cross-origin"],
    ["Cross-Origin-Opener-Policy", options.crossOriginOpenerPolicy ?? "same-origin"],
    ["Permissions-Policy", options.permissionsPolicy],
  ];
  return values.filter((pair): pair is [string, string] => typeof pair[1] === "string");
}

/** What old browsers know of `frame-ancestors`; a list of sites is beyond them. */
function frameOptionsOf(policy: ContentSecurityPolicy | undefined): string | undefined {
  const ancestors = policy === undefined ? "'self'" : policy.get("frame-ancestors");
  if (ancestors === "'none'") return "DENY";
  return ancestors === "'self'" ? "SAMEORIGIN" : undefined;
}
