/**
 * The fixed baseline: the least that `node:http` needs to serve Flask's session cookie. The path is compared
 * as a string, the cookie is signed by `createHmac` with a cached key, and each response is one `writeHead`
 * and one `end`, with the headers and bytes that Flagon sends.
 */
import { createServer } from "node:http";
import { read, sign } from "./bare-session.mjs";
import { ANONYMOUS, report } from "./report.mjs";

const server = createServer((request, response) => {
  if (request.url === "/counter") {
    const session = read(request.headers.cookie);
    if (session === undefined) return send(response, ANONYMOUS);
    session.n += 1;
    sendSession(response, `Logged in as ${session.user}`, session);
  } else if (request.url === "/read") {
    const session = read(request.headers.cookie);
    send(response, session === undefined ? ANONYMOUS : `Logged in as ${session.user}`);
  } else if (request.url === "/count") {
    send(response, String(read(request.headers.cookie)?.n));
  } else if (request.url === "/login") {
    sendSession(response, "hello", { n: 0, user: "admin" });
  } else {
    response.writeHead(404).end();
  }
});

function send(response, body) {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    Vary: "Cookie",
  });
  response.end(body);
}

function sendSession(response, body, session) {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    Vary: "Cookie",
    "Set-Cookie": `session=${sign(session)}; HttpOnly; Path=/; SameSite=Lax`,
    "Cache-Control": "private",
  });
  response.end(body);
}

server.listen(0, "127.0.0.1", () => report(server.address().port));
