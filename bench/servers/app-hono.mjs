/** Hono on @hono/node-server with its signed cookies and its tagged template. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { html } from "hono/html";
import { ROWS, SECTIONS, TITLE } from "../templates/app/rows.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new Hono();

async function read(context) {
  const text = await getSignedCookie(context, SECRET, "session");
  return text ? JSON.parse(text) : undefined;
}

function write(context, session) {
  const options = { path: "/", httpOnly: true, sameSite: "Lax" };
  return setSignedCookie(context, "session", JSON.stringify(session), SECRET, options);
}

app.get("/hello", (context) => context.html("Hello, World!"));

app.get("/counter", async (context) => {
  const session = await read(context);
  if (session === undefined) return context.html(ANONYMOUS);
  session.n += 1;
  await write(context, session);
  context.header("Vary", "Cookie");
  context.header("Cache-Control", "private");
  return context.html(`Logged in as ${session.user}`);
});

app.get("/read", async (context) => {
  const session = await read(context);
  context.header("Vary", "Cookie");
  return context.html(session === undefined ? ANONYMOUS : `Logged in as ${session.user}`);
});

app.post("/login", async (context) => {
  const { username } = await context.req.parseBody();
  await write(context, { n: 0, user: username });
  context.header("Vary", "Cookie");
  context.header("Cache-Control", "private");
  return context.redirect("/read", 303);
});

const row = ({ id, name, price }) => html`
<tr><td>${id}</td><td>${name}</td><td>${price}</td></tr>`;

app.get("/page", (context) =>
  context.html(html`<!doctype html>
<title>${TITLE}</title>
<table>${ROWS.map(row)}
</table>`),
);

app.get("/json", (context) => context.json({ message: "Hello", n: 42 }));

app.post("/form", async (context) => {
  const { name, n } = await context.req.parseBody();
  return context.html(`${name} ${Number(n) + 1}`);
});

for (let section = 0; section < SECTIONS; section++) {
  app.get(`/section${section}/:name/:id{\\d+}`, (context) => {
    const { name, id } = context.req.param();
    return context.html(`${section} ${name} ${Number(id)}`);
  });
}

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => report(port));
