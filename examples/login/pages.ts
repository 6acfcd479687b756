/** The pages of the login demo. Whatever a visitor typed is escaped by the `html` tag. */
import { html, type Markup, urlFor } from "flagon";
import { stylesheet } from "./stylesheet.ts";

/** The front page of someone who is not logged in. */
export function welcomePage(): Markup {
  return page(
    "Welcome",
    html`
      <h1>You are not logged in</h1>
      <p>Log in under any name. It is kept in a signed cookie, one that Flask can read too.</p>
      <a class="button" href="${urlFor("login")}">Log in</a>`,
  );
}

/** The front page of someone who is logged in. */
export function homePage(username: string): Markup {
  return page(
    "Your page",
    html`
      <h1>Logged in as ${username}</h1>
      <p>Your name is in a signed cookie: your browser keeps it, and only this site can change it.</p>
      <a class="button quiet" href="${urlFor("logout")}">Log out</a>`,
  );
}

/** The form, empty at first; a name that was refused comes back with the reason. */
export function loginPage({ username = "", problem = "" } = {}): Markup {
  return page(
    "Log in",
    html`
      <h1>Log in</h1>
      <form method="post" action="${urlFor("login")}" novalidate>
        <label for="username">Your name</label>
        <input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none"
          spellcheck="false" required autofocus aria-describedby="problem" aria-invalid="${problem ? "true" : "false"}">
        <p id="problem" class="problem" role="alert">${problem}</p>
        <button class="button" type="submit">Log in</button>
      </form>
      <a class="back" href="${urlFor("index")}">Back to the front page</a>`,
  );
}

function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Flagon</title>
    ${stylesheet}
  </head>
  <body>
    <main>
      <p class="brand">${jug}Flagon</p>${content}
    </main>
  </body>
</html>
`;
}

const jug = html`<svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
  <path d="M6 3h9l-1 4c2 1.6 3 3.8 3 6.5V19a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-5.5C4 10.8 5 8.6 7 7Z" fill="currentColor"/>
  <path d="M16.5 9.5h2a2.5 2.5 0 0 1 2.5 2.5v2.5a2.5 2.5 0 0 1-2.5 2.5H17" fill="none" stroke="currentColor" stroke-width="2"/>
</svg>`;
