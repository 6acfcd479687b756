/** Flagon, from the built package (`dist/`), as an app would be written. */
import { Flagon, request, sendFile } from "../../dist/index.js";
import { serve } from "../../dist/servers/index.js";
import { report } from "./report.mjs";

const app = new Flagon();

app.get("/json", function hello() {
  return { message: "Hello", n: 42 };
});

app.post("/json", function count() {
  const { name, n } = request.json();
  return { n: n + 1, name };
});

app.post("/form", function form() {
  return `${request.form.require("name")} ${request.form.get("n", 0, Number) + 1}`;
});

app.post("/upload", { maxContentLength: null }, function upload() {
  const file = request.files.require("file");
  return `${request.form.get("title")} ${file.filename} ${file.size}`;
});

app.get("/file", function file() {
  return sendFile(process.env.BENCH_FILE);
});

const server = await serve(app, { host: "127.0.0.1", port: 0 });
report(server.address.port);
