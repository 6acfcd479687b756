/**
 * The fixed baseline: the least that `node:http` needs to serve Flask's session cookie. The path is compared
 * as a string, the cookie is signed by `createHmac` with a cached key, and each response is one `writeHead`
 * and one `end`, with the headers and bytes that Flagon sends.
 */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const LIFETIME = 31 * 24 * 3600;
const key = createSecretKey(createHmac("sha1", SECRET).update("cookie-session").digest());

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

function read(header) {
  const start = header === undefined ? -1 : header.indexOf("session=");
  if (start === -1) return undefined;
  const end = header.indexOf(";", start);
  const cookie = end === -1 ? header.slice(start + 8) : header.slice(start + 8, end);
  const second = cookie.lastIndexOf(".");
  const first = cookie.lastIndexOf(".", second - 1);
  if (first <= 0) return undefined;
  const signature = Buffer.from(cookie.slice(second + 1), "base64url");
  const wanted = createHmac("sha1", key).update(cookie.slice(0, second)).digest();
  if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return undefined;
  const age = now() - Buffer.from(cookie.slice(first + 1, second), "base64url").readUInt32BE();
  if (age < 0 || age > LIFETIME) return undefined;
  return JSON.parse(Buffer.from(cookie.slice(0, first), "base64url").toString());
}

function sign(session) {
  const time = Buffer.allocUnsafe(4);
  time.writeUInt32BE(now());
  const value = `${Buffer.from(JSON.stringify(session)).toString("base64url")}.${time.toString("base64url")}`;
  return `${value}.${createHmac("sha1", key).update(value).digest("base64url")}`;
}

function now() {
  return Math.floor(Date.now() / 1000);
}

server.listen(0, "127.0.0.1", () => report(server.address().port));
