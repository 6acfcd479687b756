/** A library's desk: pages that moved, pages for members, and errors that are answered with a page or with JSON. */
import {
  abort,
  developmentKey,
  Flagon,
  HTTPException,
  makeResponse,
  type Response,
  redirect,
  renderTemplate,
  request,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { isSafeRedirect } from "flagon/http";

/** Nobody can borrow what somebody else has. */
class LentOut extends Error {}

const BOOKS: ReadonlyMap<number, { readonly title: string; readonly isLent: boolean }> = new Map([
  [1, { title: "The Tea Room", isLent: false }],
  [2, { title: "Bread & Salt", isLent: true }],
]);

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);

app.get("/", function index() {
  return renderTemplate("index.html", { books: BOOKS });
});

// The address of former times: 308 is for good, browsers and search engines remember it.
app.get("/catalogue", () => redirect(urlFor("index"), 308));

app.get("/books/<int:id>", function book({ id }) {
  const found = BOOKS.get(id) ?? abort(404, `There is no book ${id}.`);
  if (found.isLent) throw new LentOut(`Somebody else has “${found.title}”.`);
  return renderTemplate("book.html", { book: found });
});

app.get("/members", function members() {
  if (!session.has("member")) {
    return redirect(urlFor("login", { next: `${request.rootPath}${request.fullPath}` }));
  }
  return renderTemplate("members.html", { name: session.get("member") });
});

app.route("/login", { methods: ["GET", "POST"] }, function login() {
  const next = request.args.get("next");
  if (request.method !== "POST") return renderTemplate("login.html");
  const name = request.form.require("name").trim();
  if (name === "" || name.length > 40)
    return renderTemplate("login.html", { problem: "1 to 40 characters, please." });
  session.set("member", name);
  // The address came from outside: it may lead anywhere.
  return redirect(isSafeRedirect(next) ? next : urlFor("index"), 303);
});

app.post("/logout", function logout() {
  session.clear();
  return redirect(urlFor("index"), 303);
});

app.get("/staff", () => abort(403, "This page is for those who work here."));

app.get("/broken", () => {
  throw new Error("The shelf with the password tulip fell over.");
});

// Whatever goes wrong with a status: 404, 403, a missing CSRF token, and 500 where something else was thrown.
app.errorHandler(HTTPException, (error) => answer(error.code, error.statusText, error.description));
app.errorHandler(LentOut, (error) => answer(409, "Lent out", error.message));

function answer(code: number, title: string, text: string): Response {
  const wanted = request.acceptMimetypes.bestMatch(["text/html", "application/json"]);
  if (wanted === "application/json") return makeResponse({ code, error: text }, code);
  return makeResponse(renderTemplate("error.html", { code, title, text }), code);
}
