import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ReverseProxy, serve } from "flagon/servers/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const sha = (bytes: Buffer): string => createHash("sha1").update(bytes).digest("hex");
const trusted = getCACertificates("default");
let identity = { key: "", cert: "" };

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "flagon-proxy-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const args = [
    "req",
    "-x509",
    "-nodes",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    ...subject,
  ];
  execFileSync("openssl", [...args, "-keyout", key, "-out", cert], { stdio: "ignore" });
  identity = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  setDefaultCACertificates([identity.cert]);
});

afterAll(() => setDefaultCACertificates(trusted));

test("bodies go to and come from a server over TLS as they were, on one connection", async () => {
  const bytes = randomBytes(5_000_001);
  let connections = 0;
  const upstream = createServer(identity, async (message, reply) => {
    const pieces: Buffer[] = [];
    for await (const piece of message) pieces.push(piece as Buffer);
    reply.end(Buffer.concat([bytes, ...pieces]));
  }).listen(0, "127.0.0.1");
  upstream.on("secureConnection", () => connections++);
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`https://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  await using server = await serve(proxy, { port: 0 });
  for (const up of [randomBytes(3_000_001), Buffer.from("small")]) {
    const answer = await fetch(server.url, { method: "POST", body: new Uint8Array(up) });
    const back = Buffer.from(await answer.arrayBuffer());
    expect(sha(back)).toBe(sha(Buffer.concat([bytes, up])));
  }
  expect(connections).toBe(1);
  proxy.close();
  upstream.closeAllConnections();
  upstream.close();
});

test("a server whose certificate nobody vouches for is a 502", async () => {
  setDefaultCACertificates(trusted);
  const upstream = createServer(identity, (_message, reply) => reply.end("hello")).listen(0, "127.0.0.1");
  await once(upstream, "listening");
  const proxy = new ReverseProxy(`https://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  await using server = await serve(proxy, { port: 0 });
  expect((await fetch(server.url)).status).toBe(502);
  upstream.close();
});
