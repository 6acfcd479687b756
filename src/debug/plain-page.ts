/** The page without youch: the error, its stack and its causes, and the request. */
import { html, type Markup } from "../markup/index.ts";
import type { DebugSubject } from "./debug-subject.ts";
import { isOfOthers, type ShownError } from "./shown-error.ts";

/** Makes the page. */
export function plainPage(error: ShownError, groups: DebugSubject["groups"]): string {
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>500 Internal Server Error</title>
${STYLE}
<main>
<p class="name">${error.name}</p>
<h1>${error.message}</h1>
${stackOf(error)}
${error.causes.map((cause) => html`<h2>Caused by ${cause.name}: ${cause.message}</h2>${stackOf(cause)}`)}
${groups.map(({ title, rows }) => html`<h2>${title}</h2><table>${rows.map(rowOf)}</table>`)}
<p><small>Only you see this page, on this machine and in debug mode. With <code>npm install --save-dev youch</code> it shows the
lines of your sources.</small></p>
</main>
</html>
`;
  return String(page);
}

const STYLE: Markup = html`<style>
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1c1c1f; background: #fafafa; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere; white-space: pre-wrap; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; overflow-wrap: anywhere; }
.name { margin: 0; color: #b42318; font-weight: 600; }
pre { padding: 1rem; overflow-x: auto; background: #fff; border: 1px solid #ddd; border-radius: .5rem; font-size: .875rem; color: #6b6b73; }
pre b { color: #1c1c1f; white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .35rem .5rem; border-top: 1px solid #ddd; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 30%; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #18181b; }
  pre { background: #222226; color: #9a9aa3; }
  pre b { color: #eee; }
  pre, th, td { border-color: #3a3a40; }
  .name { color: #ff8a7a; }
}
</style>`;

function stackOf({ frames }: ShownError): Markup {
  if (frames.length === 0) return html``;
  const lines = frames.map((frame) =>
    isOfOthers(frame) ? html`${frame.trim()}\n` : html`<b>${frame.trim()}</b>\n`,
  );
  return html`<pre>${lines}</pre>`;
}

function rowOf([name, value]: readonly [string, string]): Markup {
  return html`<tr><th>${name}</th><td>${value}</td></tr>`;
}
