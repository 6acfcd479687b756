/** h3 with its sealed sessions, and eta. */
import { H3, redirect, serve, useSession } from "h3";
import { SECTIONS } from "../templates/app/rows.mjs";
import { page } from "./app-eta.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new H3();
const options = {
  name: "session",
  password: SECRET,
  cookie: { path: "/", httpOnly: true, sameSite: "lax", secure: false },
};

function send(event, body) {
  event.res.headers.set("Content-Type", "text/html; charset=utf-8");
  return body;
}

app.get("/hello", (event) => send(event, "Hello, World!"));

app.get("/counter", async (event) => {
  const session = await useSession(event, options);
  const { user, n } = session.data;
  if (user === undefined) return send(event, ANONYMOUS);
  await session.update({ n: n + 1 });
  event.res.headers.set("Vary", "Cookie");
  event.res.headers.set("Cache-Control", "private");
  return send(event, `Logged in as ${user}`);
});

app.get("/read", async (event) => {
  const { user } = (await useSession(event, options)).data;
  event.res.headers.set("Vary", "Cookie");
  return send(event, user === undefined ? ANONYMOUS : `Logged in as ${user}`);
});

app.post("/login", async (event) => {
  const form = new URLSearchParams(await event.req.text());
  const session = await useSession(event, options);
  await session.update({ n: 0, user: form.get("username") });
  event.res.headers.set("Vary", "Cookie");
  event.res.headers.set("Cache-Control", "private");
  return redirect("/read", 303);
});

app.get("/page", (event) => send(event, page()));
app.get("/json", () => ({ message: "Hello", n: 42 }));

app.post("/form", async (event) => {
  const form = new URLSearchParams(await event.req.text());
  return send(event, `${form.get("name")} ${Number(form.get("n")) + 1}`);
});

for (let section = 0; section < SECTIONS; section++) {
  app.get(`/section${section}/:name/:id`, (event) => {
    const { name, id } = event.context.params;
    return send(event, `${section} ${name} ${Number(id)}`);
  });
}

const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true });
await server.ready();
report(Number(new URL(server.url).port));
