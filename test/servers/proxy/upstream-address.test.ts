import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReverseProxy, serve } from "flagon/servers/node";
import { expect, test } from "vitest";

test("an upstream may listen on a socket in the file system", async () => {
  const folder = await mkdtemp(join(tmpdir(), "flagon-socket-"));
  const socketPath = join(folder, "flask.sock");
  const upstream = createServer((message, reply) =>
    reply.end(`${message.headers.host} ${message.url}`),
  ).listen(socketPath);
  await once(upstream, "listening");
  const proxy = new ReverseProxy("http://flask.internal", { socketPath, host: "replace" });
  const server = await serve(proxy, { port: 0 });
  try {
    expect(await (await fetch(`${server.url}/a?b`)).text()).toBe("flask.internal /a?b");
  } finally {
    await server.close();
    proxy.close();
    upstream.close();
    await rm(folder, { recursive: true });
  }
});

test.each([
  ["no URL", "flask", {}, /is no URL of a server/],
  ["another scheme", "ftp://flask", {}, /is no URL of a server/],
  ["a path", "http://flask/base", {}, /must end after host and port/],
  ["a password", "http://a:b@flask", {}, /no user name and no password/],
  ["an option that is none", "http://flask", { timeout: 1 }, /"timeout" is no option of a proxy/],
  [
    "a limit that is none",
    "http://flask",
    { connectTimeout: -1 },
    /connectTimeout must be a number of seconds above 0/,
  ],
  ["a Host that is none", "http://flask", { host: "other" }, /must be "keep" or "replace"/],
])("an upstream can't have %s", (_what, url, options, message) => {
  expect(() => new ReverseProxy(url, options as never)).toThrow(message);
});
