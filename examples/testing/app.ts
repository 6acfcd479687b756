/** A shelf of books with a test for everything: forms, JSON, uploads, a login that ends, a command. */
import {
  abort,
  type ConfigValues,
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
import { checkPasswordHash } from "flagon/http";
import { Shelf } from "./shelf.ts";

declare module "flagon" {
  interface Config {
    /** The file of the database. */
    database?: string;
    /** The hash of the password that programs need to add a book. */
    programHash?: string | undefined;
  }
}

/**
 * Makes the application, as each test does for itself.
 *
 * @param config What differs from the environment's.
 */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    config: {
      secretKey: process.env.SECRET_KEY || developmentKey,
      database: ":memory:",
      programHash: process.env.PROGRAM_HASH,
      permanentSessionLifetime: 30 * 60,
      maxContentLength: 64 * 1024,
      ...config,
    },
  });
  const csrf = new CSRFProtect(app);
  let shelf: Shelf;
  app.onStartup(() => {
    shelf = new Shelf(app.config.database ?? ":memory:");
  });
  app.onShutdown(() => shelf.close());

  app.get("/", function index() {
    return renderTemplate("index.html", { books: shelf.books(), visitor: visitor() });
  });

  app.post("/login", function login() {
    session.clear();
    session.permanent = true;
    session.set("visitor", request.form.require("name"));
    return redirect(urlFor("index"), 303);
  });

  app.post("/books", function add() {
    const title = request.form.require("title").trim();
    if (title === "") flash("A book needs a title.");
    else flash(`${shelf.add(title).title} is on the shelf.`);
    return redirect(urlFor("index"), 303);
  });

  app.post("/list", async function addList() {
    const file = request.files.require("list");
    const titles = (await file.text()).split(/\r?\n/).filter((line) => line.trim() !== "");
    for (const title of titles) shelf.add(title.trim());
    flash(`On the shelf from ${file.filename}: ${titles.length}.`);
    return redirect(urlFor("index"), 303);
  });

  app.get("/api/books", () => shelf.books());

  // A program has a password and no cookie. A browser may keep the password, but no form of another site sends JSON.
  csrf.exempt(
    app.post("/api/books", async function addByProgram() {
      const { password = "" } = request.authorization ?? {};
      if (!(await checkPasswordHash(app.config.programHash ?? "", password))) {
        return makeResponse("Who are you?\n", 401, { "WWW-Authenticate": 'Basic realm="shelf"' });
      }
      const { title } = request.json<{ title?: unknown }>();
      if (typeof title !== "string" || title === "") return abort(400, "A book needs a title.");
      return makeResponse(shelf.add(title), 201);
    }),
  );

  app.cli.command("add <title>", { description: "put a book on the shelf" }, ({ title }) => {
    console.log(`${shelf.add(title).title} is on the shelf.`);
  });

  return app;
}

/** Who is there: by the login, or by the query. */
export function visitor(): string {
  return String(session.get("visitor") ?? request.args.get("as", "stranger"));
}

export const app: Flagon = createApp();
