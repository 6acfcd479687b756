/** iron-session on plain `node:http`; it encrypts its cookie. */
import { createServer } from "node:http";
import { getIronSession } from "iron-session";
import { ANONYMOUS, report, SECRET } from "./report.mjs";

const options = {
  cookieName: "session",
  password: SECRET,
  cookieOptions: { secure: false, httpOnly: true, sameSite: "lax", path: "/", maxAge: undefined },
};

function send(response, body, headers = {}) {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    Vary: "Cookie",
    ...headers,
  });
  response.end(body);
}

const server = createServer(async (request, response) => {
  const session = await getIronSession(request, response, options);
  if (request.url === "/counter") {
    if (session.user === undefined) return send(response, ANONYMOUS);
    session.n += 1;
    await session.save();
    send(response, `Logged in as ${session.user}`, { "Cache-Control": "private" });
  } else if (request.url === "/read") {
    send(response, session.user === undefined ? ANONYMOUS : `Logged in as ${session.user}`);
  } else if (request.url === "/count") {
    send(response, String(session.n));
  } else if (request.url === "/login") {
    session.n = 0;
    session.user = "admin";
    await session.save();
    send(response, "hello");
  } else {
    response.writeHead(404).end();
  }
});

server.listen(0, "127.0.0.1", () => report(server.address().port));
