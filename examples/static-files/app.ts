/** A page with its style sheet, script and picture, under URLs that change whenever the files do. */
import { Flagon, renderTemplate, sendFromDirectory } from "flagon";

export const app = new Flagon({ root: import.meta.dirname, config: { hashStaticUrls: true } });

app.get("/", function index() {
  return renderTemplate("index.html", { files: ["style.css", "count.js", "flagon.svg"] });
});

// A file that must be at the root of the site keeps its place in the folder.
app.get("/robots.txt", () => sendFromDirectory("static", "robots.txt", { maxAge: 3600 }));
