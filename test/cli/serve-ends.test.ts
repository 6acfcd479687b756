/** What a server started by `flagon serve` does at the end of a worker, of a visitor, and of itself. */
import { type RequestOptions, request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./project.ts";
import { ask, type Served, serveIn } from "./serving.ts";

const APP = `import { Flagon } from "flagon";
const app = new Flagon();
app.get("/pid", () => String(process.pid));
app.post("/pid", () => String(process.pid));
export default app;
`;

test("a connection that a worker dies with before it takes it goes to another worker", async () => {
  using project = new Project({ "app.ts": APP });
  await using served = serveIn(project, ["serve", "--port", "0", "--workers", "2"]);
  const url = `${await served.url()}/pid`;
  const seen = new Set<string>();
  while (seen.size < 2) seen.add(await ask(url));
  const [victim = ""] = seen;
  // Connections go to the workers in turn: one of these is handed to a worker that does not take it.
  process.kill(Number(victim), "SIGSTOP");
  const answers = [1, 2, 3, 4].map(() => ask(url));
  await Promise.any(answers);
  process.kill(Number(victim), "SIGKILL");
  expect(await Promise.all(answers)).not.toContain(victim);
  expect(await served.end()).toBe(0);
});

test("a worker that is told to end, and then gets the signal too, still answers what it has begun", async () => {
  using project = new Project({
    "app.ts": APP.replace(
      "export default",
      `app.get("/slow", async () => {
  process.kill(process.ppid, "SIGTERM"); // the leader, which tells the workers to end
  await new Promise((resolve) => process.once("message", resolve));
  process.kill(process.pid, "SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 200));
  return "done";
});
export default`,
    ),
  });
  await using served = serveIn(project, ["serve", "--port", "0", "--workers", "2"]);
  expect(await ask(`${await served.url()}/slow`)).toBe("done");
  expect(await served.exit()).toBe(0);
});

test("a visitor who leaves in the midst of an answer is in the log with an address", async () => {
  using project = new Project({
    "app.ts": APP.replace(
      "export default",
      `app.get("/stream", async function* () {
  for (;;) {
    yield "more";
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
export default`,
    ),
  });
  await using served = serveIn(project, ["serve", "--port", "0"]);
  const leaving = new AbortController();
  await fetch(`${await served.url()}/stream`, { signal: leaving.signal });
  leaving.abort();
  await served.written(/^127\.0\.0\.1 - - .*"GET \/stream HTTP\/1\.1" 200 - /m);
});

test.each([
  "1",
  "2",
])("a server that ends under load answers all who have found its socket, with --workers %s", async (workers) => {
  using project = new Project({ "app.ts": APP });
  const socketPath = join(project.folder, "web.sock");
  await using served = serveIn(project, ["serve", "--unix", socketPath, "--workers", workers]);
  await served.url();
  // Whoever comes later is turned away before anything is sent, and can go elsewhere.
  expect(await endsOfRequests(served, { socketPath })).toEqual(new Set(["200"]));
});

test("a server that ends under load answers all whose connection to its port waits", async () => {
  using project = new Project({ "app.ts": APP });
  await using served = serveIn(project, ["serve", "--port", "0"]);
  const { hostname, port } = new URL(await served.url());
  expect(await endsOfRequests(served, { hostname, port })).toEqual(new Set(["200"]));
});

test("a worker that still starts when the server ends does not listen anew", async () => {
  using project = new Project({
    "app.ts": `${APP}if (process.env.NODE_UNIQUE_ID !== "1") await new Promise((resolve) => setTimeout(resolve, 800));\n`,
  });
  const socketPath = join(project.folder, "web.sock");
  await using served = serveIn(project, ["serve", "--unix", socketPath, "--workers", "3"]);
  await served.url();
  expect(await endsOfRequests(served, { socketPath }, 0)).toEqual(new Set(["200"]));
});

/** Ends a server while many ask it without a pause; gives what became of those that it has not turned away. */
async function endsOfRequests(
  served: Served,
  target: RequestOptions,
  milliseconds = 1000,
): Promise<Set<string>> {
  const ends = new Set<string>();
  let isOver = false;
  const visitors = Array.from({ length: 16 }, async (_, index) => {
    while (!isOver) ends.add(await endOfRequest(target, index % 2 === 0 ? "GET" : "POST"));
  });
  await expect.poll(() => ends.has("200")).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  expect(await served.end()).toBe(0);
  isOver = true;
  await Promise.all(visitors);
  for (const end of ["ENOENT", "ECONNREFUSED"]) ends.delete(end);
  return ends;
}

/** The status of the answer to a request on a connection of its own, or what went wrong. */
function endOfRequest(target: RequestOptions, method: "GET" | "POST"): Promise<string> {
  return new Promise((resolve) => {
    request({ ...target, path: "/pid", method, agent: false })
      .on("response", (response) => response.resume().on("end", () => resolve(`${response.statusCode}`)))
      .on("error", (error: NodeJS.ErrnoException) => setTimeout(resolve, 5, error.code))
      .end(method === "POST" ? "hello" : undefined);
  });
}
