/** The login demo: who you are is kept in a signed session cookie, as in Flask's quickstart. */
import { developmentKey, Flagon, redirect, renderTemplate, request, session, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";

const LONGEST_NAME = 80;

const app = new Flagon({ root: import.meta.dirname, secretKey: process.env.SECRET_KEY || developmentKey });
// No other site can log a visitor in or out.
new CSRFProtect(app);

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

app.post("/logout", function logout() {
  session.clear();
  return redirect(urlFor(index));
});

function problemWith(username: string): string | undefined {
  if (username === "") return "Please enter a name. Any name will do.";
  if (username.length > LONGEST_NAME) return `Please choose a name of at most ${LONGEST_NAME} characters.`;
  return undefined;
}

export default app;
