/** The fixed baseline of `npm run bench -- app`: `node:http` and the least that does the same work. */
import { createServer } from "node:http";
import { ROWS, SECTIONS, TITLE } from "../templates/app/rows.mjs";
import { read, sign } from "./bare-session.mjs";
import { ANONYMOUS, report } from "./report.mjs";

const TEXT = "text/html; charset=utf-8";
const JSON_TYPE = "application/json";

const server = createServer((request, response) => {
  const { method, url } = request;
  if (url === "/hello") send(response, TEXT, "Hello, World!");
  else if (url === "/counter") {
    const session = read(request.headers.cookie);
    if (session === undefined) return send(response, TEXT, ANONYMOUS);
    session.n += 1;
    sendSession(response, 200, `Logged in as ${session.user}`, session);
  } else if (url === "/read") {
    const session = read(request.headers.cookie);
    const text = session === undefined ? ANONYMOUS : `Logged in as ${session.user}`;
    response.writeHead(200, {
      "Content-Type": TEXT,
      "Content-Length": Buffer.byteLength(text),
      Vary: "Cookie",
    });
    response.end(text);
  } else if (url === "/login" && method === "POST") {
    receive(request, (body) => {
      const user = new URLSearchParams(body).get("username");
      sendSession(response, 303, "", { n: 0, user }, "/read");
    });
  } else if (url === "/page") send(response, TEXT, page());
  else if (url === "/json") send(response, JSON_TYPE, JSON.stringify({ message: "Hello", n: 42 }));
  else if (url === "/form" && method === "POST") {
    receive(request, (body) => {
      const form = new URLSearchParams(body);
      send(response, TEXT, `${form.get("name")} ${Number(form.get("n")) + 1}`);
    });
  } else if (url.startsWith("/section")) {
    const [, section, name, id] = url.split("/");
    const number = Number(section.slice("section".length));
    if (number < SECTIONS) send(response, TEXT, `${number} ${decodeURIComponent(name)} ${Number(id)}`);
    else response.writeHead(404).end();
  } else response.writeHead(404).end();
});

function page() {
  let rows = "";
  for (const { id, name, price } of ROWS) {
    rows += `\n<tr><td>${id}</td><td>${escapeHTML(name)}</td><td>${escapeHTML(price)}</td></tr>`;
  }
  return `<!doctype html>\n<title>${escapeHTML(TITLE)}</title>\n<table>${rows}\n</table>`;
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

function escapeHTML(text) {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character]) : text;
}

function send(response, type, body) {
  response.writeHead(200, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

function sendSession(response, status, body, session, location) {
  const headers = {
    "Content-Type": TEXT,
    "Content-Length": Buffer.byteLength(body),
    Vary: "Cookie",
    "Set-Cookie": `session=${sign(session)}; HttpOnly; Path=/; SameSite=Lax`,
    "Cache-Control": "private",
  };
  if (location !== undefined) headers.Location = location;
  response.writeHead(status, headers);
  response.end(body);
}

function receive(request, done) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => done((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString()));
}

server.listen(0, "127.0.0.1", () => report(server.address().port));
