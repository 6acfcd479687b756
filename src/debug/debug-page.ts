/** The response that explains an error: with youch if that is installed, else a plain page. */
import { randomBytes } from "node:crypto";
import { Response } from "../http/index.ts";
import type { DebugSubject } from "./debug-subject.ts";
import { plainPage } from "./plain-page.ts";
import { type ShownError, shownError } from "./shown-error.ts";
import { sourceReader } from "./source-reader.ts";
import { youchPage } from "./youch-page.ts";

/** The page that explains an error. It has the status 500, is kept by nobody and framed by nobody. */
export async function debugPage(subject: DebugSubject): Promise<Response> {
  const shown = shownError(subject.error, subject.hide);
  if (subject.wantsText) {
    const text = `${textOf(shown)}\n`;
    return new Response(text, { status: 500, mimetype: "text/plain", headers: HEADERS });
  }
  const nonce = randomBytes(16).toString("base64");
  const readSource = sourceReader(subject);
  // Whatever youch makes of a strange error, the developer sees it.
  const page = await youchPage(shown, { groups: subject.groups, readSource, nonce }).catch(() => undefined);
  const response = new Response(page ?? plainPage(shown, subject.groups), { status: 500, headers: HEADERS });
  response.headers.set("Content-Security-Policy", policyWith(nonce));
  return response;
}

const HEADERS = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** Should a visitor's text ever become markup, it can neither run nor load nor send anything. */
function policyWith(nonce: string): string {
  return (
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  );
}

function textOf({ name, message, frames, causes }: ShownError): string {
  const own = [`${name}: ${message}`, ...frames].join("\n");
  return [own, ...causes.map(textOf)].join("\nCaused by: ");
}
