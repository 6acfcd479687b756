/** Express with multer, which writes uploaded files to a folder. */
import { mkdtempSync, rmSync, unlink } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import multer from "multer";
import { report } from "./report.mjs";

const app = express();
const folder = mkdtempSync(join(tmpdir(), "bench-express-"));
const files = multer({ dest: folder });
app.disable("x-powered-by");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

app.get("/json", (_request, response) => response.json({ message: "Hello", n: 42 }));

app.post("/json", express.json(), (request, response) => {
  const { name, n } = request.body;
  response.json({ n: n + 1, name });
});

app.post("/form", express.urlencoded({ extended: false }), (request, response) => {
  response.send(`${request.body.name} ${Number(request.body.n) + 1}`);
});

app.post("/upload", files.single("file"), (request, response) => {
  const { file, body } = request;
  response.send(`${body.title} ${file.originalname} ${file.size}`);
  unlink(file.path, () => {});
});

app.get("/file", (_request, response) => response.sendFile(process.env.BENCH_FILE));

const server = app.listen(0, "127.0.0.1", () => report(server.address().port));
