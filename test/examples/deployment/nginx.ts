/** Debian's nginx with the configuration of the deployment example, its addresses and paths in a folder of a test. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../free-port.ts";
import { EXAMPLE } from "./services.ts";

/** The host that the configuration is for. */
export const HOST = "seen.example.org";

/** What a request carries. */
export type Ask = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** The address of the visitor, one of those of this machine. */
  readonly from?: string;
};

/** A whole answer. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** nginx, while it runs. */
export class Nginx implements AsyncDisposable {
  readonly port: number;
  readonly securePort: number;
  readonly #folder: string;
  readonly #certificate: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number, securePort: number) {
    this.#folder = folder;
    this.port = port;
    this.securePort = securePort;
    const [certificate, key] = [join(folder, "fullchain.pem"), join(folder, "privkey.pem")];
    const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${HOST}`];
    const files = ["-addext", `subjectAltName=DNS:${HOST}`, "-keyout", key, "-out", certificate];
    execFileSync("openssl", [...args, ...files], { stdio: "ignore" });
    this.#certificate = readFileSync(certificate, "utf8");
    writeFileSync(join(folder, "site.conf"), siteIn(folder, port, securePort));
    writeFileSync(join(folder, "nginx.conf"), serverIn(folder));
  }

  /**
   * nginx with the example's configuration, not yet started.
   *
   * @param folder - Where the instances have `run/seen-1` and `run/seen-2`.
   */
  static async in(folder: string): Promise<Nginx> {
    return new Nginx(folder, await freePort(), await freePort());
  }

  /** What `nginx -t` says. */
  check(): string {
    return spawnSync("nginx", ["-t", "-c", join(this.#folder, "nginx.conf")], { encoding: "utf8" }).stderr;
  }

  async start(): Promise<void> {
    const child = spawn("nginx", ["-c", join(this.#folder, "nginx.conf")], {
      stdio: ["ignore", "inherit", "pipe"],
    });
    this.#child = child;
    let errors = "";
    child.stderr?.on("data", (text) => {
      errors += text;
    });
    while (!(await listens(this.port))) {
      if (child.exitCode !== null) throw new Error(`nginx ended:\n${errors}`);
      await setTimeout(20);
    }
  }

  /** Asks over https, on a connection of its own; the answer's body is still to come. */
  open(path: string, { method = "GET", headers = {}, body, from }: Ask = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = httpsRequest({
        ...this.#secure(),
        path,
        method,
        headers: { Host: HOST, ...headers },
        localAddress: from,
      });
      request.on("response", resolve).on("error", reject);
      request.on("upgrade", () => reject(new Error("The protocol was changed; use upgrade().")));
      request.end(body);
    });
  }

  /** Asks over https, and waits for the whole answer. */
  async ask(path: string, options?: Ask): Promise<Answer> {
    const message = await this.open(path, options);
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part);
    return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(parts) };
  }

  /** Asks to go on with a WebSocket. */
  upgrade(path: string): Promise<Duplex> {
    const headers = {
      Host: HOST,
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    return new Promise((resolve, reject) => {
      const request = httpsRequest({ ...this.#secure(), path, headers });
      request.on("upgrade", (_response, socket) => resolve(socket)).on("error", reject);
      request.on("response", ({ statusCode }) => reject(new Error(`No WebSocket, but ${statusCode}.`)));
      request.end();
    });
  }

  /** The certificate, for a client that is none of these. */
  get certificate(): string {
    return this.#certificate;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await exited;
  }

  #secure(): object {
    return {
      host: "127.0.0.1",
      port: this.securePort,
      servername: HOST,
      ca: this.#certificate,
      agent: false,
    };
  }
}

/** The example's file, with this test's addresses and paths. */
function siteIn(folder: string, port: number, securePort: number): string {
  return readFileSync(join(EXAMPLE, "nginx.conf"), "utf8")
    .replaceAll("listen 80", `listen 127.0.0.1:${port}`)
    .replaceAll("listen 443", `listen 127.0.0.1:${securePort}`)
    .replaceAll(/^ *listen \[::\].*\n/gm, "")
    .replaceAll("/run/", `${folder}/run/`)
    .replaceAll(`/etc/letsencrypt/live/${HOST}/`, `${folder}/`)
    .replaceAll("/srv/seen", EXAMPLE);
}

/** What Debian's nginx.conf has around a site. */
function serverIn(folder: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join("\n  ");
  // The workers of root's nginx may not look into a folder of root's.
  return `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
worker_processes 1;
events {}
http {
  ${temporary}
  access_log ${folder}/access.log;
  sendfile on;
  tcp_nopush on;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  gzip on;
  include ${folder}/site.conf;
}
`;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
