/** A small tea shop: which rule answers which path, pages of a list, an old address that moved, and a page for what is not there. */
import { abort, Blueprint, Flagon, makeResponse, renderTemplate, request } from "flagon";
import { teas } from "./teas.ts";

const PER_PAGE = 3;

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });

app.get("/", function index() {
  return renderTemplate("index.html");
});

// Two rules of one view: the list begins at /teas/, and goes on at /teas/page/2.
app.get("/teas/", { endpoint: "list", defaults: { page: 1 } }, list);
app.get("/teas/page/<int:page>", { endpoint: "list" }, list);

function list({ page }: { readonly page: number }) {
  const start = (page - 1) * PER_PAGE;
  const shown = teas.slice(start, start + PER_PAGE);
  if (shown.length === 0) abort(404);
  return renderTemplate("list.html", { teas: shown, page, pages: Math.ceil(teas.length / PER_PAGE) });
}

app.get("/teas/<name>", function show({ name }) {
  const tea = teas.find((one) => one.name === name) ?? abort(404);
  return renderTemplate("show.html", { tea });
});

// Where the teas were before: whoever has the old address is sent on.
app.addUrlRule("/products/<name>", { endpoint: "old", redirectTo: "teas/<name>" });

const help = new Blueprint("help", { urlPrefix: "/help" });

help.get("/", function index() {
  return renderTemplate("help.html", { topic: "Help" });
});

help.get("/brewing", function brewing() {
  return renderTemplate("help.html", { topic: "Brewing" });
});

app.registerBlueprint(help);

app.errorHandler(404, () => makeResponse(renderTemplate("404.html", { path: request.path }), 404));
