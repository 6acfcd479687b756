/** A basket that each visitor keeps in a signed session, which a Flask application with the same key reads too. */
import { developmentKey, Flagon, redirect, renderTemplate, request, session, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";

declare module "flagon" {
  interface SessionData {
    basket: { readonly tea: string; readonly added: Date; cups: number }[];
  }
}

const TEAS = ["Assam", "Jasmine", "Rooibos"];
const MOST_CUPS = 20;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);

app.get("/", function index() {
  const basket = session.get("basket", []);
  return renderTemplate("index.html", { teas: TEAS, basket, held: session.toObject() });
});

app.post("/add", function add() {
  const tea = request.form.require("tea");
  const basket = session.setDefault("basket", []);
  const known = basket.find((entry) => entry.tea === tea);
  // Nobody tells the session that something inside it has changed: it looks for itself.
  if (known !== undefined) known.cups = Math.min(known.cups + 1, MOST_CUPS);
  else if (TEAS.includes(tea)) basket.push({ tea, added: new Date(), cups: 1 });
  return redirect(urlFor("index"), 303);
});

app.post("/keep", function keep() {
  session.permanent = request.form.has("keep");
  return redirect(urlFor("index"), 303);
});

app.post("/empty", function empty() {
  session.clear();
  return redirect(urlFor("index"), 303);
});
