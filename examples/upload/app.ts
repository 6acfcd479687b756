/** The upload demo: a form that takes several files, and says in a friendly way what is too large. */
import { developmentKey, Flagon, flash, makeResponse, redirect, request, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";
import { galleryPage, tooLargePage } from "./pages.ts";
import { script } from "./script.ts";
import { keep, LIMIT, makeFolder, newestUploads, removeUploads } from "./uploads.ts";

export const app = new Flagon({
  root: import.meta.dirname,
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);
app.onStartup(makeFolder);
app.onShutdown(removeUploads);

app.get("/", function index() {
  return galleryPage(newestUploads());
});

app.post("/", { maxContentLength: LIMIT }, async function upload() {
  const files = request.files.getList("files").filter((file) => file.filename !== "");
  for (const file of files) await keep(file);
  flash(thanks(files.length, request.form.get("note", "").trim()));
  return redirect(urlFor("index"), 303);
});

app.get("/upload.js", () => makeResponse(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }));

// The headers tell the size: the visitor reads why before a byte of it is taken.
app.beforeBody(() => {
  const { contentLength = 0, maxContentLength } = request;
  if (maxContentLength === null || contentLength <= maxContentLength) return undefined;
  return makeResponse(tooLargePage(contentLength), 413);
});

function thanks(count: number, note: string): string {
  if (count === 0) return "Choose at least one file.";
  const files = count === 1 ? "One file is here" : `${count} files are here`;
  return note === "" ? `${files}.` : `${files}: ${note.slice(0, 200)}`;
}
