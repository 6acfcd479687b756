/** Notes to read, add, change and remove: what each HTTP method does at one URL, tried out from a page. */
import {
  abort,
  developmentKey,
  Flagon,
  HTTPException,
  MethodView,
  makeResponse,
  renderTemplate,
  request,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";

type Note = { readonly id: number; readonly text: string };

declare module "flagon" {
  interface SessionData {
    /** The notes of this visitor. */
    numberedNotes: readonly Note[];
  }
}

const MOST_NOTES = 10;
const LONGEST_NOTE = 100;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});

// POST, PUT and DELETE need the token of the page: the script sends it as X-CSRFToken.
new CSRFProtect(app);

app.get("/", function index() {
  return renderTemplate("index.html", { longest: LONGEST_NOTE });
});

class NotesView extends MethodView {
  override get() {
    return [...notes()];
  }

  override post() {
    if (notes().length >= MOST_NOTES) abort(409, `There is room for ${MOST_NOTES} notes.`);
    const note = { id: Math.max(0, ...notes().map(({ id }) => id)) + 1, text: sentText() };
    session.set("numberedNotes", [...notes(), note]);
    return makeResponse(note, 201, { Location: urlFor("note", { id: note.id }) });
  }
}

class NoteView extends MethodView<{ id: number }> {
  override get({ id }: { id: number }) {
    return find(id);
  }

  override put({ id }: { id: number }) {
    const changed = { ...find(id), text: sentText() };
    session.set(
      "numberedNotes",
      notes().map((note) => (note.id === id ? changed : note)),
    );
    return changed;
  }

  override delete({ id }: { id: number }) {
    const gone = find(id);
    session.set(
      "numberedNotes",
      notes().filter((note) => note.id !== gone.id),
    );
    return makeResponse("", 204);
  }
}

app.addUrlRule("/notes", { view: NotesView.asView("notes") });
app.addUrlRule("/notes/<int:id>", { view: NoteView.asView("note") });

// An API says in JSON what went wrong, too; the response of the error is kept for its headers, such as Allow.
app.errorHandler(HTTPException, (error) => {
  const response = error.getResponse();
  response.data = JSON.stringify({ error: error.description });
  response.contentType = "application/json";
  return response;
});

function notes(): readonly Note[] {
  return session.get("numberedNotes", []);
}

function find(id: number): Note {
  return notes().find((note) => note.id === id) ?? abort(404, `There is no note ${id}.`);
}

function sentText(): string {
  const { text } = request.json<{ readonly text?: unknown }>();
  if (typeof text !== "string" || text.trim() === "") abort(400, 'Send JSON such as {"text": "Buy tea"}.');
  if (text.length > LONGEST_NOTE) abort(400, `A note has at most ${LONGEST_NOTE} characters.`);
  return text.trim();
}
