/** Shows what your browser sends: where to, the query with all its values, the headers; and counts words of JSON. */
import { abort, Flagon, renderTemplate, request } from "flagon";

// What proves who somebody is does not belong on a page, not even on their own.
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);
const LONGEST_TEXT = 10_000;

export const app = new Flagon({ root: import.meta.dirname, staticFolder: "../static" });

app.get("/", function index() {
  const facts = {
    "request.method": request.method,
    "request.url": request.url,
    "request.path": request.path,
    "request.rootPath": request.rootPath,
    "request.queryString": request.queryString,
    "request.remoteAddr": request.remoteAddr,
    "request.endpoint": request.endpoint,
    'request.acceptLanguages.bestMatch(["en", "de"])': request.acceptLanguages.bestMatch(["en", "de"]),
  };
  const headers = [...request.headers].map(([name, value]) => {
    return [name, SECRET_HEADERS.has(name.toLowerCase()) ? "(not shown)" : value];
  });
  return renderTemplate("index.html", { facts, headers });
});

app.post("/words", function words() {
  const body = request.json();
  const text = typeof body === "object" && body !== null && "text" in body ? body.text : undefined;
  if (typeof text !== "string") abort(400, 'Send a JSON object with a text: {"text": "…"}');
  if (text.length > LONGEST_TEXT) abort(422, `The text has more than ${LONGEST_TEXT} characters.`);
  return { words: text.split(/\s+/).filter(Boolean).length };
});
