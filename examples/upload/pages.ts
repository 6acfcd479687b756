/** The pages of the upload demo. */
import { getFlashedMessages, html, type Markup, urlFor } from "flagon";
import { generateCsrf } from "flagon/forms";
import { stylesheet } from "./stylesheet.ts";
import { LIMIT, type Upload } from "./uploads.ts";

/** The form, and what has been uploaded, newest first. */
export function galleryPage(uploads: readonly Upload[]): Markup {
  const messages = getFlashedMessages().map(
    (message) => html`<p class="message" role="status">${message}</p>`,
  );
  return page(
    "Upload",
    html`
      <h1>Upload files</h1>
      ${messages}
      <form method="post" action="${urlFor("index")}" enctype="multipart/form-data" data-limit="${LIMIT}">
        <input type="hidden" name="csrf_token" value="${generateCsrf()}">
        <label class="drop" for="files">
          <svg viewBox="0 0 24 24" width="32" height="32" aria-hidden="true">
            <path d="M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3"
              fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>
          </svg>
          <strong>Choose files</strong>
          <span class="chosen">or drop them here, up to ${sizeText(LIMIT)} together</span>
        </label>
        <input id="files" name="files" type="file" multiple required>
        <label for="note">Note <span class="hint">(if you like)</span></label>
        <input id="note" name="note" maxlength="200" autocomplete="off">
        <p class="problem" role="alert"></p>
        <progress value="0" max="1" aria-label="Upload" hidden></progress>
        <button type="submit">Upload</button>
      </form>
      ${list(uploads)}
      <script src="${urlFor("/upload.js")}" type="module"></script>`,
  );
}

/** What a visitor reads whose files are too large. */
export function tooLargePage(size: number): Markup {
  return page(
    "Too large",
    html`
      <h1>That is too much at once</h1>
      <p class="lead">Your files have ${sizeText(size)} together; ${sizeText(LIMIT)} is the most that an upload may
        have. Send fewer of them, or smaller ones. Nothing was kept.</p>
      <a class="button" href="${urlFor("index")}">Try again</a>`,
  );
}

function list(uploads: readonly Upload[]): Markup {
  if (uploads.length === 0) return html`<p class="empty">Nothing has been uploaded yet.</p>`;
  const items = uploads.map(
    ({ name, type, size }) => html`
        <li><span class="name">${name}</span><span class="about">${type || "no type"} · ${sizeText(size)}</span></li>`,
  );
  return html`
      <h2>Here so far</h2>
      <ul class="files">${items}
      </ul>`;
}

const UNITS = ["bytes", "kB", "MB", "GB"];

/** A size as people say it. */
function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  const digits = unit === 0 || size >= 10 ? 0 : 1;
  return `${size.toFixed(digits).replace(/\.0$/, "")}\u00a0${UNITS[unit]}`;
}

function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Flagon</title>
    ${stylesheet}
  </head>
  <body>
    <main>${content}
    </main>
  </body>
</html>
`;
}
