/** The blog as it is now: login, the front page and the posts have moved here; the rest is still Flask's. */
import { abort, Flagon, flash, redirect, renderTemplate, request, session, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";
import { checkPasswordHash, generatePasswordHash } from "flagon/http";
import { Database } from "./database.ts";

/** Where the other half is, and what both share. */
export type BlogOptions = {
  /** The Flask application, under gunicorn. */
  readonly flask: string;
  /** The key that signs the sessions of both. */
  readonly secretKey: string;
  /** The file of the database. */
  readonly database: string;
};

// Compared with where there is no such user, so that the answer takes as long and tells nobody which names there are.
const nobody = generatePasswordHash("");

/** Makes the application: `create_app()`. */
export function createApp(options: BlogOptions): Flagon {
  const app = new Flagon({ root: import.meta.dirname, secretKey: options.secretKey });
  const database = new Database(options.database);

  app.fallback(options.flask);
  // The same tokens as Flask-WTF's, so a form of either side is taken by both; what falls back, Flask judges.
  new CSRFProtect(app);

  // What is still Flask's, by its name there, so that `url_for('archive')` in the shared templates finds it.
  app.addUrlRule("/archive/", { endpoint: "archive", buildOnly: true });
  app.addUrlRule("/new", { endpoint: "new_post", buildOnly: true });
  app.addUrlRule("/posts/<int:post_id>/edit", { endpoint: "edit_post", buildOnly: true });
  app.addUrlRule("/posts/<int:post_id>/delete", { endpoint: "delete_post", buildOnly: true });

  app.contextProcessor(() => ({ answered_by: "Flagon" }));
  app.templateFilter("day", (text: string) =>
    new Intl.DateTimeFormat("en-GB", {
      day: "2-digit",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }).format(new Date(text)),
  );

  app.get("/", { endpoint: "index" }, () => renderTemplate("index.html", { posts: database.newestPosts() }));

  // GET has moved; POST, which adds a comment, has not.
  app.get("/posts/<int:post_id>", { endpoint: "show_post" }, ({ post_id }) => {
    const post = database.post(post_id) ?? abort(404);
    return renderTemplate("post.html", { post, comments: database.comments(post_id) });
  });

  app.route("/login", { endpoint: "login", methods: ["GET", "POST"] }, async () => {
    if (request.method === "GET") return renderTemplate("login.html");
    const name = request.form.require("name");
    const hash = database.passwordHash(name);
    const isRight = await checkPasswordHash(hash ?? (await nobody), request.form.require("password"));
    if (hash === undefined || !isRight) {
      flash("That name and password do not go together.");
      return renderTemplate("login.html", { name });
    }
    session.clear();
    session.set("user", name);
    return redirect(urlFor("index"));
  });

  app.post("/logout", { endpoint: "logout" }, () => {
    session.clear();
    return redirect(urlFor("index"));
  });

  return app;
}
