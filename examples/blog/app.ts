/** The blog: Flask's tutorial in TypeScript, with accounts, posts and a database. */
import { join } from "node:path";
import { type ConfigValues, developmentKey, Flagon } from "flagon";
import { CSRFProtect } from "flagon/forms";
import { auth } from "./auth.ts";
import { blog } from "./blog.ts";
import { initDb } from "./db.ts";

/**
 * Makes the application, as a test does with a database of its own.
 *
 * @param config What differs from the environment's.
 */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    config: {
      secretKey: process.env.SECRET_KEY || developmentKey,
      database: process.env.DATABASE || join(import.meta.dirname, "blog.sqlite"),
      maxContentLength: 1024 * 1024,
      ...config,
    },
  });
  initDb(app);
  new CSRFProtect(app);
  app.registerBlueprint(auth);
  app.registerBlueprint(blog);
  // The front page is the blog's: urlFor("index") finds it without the blueprint's name.
  app.addUrlRule("/", { endpoint: "index", buildOnly: true });
  return app;
}
