/** Flagon, from the built package (`dist/`), as an app would be written. */
import { Flagon, redirect, renderTemplate, request, session, urlFor } from "../../dist/index.js";
import { serve } from "../../dist/servers/index.js";
import { ROWS, SECTIONS, TITLE } from "../templates/app/rows.mjs";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new Flagon({ root: import.meta.dirname, secretKey: SECRET, templateFolder: "../templates/app" });

app.get("/hello", function hello() {
  return "Hello, World!";
});

app.get("/counter", function counter() {
  const user = session.get("user");
  if (user === undefined) return ANONYMOUS;
  session.set("n", session.get("n") + 1);
  return `Logged in as ${user}`;
});

app.get("/read", function read() {
  const user = session.get("user");
  return user === undefined ? ANONYMOUS : `Logged in as ${user}`;
});

app.post("/login", function login() {
  session.update({ n: 0, user: request.form.require("username") });
  return redirect(urlFor("read"), 303);
});

app.get("/page", function page() {
  return renderTemplate("page.html", { title: TITLE, rows: ROWS });
});

app.get("/json", function hello_json() {
  return { message: "Hello", n: 42 };
});

app.post("/form", function form() {
  return `${request.form.require("name")} ${request.form.get("n", 0, Number) + 1}`;
});

for (let section = 0; section < SECTIONS; section++) {
  app.get(`/section${section}/<name>/<int:id>`, ({ name, id }) => `${section} ${name} ${id}`);
}

const server = await serve(app, { host: "127.0.0.1", port: 0 });
report(server.address.port);
