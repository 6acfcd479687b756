/** The systemd unit and the Dockerfile of the deployment example: right, careful, and of one mind with the rest. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { projectFiles } from "../../src/cli/new-project/files.ts";
import { freePort } from "../free-port.ts";
import { describeWith, systemdAnalyze } from "../requirements.ts";
import { buildImage } from "./deployment/image.ts";
import { EXAMPLE, settingOf, settingsOf } from "./deployment/services.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string): string => readFileSync(join(EXAMPLE, name), "utf8");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagon-image-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeWith(systemdAnalyze, "the systemd unit", () => {
  /** The unit, with programs that this machine has. */
  function unit(): string {
    const file = join(folder, "seen@.service");
    const text = read("seen@.service").replace("/usr/bin/node", process.execPath);
    writeFileSync(file, text.replace("/usr/bin/curl", process.execPath));
    return file;
  }

  test("is one of which systemd has nothing to say", () => {
    const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", unit()], { encoding: "utf8" });
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
  });

  test("leaves little to whoever breaks in", () => {
    // 10 is a service that may do all; the threshold is in tenths.
    const args = ["security", "--offline=true", "--threshold=20", "--no-pager", unit()];
    expect(spawnSync("systemd-analyze", args, { encoding: "utf8" }).status).toBe(0);
  });
});

describe("the systemd unit", () => {
  test("leaves the application more time to end than it takes", () => {
    const [, grace] = /--grace (\d+)/.exec(settingOf("ExecStart")) ?? [];
    expect(Number(settingOf("TimeoutStopSec"))).toBeGreaterThan(Number(grace) + 2);
  });

  test("holds no key, and listens where nginx looks for it", () => {
    expect(settingsOf("Environment")).toEqual(["NODE_ENV=production"]);
    const sockets = [...read("nginx.conf").matchAll(/unix:(\S+)/g)].map(([, path]) => path);
    expect(sockets).toEqual(["/run/seen-1/web.sock", "/run/seen-2/web.sock"]);
    for (const setting of ["ExecStart", "ExecStartPost"])
      expect(settingOf(setting)).toContain("/run/seen-%i/web.sock");
    expect(settingOf("RuntimeDirectory")).toBe("seen-%i");
  });
});

describe("the Dockerfile", () => {
  test("is the one that flagon new writes", () => {
    const files = projectFiles("seen", "^0.1.0");
    expect(files.get("Dockerfile")).toBe(read("Dockerfile"));
    expect(files.get(".dockerignore")).toBe(read(".dockerignore"));
  });

  test("makes an image whose command serves, is healthy, and ends in time", {
    timeout: 300_000,
  }, async () => {
    const context = join(folder, "context");
    cpSync(EXAMPLE, context, { recursive: true });
    writeFileSync(join(context, ".env"), "SECRET_KEY=of this machine alone\n");
    const [packed] = JSON.parse(
      npm(["pack", "--json", "--ignore-scripts", "--pack-destination", context], ROOT),
    );
    writeFileSync(join(context, "package.json"), JSON.stringify({ private: true, type: "module" }));
    npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", `./${packed.filename}`], context);

    const image = buildImage(context, folder, (command, cwd) => {
      if (command.startsWith("npm ")) {
        // The tarball stands for the registry, which has no Flagon yet.
        cpSync(join(context, packed.filename), join(cwd, packed.filename));
        npm(command.split(" ").slice(1), cwd);
      } else {
        const withoutUser = command.replace(/ && chown \S+ \S+$/, "");
        execFileSync("sh", ["-c", withoutUser], { cwd });
      }
    });
    const app = join(image.root, image.workdir);
    expect([image.user, image.env, image.settings.get("STOPSIGNAL")]).toEqual([
      "node",
      { NODE_ENV: "production" },
      "SIGTERM",
    ]);
    expect(readdirSync(app)).toEqual(
      expect.arrayContaining(["app.ts", "instance", "node_modules", "templates"]),
    );
    expect(existsSync(join(app, ".env"))).toBe(false);

    const keyless = spawnSync(process.execPath, [...image.command], {
      cwd: app,
      env: environment(),
      encoding: "utf8",
    });
    expect([keyless.status, keyless.stderr]).toEqual([1, expect.stringMatching(/secret key/i)]);

    const port = await freePort();
    const here = (text: string): string => text.replace("8000", String(port)).replace("0.0.0.0", "127.0.0.1");
    const env = { ...environment(), SECRET_KEY: "the key of this test, long enough" };
    const server = spawn(process.execPath, image.command.map(here), { cwd: app, env });
    const [, ...check] = image.healthCheck.map(here);
    const isHealthy = (): boolean => spawnSync(process.execPath, check, { env }).status === 0;
    expect(isHealthy()).toBe(false);
    await once(server.stdout, "data");
    expect(isHealthy()).toBe(true);
    expect(existsSync(join(app, "instance/files.sqlite"))).toBe(true);
    const exited = once(server, "exit");
    server.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
  });
});

function environment(): NodeJS.ProcessEnv {
  return { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_ENV: "production" };
}

function npm(args: readonly string[], cwd: string): string {
  // What npm hands down to its scripts would make this npm take its settings from the outer one.
  const variables = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  return execFileSync("npm", args, { cwd, encoding: "utf8", env: Object.fromEntries(variables) });
}
