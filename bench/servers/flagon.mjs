/** Flagon, from the built package (`dist/`), as an app would be written. */
import { Flagon, session } from "../../dist/index.js";
import { serve } from "../../dist/servers/index.js";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const app = new Flagon({ secretKey: SECRET });

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

app.get("/count", function count() {
  return String(session.get("n"));
});

app.get("/login", function login() {
  session.update({ n: 0, user: "admin" });
  return "hello";
});

const server = await serve(app, { host: "127.0.0.1", port: 0 });
report(server.address.port);
