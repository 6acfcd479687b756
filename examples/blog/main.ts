/** Serves the blog: `node examples/blog/main.ts`. HOST and PORT choose where, DATABASE the file. */
import { serve } from "flagon/servers";
import { createApp } from "./app.ts";

const app = createApp();
// Without a key nobody could log in; better no server than one that answers each request with an error.
if (process.env.NODE_ENV === "production") app.secretKeys();

const server = await serve(app, {
  host: process.env.HOST || "127.0.0.1",
  port: Number(process.env.PORT || 5000),
}).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`The blog is at ${server.url} (Ctrl+C ends it)`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close());
}
