/** All examples on one page: each is mounted below its name, where it runs as it does alone. */
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { abort, Flagon, renderTemplate, sendFromDirectory } from "flagon";
import { findExamples } from "./examples.ts";

const examples = await findExamples();
const key = process.env.SECRET_KEY || randomBytes(32);

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });

for (const { name, app: example } of examples) {
  if (example === undefined) continue;
  // A key of its own for each: what one of them signs must say nothing in another one.
  if (example.config.secretKey !== undefined)
    example.config.secretKey = createHmac("sha256", key).update(name).digest();
  // Sessions of one name and path would end each other.
  example.config.sessionCookieName = `${name}-session`;
  example.config.sessionCookiePath = `/${name}`;
  app.mount(`/${name}`, example);
}

app.get("/", function index() {
  return renderTemplate("index.html", { examples });
});

app.get("/docs/<path:file>", function chapter({ file }) {
  if (examples.every(({ chapter }) => chapter !== `docs/${file}`)) abort(404);
  const folder = join(import.meta.dirname, "../../docs");
  return sendFromDirectory(folder, file, { mimetype: "text/plain; charset=utf-8" });
});
