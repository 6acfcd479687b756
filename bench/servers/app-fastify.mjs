/** Fastify with @fastify/secure-session, its form plugin, and eta. */
import formbody from "@fastify/formbody";
import secureSession from "@fastify/secure-session";
import fastify from "fastify";
import { SECTIONS } from "../templates/app/rows.mjs";
import { page } from "./app-eta.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = fastify();
await app.register(formbody);
await app.register(secureSession, {
  key: Buffer.from(SECRET).subarray(0, 32),
  cookie: { path: "/", httpOnly: true, sameSite: "lax" },
});

function send(reply, body) {
  return reply.header("Content-Type", "text/html; charset=utf-8").send(body);
}

app.get("/hello", (_request, reply) => send(reply, "Hello, World!"));

app.get("/counter", (request, reply) => {
  const { session } = request;
  const user = session.get("user");
  if (user === undefined) return send(reply, ANONYMOUS);
  session.set("n", session.get("n") + 1);
  return send(reply.header("Vary", "Cookie").header("Cache-Control", "private"), `Logged in as ${user}`);
});

app.get("/read", (request, reply) => {
  const user = request.session.get("user");
  return send(reply.header("Vary", "Cookie"), user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

app.post("/login", (request, reply) => {
  request.session.set("n", 0);
  request.session.set("user", request.body.username);
  return reply.header("Vary", "Cookie").header("Cache-Control", "private").redirect("/read", 303);
});

app.get("/page", (_request, reply) => send(reply, page()));
app.get("/json", async () => ({ message: "Hello", n: 42 }));
app.post("/form", (request, reply) => send(reply, `${request.body.name} ${Number(request.body.n) + 1}`));

for (let section = 0; section < SECTIONS; section++) {
  app.get(`/section${section}/:name/:id(^\\d+)`, (request, reply) => {
    const { name, id } = request.params;
    return send(reply, `${section} ${name} ${Number(id)}`);
  });
}

await app.listen({ port: 0, host: "127.0.0.1" });
report(app.server.address().port);
