/** Hono on @hono/node-server with its signed cookies. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new Hono();

async function read(context) {
  const text = await getSignedCookie(context, SECRET, "session");
  return text ? JSON.parse(text) : undefined;
}

function write(context, session) {
  return setSignedCookie(context, "session", JSON.stringify(session), SECRET, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
  });
}

function send(context, body) {
  context.header("Content-Type", "text/html; charset=utf-8");
  context.header("Vary", "Cookie");
  return context.body(body);
}

app.get("/counter", async (context) => {
  const session = await read(context);
  if (session === undefined) return send(context, ANONYMOUS);
  session.n += 1;
  await write(context, session);
  context.header("Cache-Control", "private");
  return send(context, `Logged in as ${session.user}`);
});

app.get("/read", async (context) => {
  const session = await read(context);
  return send(context, session === undefined ? ANONYMOUS : `Logged in as ${session.user}`);
});

app.get("/count", async (context) => send(context, String((await read(context))?.n)));

app.get("/login", async (context) => {
  await write(context, { n: 0, user: "admin" });
  return send(context, "hello");
});

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => report(port));
