/** A notice board that strangers write on: what they may try, and what stops each of it. */
import {
  abort,
  type ConfigValues,
  developmentKey,
  Flagon,
  flash,
  redirect,
  renderTemplate,
  request,
  securityHeaders,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { isSafeRedirect } from "flagon/http";

type Note = { readonly name: string; readonly text: string; readonly link: string | undefined };

const LONGEST_NOTE = 500;
const MOST_NOTES = 50;

/** Makes the application, as a test does with settings of its own. */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    staticFolder: "../static",
    config: {
      secretKey: process.env.SECRET_KEY || developmentKey,
      trustedHosts: process.env.TRUSTED_HOSTS?.split(",") ?? ["localhost", "127.0.0.1"],
      maxContentLength: 16 * 1024,
      ...config,
    },
  });
  // First, so that it comes after all other functions and sees the headers that they have set.
  securityHeaders(app);
  new CSRFProtect(app);
  const notes: Note[] = [];

  app.get("/", function index() {
    return renderTemplate("index.html", { notes: notes.toReversed(), longest: LONGEST_NOTE });
  });

  app.post("/", function pin() {
    const name = session.get("name");
    if (typeof name !== "string") return redirect(urlFor("login", { next: urlFor("index") }), 303);
    const text = request.form.require("text").trim();
    const link = request.form.get("link", "").trim() || undefined;
    if (text === "" || text.length > LONGEST_NOTE) flash(`A note has 1 to ${LONGEST_NOTE} characters.`);
    else if (link !== undefined && !isWebAddress(link)) flash("A link begins with https:// or http://.");
    else notes.push({ name, text, link });
    // What strangers may fill must have an end.
    notes.splice(0, notes.length - MOST_NOTES);
    return redirect(urlFor("index"), 303);
  });

  app.route("/login", { methods: ["GET", "POST"] }, function login() {
    if (request.method !== "POST") return renderTemplate("login.html");
    const name = request.form.require("name").trim();
    if (name === "" || name.length > 40) abort(400, "A name has 1 to 40 characters.");
    // Nothing of the time before the login comes with it.
    session.clear();
    session.set("name", name);
    session.regenerate();
    const next = request.args.get("next");
    return redirect(isSafeRedirect(next) ? next : urlFor("index"), 303);
  });

  // Not GET: a link on another site would log people out.
  app.post("/logout", function logout() {
    session.clear();
    return redirect(urlFor("index"), 303);
  });

  return app;
}

export const app = createApp();

/** Escaping cannot help here: `javascript:` has no character that it changes. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
