/** The fixed baseline of `npm run bench -- http`: `node:http`, and the least that does the same work. */
import { closeSync, createReadStream, openSync, statSync, unlinkSync, write } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { report } from "./report.mjs";

const FILE = process.env.BENCH_FILE;
const TEXT = "text/html; charset=utf-8";
const MOST_UNWRITTEN = 524_288;
let uploads = 0;

const server = createServer((request, response) => {
  const { method, url } = request;
  if (url === "/json") {
    if (method === "GET") send(response, "application/json", JSON.stringify({ message: "Hello", n: 42 }));
    else {
      receive(request, (body) => {
        const { name, n } = JSON.parse(body);
        send(response, "application/json", JSON.stringify({ n: n + 1, name }));
      });
    }
  } else if (url === "/form") {
    receive(request, (body) => {
      const form = new URLSearchParams(body);
      send(response, TEXT, `${form.get("name")} ${Number(form.get("n")) + 1}`);
    });
  } else if (url === "/upload") {
    upload(request, (text) => send(response, TEXT, text));
  } else if (url === "/file") {
    sendFile(request, response);
  } else response.writeHead(404).end();
});

function send(response, type, body) {
  response.writeHead(200, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

function receive(request, done) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => done((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString()));
}

/** Takes for granted that the headers of the parts are in the first piece, as they are here. */
function upload(request, done) {
  const path = join(tmpdir(), `bare-${process.pid}-${uploads++}`);
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  let head;
  let size = 0;
  let unwritten = 0;
  let ended = false;
  const finish = () => {
    if (!ended || unwritten > 0) return;
    closeSync(file);
    done(`${head.title} ${head.filename} ${size - "\r\n--frontier--\r\n".length}`);
  };
  request.on("data", (chunk) => {
    let bytes = chunk;
    if (head === undefined) {
      const start = chunk.indexOf("\r\n\r\n", chunk.indexOf("filename=")) + 4;
      const text = chunk.latin1Slice(0, start);
      head = { title: /\r\n\r\n(.*)\r\n/.exec(text)[1], filename: /filename="(.*)"/.exec(text)[1] };
      bytes = chunk.subarray(start);
    }
    const position = size;
    size += bytes.length;
    unwritten += bytes.length;
    if (unwritten > MOST_UNWRITTEN) request.pause();
    write(file, bytes, 0, bytes.length, position, (error) => {
      if (error) throw error;
      unwritten -= bytes.length;
      if (unwritten < MOST_UNWRITTEN) request.resume();
      finish();
    });
  });
  request.on("end", () => {
    ended = true;
    finish();
  });
}

function sendFile(request, response) {
  const { size, mtimeMs } = statSync(FILE);
  const etag = `"${mtimeMs}-${size}"`;
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, { ETag: etag }).end();
    return;
  }
  response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": size, ETag: etag });
  createReadStream(FILE).pipe(response);
}

server.listen(0, "127.0.0.1", () => report(server.address().port));
