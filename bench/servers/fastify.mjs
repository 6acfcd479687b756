/** Fastify with @fastify/secure-session, which encrypts its cookie. */
import secureSession from "@fastify/secure-session";
import fastify from "fastify";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = fastify();
await app.register(secureSession, {
  key: Buffer.from(SECRET).subarray(0, 32),
  cookie: { path: "/", httpOnly: true, sameSite: "lax" },
});

function send(reply, body) {
  return reply.header("Content-Type", "text/html; charset=utf-8").header("Vary", "Cookie").send(body);
}

app.get("/counter", (request, reply) => {
  const { session } = request;
  const user = session.get("user");
  if (user === undefined) return send(reply, ANONYMOUS);
  session.set("n", session.get("n") + 1);
  return send(reply.header("Cache-Control", "private"), `Logged in as ${user}`);
});

app.get("/read", (request, reply) => {
  const user = request.session.get("user");
  return send(reply, user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

app.get("/count", (request, reply) => send(reply, String(request.session.get("n"))));

app.get("/login", (request, reply) => {
  request.session.set("n", 0);
  request.session.set("user", "admin");
  return send(reply, "hello");
});

await app.listen({ port: 0, host: "127.0.0.1" });
report(app.server.address().port);
