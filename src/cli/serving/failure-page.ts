/** What is served in place of an application that a change has broken, until it is mended. */
import { type Handler, isFromThisMachine, type Request, Response } from "../../http/index.ts";
import { html, type Markup } from "../../markup/index.ts";

/**
 * Answers each request with what is wrong: as a page for a browser, else as text. Whoever is not on this machine has no
 * business with the names and lines of its files.
 *
 * @param message What is wrong, and what to do.
 */
export function failurePage(message: string): Handler {
  return {
    handle(request: Request): Response {
      const text = isFromThisMachine(request) ? message : "The application can't be loaded.";
      const isBrowser = request.headers.get("Accept")?.includes("text/html") === true;
      return isBrowser
        ? new Response(pageOf(text), { status: 500, headers: HEADERS })
        : new Response(`${text}\n`, { status: 500, mimetype: "text/plain", headers: HEADERS });
    },
  };
}

const HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" } as const;

function pageOf(text: string): string {
  const [title = "", ...rest] = text.split("\n");
  const details = rest.join("\n").replace(/^ {4}/gm, "").trim();
  return String(html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The application can't be loaded</title>
${STYLE}
<main>
<h1>${title}</h1>
${details === "" ? "" : html`<pre>${details}</pre>`}
<p>Once the mistake is mended, this page can be loaded again.</p>
</main>
</html>
`);
}

const STYLE: Markup = html`<style>
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1c1c1f; background: #fafafa; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; color: #b42318; overflow-wrap: anywhere; }
pre { padding: 1rem; overflow-x: auto; background: #fff; border: 1px solid #ddd; border-radius: .5rem; font-size: .875rem; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #18181b; }
  pre { background: #222226; border-color: #3a3a40; }
  h1 { color: #ff8a7a; }
}
</style>`;
