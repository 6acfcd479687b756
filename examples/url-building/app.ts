/** URLs of views: each way to call urlFor beside what it gives, and a list whose pages keep the search. */
import { abort, Blueprint, Flagon, redirect, renderTemplate, request, urlFor, type ViewResult } from "flagon";

const PER_PAGE = 5;
const CITIES = [
  ...["Accra", "Bergen", "Cusco", "Dakar", "Edinburgh", "Florence", "Granada", "Hanoi", "Istanbul", "Jaipur"],
  ...["Kyoto", "Lima", "Mombasa", "Nairobi", "Oslo", "Prague", "Quito", "Riga", "Samarkand", "Tbilisi"],
];

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });
// FLAGON_TRUSTED_HOSTS='["example.com"]' says which hosts whole URLs may have.
app.config.fromPrefixedEnv();

const index = app.get("/", function index() {
  return renderTemplate("index.html", { calls: calls() });
});

const show = app.get("/cities/<int:id>", city);
// The same view at another path, for another method: { method: "POST" } gives this one.
app.post("/cities/<int:id>/visits", city);

function city({ id }: { readonly id: number }): ViewResult {
  const name = CITIES[id] ?? abort(404);
  if (request.method !== "POST") return renderTemplate("city.html", { name, id });
  // While a POST is answered, the rule for POST goes first.
  return redirect(urlFor(show, { id }, { method: "GET" }), 303);
}

const search = app.get("/search", function search() {
  const query = request.args.get("q", "").toLowerCase();
  const page = Math.max(1, request.args.get("page", 1, Number));
  const found = CITIES.map((name, id) => ({ name, id })).filter(({ name }) =>
    name.toLowerCase().includes(query),
  );
  return renderTemplate("search.html", {
    found: found.slice((page - 1) * PER_PAGE, page * PER_PAGE),
    page,
    pages: Math.max(1, Math.ceil(found.length / PER_PAGE)),
  });
});

const admin = new Blueprint("admin", { urlPrefix: "/admin" });

admin.get("/", function index() {
  return redirect(urlFor(".help"));
});

admin.get("/help", function help() {
  return renderTemplate("help.html", { near: urlFor(".index"), far: urlFor("index") });
});

app.registerBlueprint(admin);

function calls(): readonly { readonly call: string; readonly url: string }[] {
  return [
    { call: `urlFor(index)`, url: urlFor(index) },
    { call: `urlFor("index")`, url: urlFor("index") },
    { call: `urlFor(show, { id: 3 })`, url: urlFor(show, { id: 3 }) },
    { call: `urlFor("city", { id: 3, tab: "map" })`, url: urlFor("city", { id: 3, tab: "map" }) },
    { call: `urlFor(search, { q: "a & b" })`, url: urlFor(search, { q: "a & b" }) },
    { call: `urlFor(search, { tag: ["old", "big"] })`, url: urlFor(search, { tag: ["old", "big"] }) },
    { call: `urlFor(show, { id: 3 }, { anchor: "map" })`, url: urlFor(show, { id: 3 }, { anchor: "map" }) },
    {
      call: `urlFor("city", { id: 3 }, { method: "POST" })`,
      url: urlFor("city", { id: 3 }, { method: "POST" }),
    },
    { call: `urlFor("admin.help")`, url: urlFor("admin.help") },
    { call: `urlFor("static", { filename: "style.css" })`, url: urlFor("static", { filename: "style.css" }) },
    { call: `urlFor(show, { id: 3 }, { external: true })`, url: urlFor(show, { id: 3 }, { external: true }) },
    { call: `urlFor(index, {}, { scheme: "https" })`, url: urlFor(index, {}, { scheme: "https" }) },
  ];
}
