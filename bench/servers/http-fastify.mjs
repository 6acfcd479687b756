/** Fastify with its plugins for forms, files that come and files that go. */
import { basename, dirname } from "node:path";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import staticFiles from "@fastify/static";
import fastify from "fastify";
import { report } from "./report.mjs";

const app = fastify();
await app.register(formbody);
await app.register(multipart, { limits: { fileSize: 200_000_000 } });
await app.register(staticFiles, { root: dirname(process.env.BENCH_FILE), serve: false });
const TEXT = "text/html; charset=utf-8";

app.get("/json", async () => ({ message: "Hello", n: 42 }));

app.post("/json", async (request) => {
  const { name, n } = request.body;
  return { n: n + 1, name };
});

app.post("/form", async (request, reply) => {
  reply.header("Content-Type", TEXT);
  return `${request.body.name} ${Number(request.body.n) + 1}`;
});

app.post("/upload", { bodyLimit: 200_000_000 }, async (request, reply) => {
  const { files, values } = await request.saveRequestFiles();
  const [file] = files;
  reply.header("Content-Type", TEXT);
  return `${values.title.value} ${file.filename} ${file.file.bytesRead}`;
});

app.get("/file", (_request, reply) => reply.sendFile(basename(process.env.BENCH_FILE)));

await app.listen({ port: 0, host: "127.0.0.1" });
report(app.server.address().port);
