/** An application that is ready for a server: a health check, a database that ends with it, uploads with a limit, logs. */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  developmentKey,
  Flagon,
  flash,
  makeResponse,
  redirect,
  renderTemplate,
  request,
  securityHeaders,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { Files } from "./files.ts";

const LONGEST_STREAM_SECONDS = 15;

export const app = new Flagon({
  root: import.meta.dirname,
  secretKey: process.env.SECRET_KEY || developmentKey,
  // The folder that systemd's StateDirectory made; "instance" beside this file elsewhere.
  instancePath: process.env.STATE_DIRECTORY,
  config: {
    maxContentLength: 4 * 1024 * 1024, // client_max_body_size in nginx.conf
    requestIdHeader: "X-Request-ID", // $request_id in nginx.conf
    hashStaticUrls: true, // style.css?v=…, which nginx.conf lets browsers keep for a year
  },
});
securityHeaders(app);
new CSRFProtect(app);

let files: Files;

app.onStartup(function open() {
  // In production there is no start without a key; it is not left to the first visitor to find out.
  app.secretKeys();
  files = new Files(app.instancePath);
});

app.onShutdown(function close() {
  files.close();
  app.logger.info("All requests are answered, and the database is closed.");
});

app.get("/", function index() {
  return renderTemplate("index.html", { count: files.count(), mine: session.get("mine", 0) });
});

app.post("/", async function look() {
  const file = request.files.require("file");
  const hash = createHash("sha256")
    .update(await file.bytes())
    .digest("hex");
  const times = files.add(hash);
  app.logger.info(`${request.id}: ${file.size} bytes from ${request.remoteAddr}, ${hash.slice(0, 12)}`);
  session.set("mine", Number(session.get("mine", 0)) + 1);
  flash(times === 1 ? "This file is new here." : `This file has been here before, ${times - 1}×.`);
  return redirect(urlFor("index"), 303);
});

app.get("/health", function health() {
  // Throws, which is a 500, if the database does not answer.
  files.count();
  return makeResponse("ok\n", 200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
  });
});

app.get("/clock", function clock() {
  const headers = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    // nginx keeps answers together unless it is told that this one is wanted piece by piece.
    "X-Accel-Buffering": "no",
  };
  return makeResponse(ticks(), 200, headers);
});

/** Ends by itself, and the browser asks again: an endless answer would hold up the end of the server. */
async function* ticks(): AsyncGenerator<string> {
  for (let second = 0; second < LONGEST_STREAM_SECONDS; second++) {
    yield `data: ${new Date().toISOString()}\n\n`;
    await setTimeout(1000);
  }
}

export default app;
