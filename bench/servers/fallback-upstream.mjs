/** The server behind the proxies that are measured: the cheapest one that answers, so that it is the proxies that are. */
import { createServer } from "node:net";
import { report } from "./report.mjs";

const SMALL = "x".repeat(200);
const LARGE = 100_000_000;
const PIECE = Buffer.alloc(65_536, "flagon ");
const HEAD_END = "\r\n\r\n";

/** @param {number} length */
function head(length) {
  return (
    "HTTP/1.1 200 OK\r\nServer: upstream\r\nDate: Sat, 28 Nov 2026 12:00:00 GMT\r\n" +
    `Content-Type: text/html; charset=utf-8\r\nVary: Cookie\r\nContent-Length: ${length}\r\n\r\n`
  );
}

const small = Buffer.from(head(SMALL.length) + SMALL);
const taken = Buffer.from(`${head(5)}taken`);

const server = createServer((socket) => {
  let text = "";
  let missing = 0;
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    if (missing > 0) {
      missing -= bytes.length;
      if (missing <= 0) socket.write(taken);
      return;
    }
    text += bytes.toString("latin1");
    for (let end = text.indexOf(HEAD_END); end !== -1; end = text.indexOf(HEAD_END)) {
      const request = text.slice(0, end);
      text = text.slice(end + HEAD_END.length);
      if (request.startsWith("POST")) {
        missing = Number(/content-length: (\d+)/i.exec(request)?.[1]) - text.length;
        text = "";
        if (missing <= 0) socket.write(taken);
      } else if (request.startsWith("GET /large")) pour(socket);
      else socket.write(small);
    }
  });
});

/** @param {import("node:net").Socket} socket */
function pour(socket) {
  let left = LARGE;
  socket.write(head(LARGE));
  const more = () => {
    while (left > 0) {
      const piece = left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
      left -= piece.length;
      if (!socket.write(piece) && left > 0) {
        socket.once("drain", more);
        return;
      }
    }
  };
  more();
}

server.listen(0, "127.0.0.1", () => report(server.address().port));
