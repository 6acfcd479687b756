/** An extension and its use: the pages of this site are counted, by a class that any application can take. */
import { type ConfigValues, Flagon, renderTemplate } from "flagon";
import { Visits } from "./visits.ts";

/** The extension; it learns of the application when there is one. */
export const visits = new Visits();

/** Makes the application, as a test does with a file of its own. */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static", config });
  visits.initApp(app);

  app.get("/", function index() {
    return renderTemplate("index.html", { counts: visits.counts() });
  });
  app.get("/tea", function tea() {
    return renderTemplate("cup.html", { endpoint: "tea", text: "Four minutes, and the pot stays warm." });
  });
  app.get("/coffee", function coffee() {
    return renderTemplate("cup.html", { endpoint: "coffee", text: "Ground a moment ago." });
  });

  return app;
}

export const app = createApp();
