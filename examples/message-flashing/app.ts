/** A list of notes that tells after each step what has happened: once, on the next page, in the colour of its category. */
import { developmentKey, Flagon, flash, redirect, renderTemplate, request, session, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";

declare module "flagon" {
  interface SessionData {
    notes: string[];
  }
}

const MOST_NOTES = 5;
const LONGEST_NOTE = 80;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);

app.get("/", function index() {
  return renderTemplate("index.html", { notes: session.get("notes", []) });
});

app.post("/add", function add() {
  const note = request.form.require("note").trim();
  const notes = session.setDefault("notes", []);
  if (note === "") flash("An empty note is no note.", "problem");
  else if (note.length > LONGEST_NOTE) flash(`A note has at most ${LONGEST_NOTE} characters.`, "problem");
  else if (notes.length >= MOST_NOTES)
    flash(`There is room for ${MOST_NOTES} notes. Remove one first.`, "problem");
  else {
    notes.push(note);
    flash(`“${note}” is noted.`, "done");
    if (notes.length === MOST_NOTES) flash("That was the last one there is room for.", "hint");
  }
  return redirect(urlFor("index"), 303);
});

app.post("/remove/<int:place>", function remove({ place }) {
  const [note] = session.get("notes", []).splice(place, 1);
  if (note === undefined) flash("That note is gone already.", "hint");
  else flash(`“${note}” is removed.`, "done");
  return redirect(urlFor("index"), 303);
});
