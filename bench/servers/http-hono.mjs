/** Hono on @hono/node-server. It keeps an uploaded file in memory. */
import { dirname } from "node:path";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { etag } from "hono/etag";
import { report } from "./report.mjs";

const app = new Hono();

app.get("/json", (context) => context.json({ message: "Hello", n: 42 }));

app.post("/json", async (context) => {
  const { name, n } = await context.req.json();
  return context.json({ n: n + 1, name });
});

app.post("/form", async (context) => {
  const { name, n } = await context.req.parseBody();
  return context.html(`${name} ${Number(n) + 1}`);
});

app.post("/upload", async (context) => {
  const { title, file } = await context.req.parseBody();
  return context.html(`${title} ${file.name} ${file.size}`);
});

app.use("/file", etag());
app.get(
  "/file",
  serveStatic({ root: dirname(process.env.BENCH_FILE), rewriteRequestPath: () => "/file.bin" }),
);

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => report(port));
