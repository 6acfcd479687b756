/** Koa with its router, body parser and session, and eta. */
import Router from "@koa/router";
import Koa from "koa";
import bodyParser from "koa-bodyparser";
import session from "koa-session";
import { SECTIONS } from "../templates/app/rows.mjs";
import { page } from "./app-eta.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new Koa();
app.keys = [SECRET];
const router = new Router();
const sessions = (typeof session.createSession === "function" ? session.createSession : session)(
  { key: "session", sameSite: "lax" },
  app,
);
app.use(sessions);
app.use(bodyParser({ enableTypes: ["form"] }));

function send(context, body) {
  context.type = "text/html; charset=utf-8";
  context.body = body;
}

router.get("/hello", (context) => send(context, "Hello, World!"));

router.get("/counter", (context) => {
  const { session } = context;
  if (session.user === undefined) return send(context, ANONYMOUS);
  session.n += 1;
  context.set({ Vary: "Cookie", "Cache-Control": "private" });
  send(context, `Logged in as ${session.user}`);
});

router.get("/read", (context) => {
  const { user } = context.session;
  context.set("Vary", "Cookie");
  send(context, user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

router.post("/login", (context) => {
  context.session.n = 0;
  context.session.user = context.request.body.username;
  context.set({ Vary: "Cookie", "Cache-Control": "private" });
  context.status = 303;
  context.redirect("/read");
});

router.get("/page", (context) => send(context, page()));
router.get("/json", (context) => {
  context.body = { message: "Hello", n: 42 };
});
router.post("/form", (context) => {
  const { name, n } = context.request.body;
  send(context, `${name} ${Number(n) + 1}`);
});

for (let section = 0; section < SECTIONS; section++) {
  router.get(`/section${section}/:name/:id`, (context) => {
    const { name, id } = context.params;
    send(context, `${section} ${name} ${Number(id)}`);
  });
}

app.use(router.routes());
const server = app.listen(0, "127.0.0.1", () => report(server.address().port));
