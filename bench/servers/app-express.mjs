/** Express with cookie-session and eta; without the headers that only Express adds. */
import cookieSession from "cookie-session";
import express from "express";
import { SECTIONS } from "../templates/app/rows.mjs";
import { page } from "./app-eta.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.use(cookieSession({ name: "session", keys: [SECRET], httpOnly: true, sameSite: "lax" }));
const form = express.urlencoded({ extended: false });

function send(response, body) {
  response.set("Content-Type", "text/html; charset=utf-8").send(body);
}

app.get("/hello", (_request, response) => send(response, "Hello, World!"));

app.get("/counter", (request, response) => {
  const { session } = request;
  if (session.user === undefined) return send(response, ANONYMOUS);
  session.n += 1;
  send(response.set({ Vary: "Cookie", "Cache-Control": "private" }), `Logged in as ${session.user}`);
});

app.get("/read", (request, response) => {
  const { user } = request.session;
  send(response.set("Vary", "Cookie"), user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

app.post("/login", form, (request, response) => {
  request.session.n = 0;
  request.session.user = request.body.username;
  response.set({ Vary: "Cookie", "Cache-Control": "private" }).redirect(303, "/read");
});

app.get("/page", (_request, response) => send(response, page()));
app.get("/json", (_request, response) => response.json({ message: "Hello", n: 42 }));
app.post("/form", form, (request, response) => {
  send(response, `${request.body.name} ${Number(request.body.n) + 1}`);
});

for (let section = 0; section < SECTIONS; section++) {
  app.get(`/section${section}/:name/:id`, (request, response) => {
    const { name, id } = request.params;
    send(response, `${section} ${name} ${Number(id)}`);
  });
}

const server = app.listen(0, "127.0.0.1", () => report(server.address().port));
