/** A shopping list: routes, templates, a form, a session and flashed messages in one small application. */
import {
  abort,
  developmentKey,
  Flagon,
  flash,
  makeResponse,
  redirect,
  renderTemplate,
  request,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";

declare module "flagon" {
  interface SessionData {
    /** What this visitor wants to buy. */
    shopping: string[];
  }
}

const MOST_ITEMS = 20;
const LONGEST_ITEM = 40;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});

// Refuses a form that does not come from our own page.
new CSRFProtect(app);

app.get("/", function index() {
  return renderTemplate("index.html", { items: session.get("shopping", []), longest: LONGEST_ITEM });
});

app.post("/", function add() {
  const item = request.form.require("item").trim();
  const items = session.get("shopping", []);
  const problem = problemWith(item, items);
  if (problem !== undefined) {
    flash(problem, "problem");
    return redirect(urlFor("index"), 303);
  }
  session.set("shopping", [...items, item]);
  flash(`${item} is on the list.`);
  return redirect(urlFor("index"), 303);
});

app.post("/<int:position>/remove", function remove({ position }) {
  const items = session.get("shopping", []);
  const item = items[position] ?? abort(404);
  session.set("shopping", items.toSpliced(position, 1));
  flash(`${item} is off the list.`);
  return redirect(urlFor("index"), 303);
});

app.errorHandler(404, () => makeResponse(renderTemplate("404.html"), 404));

function problemWith(item: string, items: readonly string[]): string | undefined {
  if (item === "") return "Write down what you want to buy.";
  if (item.length > LONGEST_ITEM) return `An item has at most ${LONGEST_ITEM} characters.`;
  if (items.includes(item)) return `${item} is on the list already.`;
  if (items.length >= MOST_ITEMS) return `A list has at most ${MOST_ITEMS} items.`;
  return undefined;
}
