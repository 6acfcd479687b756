/** What the developer of a page can do about a request that was refused, by the reason. */
import type { CSRFSettings } from "./csrf-config.ts";

/** The remedy for a reason; `undefined` for a reason of the application's own. */
export function csrfRemedy(reason: string, settings: CSRFSettings): string | undefined {
  return REMEDIES.get(reason)?.(settings);
}

type Remedy = (settings: CSRFSettings) => string;

const REMEDIES: ReadonlyMap<string, Remedy> = new Map<string, Remedy>([
  [
    "The CSRF token is missing.",
    ({ fieldName, headers: [header = "X-CSRFToken"] }) =>
      `Put <input type="hidden" name="${fieldName}" value="{{ csrf_token() }}"> into the form, or send the token in the ` +
      `header ${header}; leave out a view that others than the site's pages call with csrf.exempt(view).`,
  ],
  [
    "The CSRF session token is missing.",
    () =>
      "The session of the page that has the token did not come back. Is its cookie refused, as one that is Secure is " +
      "over http, or is the page of another host, or kept in a cache?",
  ],
  [
    "The CSRF tokens do not match.",
    () =>
      "The token is of another session: the page is older than the last login or logout, or kept in a cache that " +
      "serves it to several visitors.",
  ],
  [
    "The CSRF token has expired.",
    ({ timeLimit }) =>
      `It is good for ${timeLimit} seconds: config.wtfCsrfTimeLimit; null is for as long as the session.`,
  ],
  [
    "The CSRF token is invalid.",
    () =>
      "It was changed on its way, or signed with another key: does each process have the same secretKey, and did the " +
      "page come before the key was changed?",
  ],
  [
    "The referrer header is missing.",
    () =>
      "Over https the page that a request comes from must be known. Let it send Referrer-Policy: same-origin in place " +
      "of no-referrer, or set config.wtfCsrfSslStrict to false.",
  ],
  [
    "The referrer does not match the host.",
    () =>
      "The page is of another origin than the request. Behind a proxy the host must be the visitor's: wrap the " +
      "application in ProxyFix. config.wtfCsrfSslStrict = false leaves this check out.",
  ],
]);
