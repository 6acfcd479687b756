import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Flagon, request, ShutdownError, StartupError } from "flagon";
import { ProxyFix } from "flagon/http";
import { serve } from "flagon/servers";
import { describe, expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

function site(): { app: Flagon; seen: string[] } {
  const app = new Flagon();
  const seen: string[] = [];
  app.get("/", () => "Hello");
  app.get("/slow", async () => {
    seen.push("slow begins");
    await setTimeout(60);
    seen.push("slow ends");
    return "at last";
  });
  app.get("/stuck", () => new Promise(() => seen.push("stuck")) as Promise<string>);
  app.onStartup(async () => {
    await setTimeout(2);
    seen.push("started");
  });
  app.onShutdown(() => void seen.push("ended"));
  return { app, seen };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(2);
}

describe("a server", () => {
  test("starts the application before it listens, and ends it after the last request", async () => {
    const { app, seen } = site();
    const server = await serve(app, { port: 0 });
    expect(seen).toEqual(["started"]);
    const client = new RawClient(server);
    client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => seen.includes("slow begins"));
    await server.close();
    expect(seen).toEqual(["started", "slow begins", "slow ends", "ended"]);
    expect(await client.all()).toMatch(/at last$/);
  });

  test("waits no longer than closeTimeout for requests, and ends the application then", async () => {
    const { app, seen } = site();
    const server = await serve(app, { port: 0, closeTimeout: 0.05 });
    const client = new RawClient(server);
    client.send("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n");
    await until(() => seen.includes("stuck"));
    await server.close();
    expect(seen).toEqual(["started", "stuck", "ended"]);
  });

  test("does not listen if the application does not start", async () => {
    const { app } = site();
    app.onStartup(function connect() {
      throw new Error("no database");
    });
    await expect(serve(app, { port: 0 })).rejects.toThrow(StartupError);
  });

  test("ends the application if it cannot listen", async () => {
    const { app, seen } = site();
    await using other = await serve({ handle: () => new Promise(() => undefined) }, { port: 0 });
    await expect(serve(app, { port: other.address.port })).rejects.toThrow("another program has the port");
    expect(seen).toEqual(["started", "ended"]);
  });

  test("is closed though the application does not end well, and says so", async () => {
    const { app, seen } = site();
    app.onShutdown(() => {
      throw new Error("still in use");
    });
    const server = await serve(app, { port: 0 });
    await expect(server.close()).rejects.toThrow(ShutdownError);
    expect(seen).toEqual(["started", "ended"]);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test("of two for one application, the last one ends it; a test client does not", async () => {
    const { app, seen } = site();
    const [one, two] = await Promise.all([serve(app, { port: 0 }), serve(app, { port: 0 })]);
    await one.close();
    const client = app.testClient();
    await client.get("/");
    await client.close();
    expect(seen).toEqual(["started"]);
    await two.close();
    expect(seen).toEqual(["started", "ended"]);
  });
});

describe("what goes on after its response", () => {
  test("is done before the application ends", async () => {
    const { app, seen } = site();
    app.get("/later", () => {
      request.waitUntil(setTimeout(40).then(() => seen.push("done")));
      request.waitUntil(Promise.reject(new Error("no matter")));
      return "";
    });
    app.logger = { ...console, error: () => seen.push("logged") };
    const server = await serve(app, { port: 0 });
    await (await fetch(`${server.url}/later`)).text();
    await server.close();
    expect(seen).toEqual(["started", "logged", "done", "ended"]);
  });

  test("is not waited for beyond closeTimeout", async () => {
    const { app, seen } = site();
    app.get("/later", () => {
      request.waitUntil(new Promise(() => undefined));
      return "";
    });
    const server = await serve(app, { port: 0, closeTimeout: 0.05 });
    await (await fetch(`${server.url}/later`)).text();
    await server.close();
    expect(seen).toEqual(["started", "ended"]);
  });
});

describe("an application behind a ProxyFix", () => {
  test("starts and ends with the server all the same", async () => {
    const { app, seen } = site();
    await using server = await serve(new ProxyFix(app), { port: 0 });
    expect(seen).toEqual(["started"]);
    await server.close();
    expect(seen).toEqual(["started", "ended"]);
  });
});

describe("a signal", () => {
  const program = `
    import { Flagon } from "flagon";
    const app = new Flagon();
    app.get("/slow", async () => {
      console.log("slow begins");
      await new Promise((resolve) => setTimeout(resolve, 100));
      return "at last";
    });
    app.get("/stuck", () => { console.log("stuck"); return new Promise(() => {}); });
    app.onShutdown(() => console.log("ended"));
    await app.run({ port: 0 });
  `;

  async function run(): Promise<{ url: string; output: () => string; child: ReturnType<typeof spawn> }> {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      cwd: new URL("../..", import.meta.url),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    await until(() => output.includes("Running on"));
    return { url: /http:\S+/.exec(output)?.[0] ?? "", output: () => output, child };
  }

  test.each([
    "SIGTERM",
    "SIGINT",
  ] as const)("%s lets requests be answered, ends the application, then the process", async (signal) => {
    const { url, output, child } = await run();
    const answer = fetch(`${url}/slow`).then((response) => response.text());
    await until(() => output().includes("slow begins"));
    child.kill(signal);
    expect(await answer).toBe("at last");
    expect(await once(child, "exit")).toEqual([null, signal]);
    expect(output()).toContain("ended");
  });

  test("that comes a second time ends the process at once", async () => {
    const { url, output, child } = await run();
    const answer = fetch(`${url}/stuck`).catch(() => "broken off");
    await until(() => output().includes("stuck"));
    child.kill("SIGTERM");
    await setTimeout(50);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
    expect(await answer).toBe("broken off");
    expect(output()).not.toContain("ended");
  });
});
