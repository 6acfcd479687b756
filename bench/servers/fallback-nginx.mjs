/** nginx as a proxy, in one process. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TICKS_PER_SECOND = 100;
const PAGE = 4096;

const folder = mkdtempSync(join(tmpdir(), "bench-nginx-"));
const port = await freePort();
const upstream = new URL(process.env.BENCH_UPSTREAM).host;
writeFileSync(
  join(folder, "nginx.conf"),
  `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_max_body_size 0; keepalive_requests 1000000000;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
  upstream behind { server ${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://behind; proxy_http_version 1.1; proxy_request_buffering off;
      proxy_set_header Connection ""; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
    }
  }
}
`,
);
const nginx = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder], {
  stdio: ["ignore", "ignore", "inherit"],
});
nginx.on("exit", (code) => process.exit(code ?? 1));
await listening();

process.on("message", () => process.send?.({ cpu: cpu(), memory: memory() }));
process.on("disconnect", () => {
  nginx.removeAllListeners("exit");
  nginx.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
process.send?.({ port });

function cpu() {
  const fields = readFileSync(`/proc/${nginx.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const micros = (/** @type {string | undefined} */ ticks) => (Number(ticks) / TICKS_PER_SECOND) * 1e6;
  return { user: micros(fields[11]), system: micros(fields[12]) };
}

function memory() {
  return Number(readFileSync(`/proc/${nginx.pid}/statm`, "utf8").split(" ")[1]) * PAGE;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

async function listening() {
  for (;;) {
    const isUp = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
