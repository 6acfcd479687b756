/** The login demo: who you are is kept in a signed session cookie, as in Flask's quickstart. */
import { developmentKey, Flagon, redirect, renderTemplate, request, session, urlFor } from "flagon";

const LONGEST_NAME = 80;

const app = new Flagon({ root: import.meta.dirname, secretKey: process.env.SECRET_KEY || developmentKey });

const index = app.get("/", function index() {
  return renderTemplate("index.html");
});

app.route("/login", { methods: ["GET", "POST"] }, function login() {
  if (request.method !== "POST") return renderTemplate("login.html");
  const username = request.form.require("username").trim();
  const problem = problemWith(username);
  if (problem) return renderTemplate("login.html", { username, problem });
  session.set("username", username);
  return redirect(urlFor(index));
});

// Links and forms without a token, as in the quickstart: another site's link can log a visitor out. examples/security
// and examples/blog ask for tokens.
app.get("/logout", function logout() {
  session.pop("username");
  return redirect(urlFor(index));
});

function problemWith(username: string): string | undefined {
  if (username === "") return "Please enter a name. Any name will do.";
  if (username.length > LONGEST_NAME) return `Please choose a name of at most ${LONGEST_NAME} characters.`;
  return undefined;
}

export default app;
