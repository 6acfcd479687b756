/** What is wrong with the site as it was built, beyond what VitePress looks for. */
import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

const FETCHES =
  /<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="(?:https?:)?\/\/[^"]*"|url\(["']?(?:https?:)?\/\/[^)]*\)/g;

/** What a page makes a browser fetch from elsewhere, and links to headings that are not there. */
export function problemsOf(site: string): string[] {
  const files = globSync("**/*.{html,css}", { cwd: site });
  const texts = new Map(files.map((file) => [file, readFileSync(join(site, file), "utf8")]));
  const problems: string[] = [];
  for (const [file, text] of texts) {
    for (const [fetched] of text.matchAll(FETCHES))
      problems.push(`${file} fetches from elsewhere: ${fetched}`);
    // TypeDoc names a few headings otherwise than VitePress does.
    if (file.startsWith("api/")) continue;
    for (const [, path = "", heading = ""] of text.matchAll(/<a [^>]*href="([^"#:]*)#([^"]+)"/g)) {
      const target = texts.get(fileOf(path, file));
      if (target?.includes(` id="${decodeURIComponent(heading)}"`) === true) continue;
      problems.push(`${file} links to a heading that is not there: ${path}#${heading}`);
    }
  }
  return problems;
}

/** The file that a link of a page leads to. */
function fileOf(path: string, from: string): string {
  if (path === "") return from;
  const target = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(from), path);
  return `${target === "" || target.endsWith("/") ? `${target}index` : target}.html`;
}
