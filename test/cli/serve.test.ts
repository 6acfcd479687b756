import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, createServer } from "node:http";
import { get } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Project } from "./project.ts";
import { ask, type Served, serveIn, visit } from "./serving.ts";

/** Each request is written down when its view begins, and answered a moment later. */
const APP = `import { appendFileSync } from "node:fs";
import { Flagon, request } from "flagon";
const app = new Flagon();
app.get("/pid", () => String(process.pid));
app.get("/slow", async () => {
  const id = process.pid + "-" + Math.random();
  appendFileSync("begun", id + "\\n");
  await new Promise((resolve) => setTimeout(resolve, 20));
  return id;
});
app.get("/forgets", () => {
  Promise.reject(new Error("of nobody"));
  return "forgotten";
});
app.get("/who", () => request.scheme + " " + request.host + " " + request.remoteAddr);
app.onShutdown(() => appendFileSync("ended", process.pid + "\\n"));
export default app;
`;

const begun = (project: Project): string[] =>
  readFileSync(join(project.folder, "begun"), "utf8").trim().split("\n");
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function pidsOf(url: string): Promise<Set<string>> {
  return new Set(await Promise.all(Array.from({ length: 16 }, () => ask(`${url}/pid`))));
}

describe.each([
  ["one process", []],
  ["two workers", ["--workers", "2"]],
])("flagon serve with %s", (_name, args) => {
  test("outlives a promise that fails and that nobody awaits, and logs it", async () => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0", ...args]);
    const url = await served.url();
    const pids = await pidsOf(url);
    expect(await ask(`${url}/forgets`)).toBe("forgotten");
    await served.written(/Exception on "a promise that nobody awaits; .*Error: of nobody/);
    expect(await pidsOf(url)).toEqual(pids);
  });

  test.each([
    ["that connect anew", undefined],
    ["that keep their connections", new Agent({ keepAlive: true })],
  ])("loses no request at SIGTERM that a view has begun, of clients %s, and does not wait for idle ones", async (_name, agent) => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0", ...args]);
    const url = await served.url();
    const idle = new Agent({ keepAlive: true });
    await Promise.all([1, 2, 3].map(() => ask(`${url}/pid`, idle)));
    // One that still starts when the end comes never begins.
    await expect.poll(async () => (await pidsOf(url)).size, { timeout: 20_000 }).toBe(args.length || 1);
    const load = visit(`${url}/slow`, { agent });
    await pause(700);
    const start = Date.now();
    const code = await served.end("SIGTERM");
    const took = Date.now() - start;
    const { bodies } = await load.stop();
    const answered = new Set(bodies);
    const lost = begun(project).filter((id) => !answered.has(id));
    expect(bodies.length).toBeGreaterThan(20);
    expect(lost).toEqual([]);
    expect([code, took < 8000]).toEqual([0, true]);
    expect(readFileSync(join(project.folder, "ended"), "utf8").trim().split("\n")).toHaveLength(
      args.length || 1,
    );
  });

  test("waits for an end of the application that takes too long no more than 2 seconds, and fails", async () => {
    using project = new Project({
      "app.ts": APP.replace(
        "app.onShutdown(",
        "app.onShutdown(() => new Promise((resolve) => setTimeout(resolve, 60_000)));\napp.onShutdown(",
      ),
    });
    await using served = serveIn(project, ["serve", "--port", "0", "--grace", "0.1", ...args]);
    await served.url();
    const start = Date.now();
    expect(await served.end()).toBe(1);
    expect(Date.now() - start).toBeLessThan(20_000);
    expect(served.output).toMatch(/The end of the application took too long; see app\.onShutdown\(\)/);
  });

  test("ends at Ctrl+C too", async () => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0", ...args]);
    await served.url();
    expect(await served.end("SIGINT")).toBe(0);
  });

  test("says in one message what is wrong with the application, and ends with 1", async () => {
    using project = new Project({ "app.ts": 'throw new Error("no database");' });
    const { code, stderr, stdout } = await project.run(["serve", "--port", "0", ...args]);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/^Error: app\.ts can't be loaded: Error: no database\n {4}at app\.ts:1:7\n$/),
    ]);
  });

  test("says that its start failed", async () => {
    using project = new Project({
      "app.ts": APP.replace(
        "app.get",
        'app.onStartup(function connect() { throw new Error("no database"); });\napp.get',
      ),
    });
    const { code, stderr } = await project.run(["serve", "--port", "0", ...args]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Error: .*"connect" given to app\.onStartup\(\) failed: no database/),
    ]);
  });

  test("says that the port is taken", async () => {
    using project = new Project({ "app.ts": APP });
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await project.run(["serve", "--port", String(port), ...args]);
    other.close();
    expect([code, stderr]).toEqual([
      1,
      `Error: Can't listen on 127.0.0.1:${port}: another program has the port. End it, or choose another port; port 0 takes any that is free.\n`,
    ]);
  });

  test("listens on a socket, also where a dead server left one behind", async () => {
    using project = new Project({ "app.ts": APP });
    const socketPath = join(project.folder, "web.sock");
    const serve = () => serveIn(project, ["serve", "--unix", socketPath, ...args]);
    {
      await using served = serve();
      expect(await served.url()).toBe(`unix:${socketPath}`);
      expect(await ask({ socketPath, path: "/who" })).toMatch(/^http localhost /);
      const second = await project.run(["serve", "--unix", socketPath]);
      expect([second.code, second.stderr]).toEqual([
        1,
        expect.stringMatching(/another program listens on it/),
      ]);
      await served.end("SIGKILL");
    }
    await pause(500);
    await using again = serve();
    await again.url();
    expect(await ask({ socketPath, path: "/who" })).toMatch(/^http localhost /);
    expect(await again.end()).toBe(0);
    expect(existsSync(socketPath)).toBe(false);
  });
});

describe("workers", () => {
  test("are restarted when they die; the others lose no request", async () => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0", "--workers", "3", "--no-access-log"]);
    const url = await served.url();
    await allThere(url, 3);
    const load = visit(`${url}/slow`);
    await pause(400);
    const [victim = ""] = await pidsOf(url);
    process.kill(Number(victim), "SIGKILL");
    await served.written(new RegExp(`Worker ${victim} ended \\(SIGKILL\\); another one starts`));
    await pause(400);
    const { bodies, failures } = await load.stop();
    // Whoever asked the one that died is told so at once.
    expect(failures).not.toContain("timed out");
    const answered = new Set(bodies);
    const lost = begun(project).filter((id) => !answered.has(id) && !id.startsWith(`${victim}-`));
    expect(bodies.length).toBeGreaterThan(20);
    expect(lost).toEqual([]);
    const pids = await allThere(url, 3);
    expect(pids.has(victim)).toBe(false);
    expect(await served.end()).toBe(0);
  });

  test("end when their leader is killed", async () => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0", "--workers", "2"]);
    const pids = await allThere(await served.url(), 2);
    await served.end("SIGKILL");
    await expect.poll(() => [...pids].filter(isRunning), { timeout: 10_000 }).toEqual([]);
  });
});

async function allThere(url: string, count: number): Promise<Set<string>> {
  let pids = new Set<string>();
  const seen = async (): Promise<number> => {
    pids = await pidsOf(url);
    return pids.size;
  };
  await expect.poll(seen, { timeout: 20_000 }).toBe(count);
  return pids;
}

function isRunning(pid: string): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

describe("flagon serve", () => {
  const who = async (args: readonly string[], headers: Record<string, string>): Promise<[string, Served]> => {
    const project = new Project({ "app.ts": APP });
    const served = serveIn(project, ["serve", "--port", "0", ...args]);
    const answer = await (await fetch(`${await served.url()}/who`, { headers })).text();
    await served.end();
    project[Symbol.dispose]();
    return [answer, served];
  };
  const FORWARDED = {
    "X-Forwarded-For": "9.9.9.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "example.com",
  };

  test("believes no proxy unless it is told to, and then no more than it is told", async () => {
    expect((await who([], FORWARDED))[0]).toMatch(/^http 127\.0\.0\.1:\d+ 127\.0\.0\.1$/);
    expect((await who(["--trust-proxy", "1"], FORWARDED))[0]).toMatch(/^https 127\.0\.0\.1:\d+ 9\.9\.9\.9$/);
    expect((await who(["--trust-proxy", "for=1,host=1"], FORWARDED))[0]).toBe("http example.com 9.9.9.9");
  });

  test("logs each request, whatever the visitor sends", async () => {
    const [, served] = await who(["--trust-proxy", "1"], { "User-Agent": 'a" \\ \u00e9', ...FORWARDED });
    expect(served.output).toMatch(
      /^9\.9\.9\.9 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/who HTTP\/1\.1" 200 \d+ "-" "a\\" \\\\ (?:\\x[0-9a-f]{2})+" \d+\.\dms$/m,
    );
    expect((await who(["--no-access-log"], {}))[1].output).not.toContain("/who");
  });

  test("goes on when nobody reads its log any more", async () => {
    using project = new Project({ "app.ts": APP });
    await using served = serveIn(project, ["serve", "--port", "0"]);
    const url = await served.url();
    served.child.stdout?.destroy();
    const pids = [await ask(`${url}/pid`), await ask(`${url}/pid`), await ask(`${url}/pid`)];
    expect(new Set(pids)).toEqual(new Set([String(served.child.pid)]));
    expect(await served.end()).toBe(0);
    expect(served.output).not.toContain("EPIPE");
  });

  test("serves HTTPS with a certificate", async () => {
    using project = new Project({ "app.ts": APP });
    const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(project.folder, name));
    const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
    execFileSync("openssl", [...args, "-keyout", `${key}`, "-out", `${cert}`], { stdio: "ignore" });
    await using served = serveIn(project, ["serve", "--port", "0", "--cert", "cert.pem", "--key", "key.pem"]);
    const url = await served.url();
    expect(url).toMatch(/^https:/);
    const body = await new Promise((resolve, reject) => {
      get(
        `${url}/who`,
        { ca: readFileSync(`${cert}`), servername: "localhost", agent: false },
        (response) => {
          response.on("data", (text: Buffer) => resolve(String(text)));
        },
      ).on("error", reject);
    });
    expect(body).toMatch(/^https 127\.0\.0\.1:\d+ 127\.0\.0\.1$/);
    expect(await served.end()).toBe(0);
    writeFileSync(`${key}`, "no key");
    const broken = await project.run(["serve", "--port", "0", "--cert", "cert.pem", "--key", "key.pem"]);
    expect([broken.code, broken.stderr]).toEqual([
      1,
      expect.stringMatching(/^Error: The certificate or its key can't be used/),
    ]);
  });

  test.each([
    [".", /socket \.: something else is there, which is no socket/],
    ["app.ts", /socket app\.ts: something else is there/],
    ["none/web.sock", /its folder is not there\. Make it first/],
    [`${"x".repeat(300)}.sock`, /the path is too long/],
  ])("says why it can't listen on the socket %s, and ends with 1", async (path, message) => {
    using project = new Project({ "app.ts": APP });
    const { code, stderr } = await project.run(["serve", "--unix", path]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  test.each([
    [],
    ["--workers", "2"],
  ])("does not wait for an application that is never there: %j", async (...args) => {
    using project = new Project({ "app.ts": "await new Promise(() => undefined);" });
    const { code, stderr } = await project.run(["serve", "--port", "0", ...args]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/never settled/)]);
  });

  test.each([
    [["--port", "x"], /--port <number>' argument 'x' is invalid\. Give a whole number from 1 to 65535/],
    [["--port", "65536"], /is invalid/],
    [["--workers", "0"], /from 1 to 1024/],
    [["--trust-proxy", "me"], /Give the number of proxies/],
    [["--nonsense"], /^Error: unknown option '--nonsense'/],
    [["--cert", "adhoc"], /--cert adhoc is for `flagon run`/],
    [["--cert", "no.pem", "--key", "no.pem"], /The file that --cert names can't be read/],
  ])("refuses %j with 2", async (args, message) => {
    using project = new Project({ "app.ts": APP });
    const { code, stderr } = await project.run(["serve", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
