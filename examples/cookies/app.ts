/** Cookies of two kinds: a theme that anybody may choose, and a count of visits that is signed, so that nobody can cheat. */
import { developmentKey, Flagon, makeResponse, redirect, renderTemplate, request, urlFor } from "flagon";
import { CSRFProtect } from "flagon/forms";
import type { CookieOptions } from "flagon/http";
import { BadData, URLSafeTimedSerializer } from "flagon/signing";

const THEMES = ["system", "light", "dark"];
const A_YEAR = 365 * 24 * 60 * 60; // seconds
const A_MONTH = 30 * 24 * 60 * 60;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY || developmentKey,
});
new CSRFProtect(app);

app.get("/", function index() {
  const visits = countedVisits() + 1;
  const response = makeResponse(renderTemplate("index.html", { theme: theme(), themes: THEMES, visits }));
  response.setCookie("visits", signer().dumps(visits), { ...cookieOptions(), maxAge: A_MONTH });
  return response;
});

app.post("/theme", function chooseTheme() {
  const chosen = request.form.require("theme");
  const response = redirect(urlFor("index"), 303);
  if (THEMES.includes(chosen)) response.setCookie("theme", chosen, { ...cookieOptions(), maxAge: A_YEAR });
  return response;
});

app.post("/forget", function forget() {
  const response = redirect(urlFor("goodbye"), 303);
  response.deleteCookie("theme", cookieOptions());
  response.deleteCookie("visits", cookieOptions());
  return response;
});

app.get("/goodbye", function goodbye() {
  return renderTemplate("goodbye.html", { theme: theme() });
});

/** The same for setting and for deleting: a cookie is deleted where it was set, or not at all. */
function cookieOptions(): CookieOptions {
  return { path: request.rootPath || "/", secure: request.isSecure, httpOnly: true, sameSite: "Lax" };
}

/** What the cookie says, if it says something that there is: a visitor can write anything into it. */
function theme(): string {
  const wished = request.cookies.get("theme") ?? "";
  return THEMES.includes(wished) ? wished : "system";
}

function countedVisits(): number {
  try {
    const visits = signer().loads(request.cookies.get("visits", ""), { maxAge: A_MONTH });
    return typeof visits === "number" ? visits : 0;
  } catch (error) {
    // There is none, or it is not one of ours: the count begins anew.
    if (error instanceof BadData) return 0;
    throw error;
  }
}

/** The salt keeps what is signed here apart from all else that the key signs. */
function signer(): URLSafeTimedSerializer {
  return new URLSafeTimedSerializer(app.secretKeys(), { salt: "visits" });
}
