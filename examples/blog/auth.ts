/** Who writes here: the blueprint with the pages to register, log in and log out. */
import { Blueprint, flash, g, redirect, renderTemplate, request, session, urlFor } from "flagon";
import { checkPasswordHash, generatePasswordHash } from "flagon/http";
import { getDb } from "./db.ts";

/** Someone who has registered. */
export type User = { readonly id: number; readonly username: string };

declare module "flagon" {
  interface Globals {
    /** Who is logged in. */
    user?: User;
  }
}

const LONGEST_NAME = 40;
const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 1000;

// Compared with where there is no such user, so that the answer takes as long and tells nobody which names there are.
const nobody = generatePasswordHash("");

/** The pages under `/auth`. */
export const auth = new Blueprint("auth", { urlPrefix: "/auth" });

auth.beforeAppRequest(function loadLoggedInUser() {
  const id = session.get("userId");
  if (typeof id === "number")
    g.user = getDb().prepare("SELECT id, username FROM user WHERE id = ?").get(id) as User;
});

auth.route("/register", { methods: ["GET", "POST"] }, async function register() {
  if (request.method !== "POST") return renderTemplate("auth/register.html");
  const username = request.form.require("username").trim();
  const password = request.form.require("password");
  const problem = problemWith(username, password) ?? (await addUser(username, password));
  if (problem === undefined) {
    flash(`Welcome, ${username}. You can log in now.`);
    return redirect(urlFor("auth.login"), 303);
  }
  flash(problem, "problem");
  return renderTemplate("auth/register.html", { username });
});

auth.route("/login", { methods: ["GET", "POST"] }, async function login() {
  if (request.method !== "POST") return renderTemplate("auth/login.html");
  const username = request.form.require("username").trim();
  const user = getDb().prepare("SELECT id, password FROM user WHERE username = ?").get(username) as
    | { readonly id: number; readonly password: string }
    | undefined;
  const isRight = await checkPasswordHash(user?.password ?? (await nobody), request.form.require("password"));
  if (user === undefined || !isRight) {
    flash("That name and password do not belong together.", "problem");
    return renderTemplate("auth/login.html", { username });
  }
  // Nothing that was there before the login shall come with it.
  session.clear();
  session.set("userId", user.id);
  session.regenerate();
  return redirect(urlFor("index"), 303);
});

auth.post("/logout", function logout() {
  session.clear();
  return redirect(urlFor("index"), 303);
});

/** The view, for those who are logged in; the others are asked to log in first. */
export function loginRequired<A, R>(
  view: (values: A, user: User) => R,
): (values: A) => R | ReturnType<typeof redirect> {
  return (values) => {
    if (g.user !== undefined) return view(values, g.user);
    flash("Please log in first.");
    return redirect(urlFor("auth.login"), 303);
  };
}

function problemWith(username: string, password: string): string | undefined {
  if (username === "") return "Please choose a name.";
  if (username.length > LONGEST_NAME) return `Please choose a name of at most ${LONGEST_NAME} characters.`;
  if (password.length < SHORTEST_PASSWORD)
    return `Please choose a password of at least ${SHORTEST_PASSWORD} characters.`;
  if (password.length > LONGEST_PASSWORD)
    return `Please choose a password of at most ${LONGEST_PASSWORD} characters.`;
  return undefined;
}

async function addUser(username: string, password: string): Promise<string | undefined> {
  const hash = await generatePasswordHash(password);
  const { changes } = getDb()
    .prepare("INSERT INTO user (username, password) VALUES (?, ?) ON CONFLICT (username) DO NOTHING")
    .run(username, hash);
  return changes === 0 ? `The name ${username} is taken. Please choose another.` : undefined;
}
