/** Starts both halves of the blog: `node examples/strangler/main.ts`. HOST and PORT choose where the front is. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { serve } from "flagon/servers";
import { createApp } from "./app.ts";
import { startFlask } from "./flask.ts";

const root = import.meta.dirname;
mkdirSync(join(root, "instance"), { recursive: true });
const database = process.env.DATABASE || join(root, "instance", "blog.sqlite");
// The same for both, or each would take the other's logins for forged.
const secretKey = process.env.SECRET_KEY || randomBytes(32).toString("hex");

try {
  const flask = await startFlask({ folder: join(root, "flask"), database, secretKey });
  const app = createApp({ flask: flask.url, secretKey, database });
  const server = await serve(app, {
    host: process.env.HOST || "127.0.0.1",
    port: Number(process.env.PORT || 5000),
  }).catch(async (error: Error) => {
    await flask.close();
    throw error;
  });
  console.log(`The blog is at ${server.url}, and Flask behind it at ${flask.url} (Ctrl+C ends both)`);

  const end = async (): Promise<void> => {
    await server.close();
    await flask.close();
    console.log("Still Flask's:", Object.fromEntries(app.fallbackStats?.paths ?? []));
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void end());
  flask.ended.then(() => server.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
