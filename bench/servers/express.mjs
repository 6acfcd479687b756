/** Express with cookie-session, which signs its cookie; without the headers that only Express adds. */
import cookieSession from "cookie-session";
import express from "express";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.use(cookieSession({ name: "session", keys: [SECRET], httpOnly: true, sameSite: "lax" }));

function send(response, body) {
  response.set({ "Content-Type": "text/html; charset=utf-8", Vary: "Cookie" }).send(body);
}

app.get("/counter", (request, response) => {
  const { session } = request;
  if (session.user === undefined) return send(response, ANONYMOUS);
  session.n += 1;
  send(response.set("Cache-Control", "private"), `Logged in as ${session.user}`);
});

app.get("/read", (request, response) => {
  const { user } = request.session;
  send(response, user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

app.get("/count", (request, response) => send(response, String(request.session.n)));

app.get("/login", (request, response) => {
  request.session.n = 0;
  request.session.user = "admin";
  send(response, "hello");
});

const server = app.listen(0, "127.0.0.1", () => report(server.address().port));
