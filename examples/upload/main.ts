/** Serves the upload demo: `node examples/upload/main.ts`. HOST and PORT choose where. */
import { serve } from "flagon/servers";
import { app } from "./app.ts";

const server = await serve(app, {
  host: process.env.HOST || "127.0.0.1",
  port: Number(process.env.PORT || 5000),
}).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`The upload demo is at ${server.url} (Ctrl+C ends it)`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close());
}
