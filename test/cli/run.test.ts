import { rmSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { describe, expect, test } from "vitest";
import { Project } from "./project.ts";
import { ask, type Served, serveIn } from "./serving.ts";

const app = (body: string): string => `import { Flagon, renderTemplate } from "flagon";
const app = new Flagon({ root: import.meta.dirname });
app.get("/", () => ${body});
app.get("/page", () => renderTemplate("page.html"));
app.get("/fail", () => { throw new Error("as asked"); });
app.get("/debug", () => String(app.debug));
export default app;
`;

function certificateOf({ hostname, port }: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.toString() ?? "");
      socket.destroy();
    }).on("error", reject);
  });
}

function askSafely(url: URL, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      response.on("data", (text: Buffer) => resolve(String(text)));
    }).on("error", reject);
  });
}

async function shows(url: string, text: string | RegExp): Promise<void> {
  await expect.poll(() => ask(url).catch(String), { timeout: 20_000, interval: 20 }).toMatch(text);
}

const run = (project: Project, ...args: string[]): Served =>
  serveIn(project, ["run", "--port", "0", ...args]);

describe("flagon run", () => {
  test("shows an edit of code, templates and settings, on the same port", async () => {
    using project = new Project({ "app.ts": app('"one"'), "templates/page.html": "old", ".env": "NAME=a" });
    await using served = run(project);
    const url = await served.url();
    expect(served.output).toMatch(
      /^Serving app\.ts for development; debug mode is on\..*\nRunning on http:\/\/127/,
    );
    await shows(url, /^one$/);
    const begin = performance.now();
    project.write("app.ts", app('"two"'));
    await shows(url, /^two$/);
    console.log(`The edit was live after ${Math.round(performance.now() - begin)} ms.`);
    project.write("templates/page.html", "new");
    await shows(`${url}/page`, /^new$/);
    project.write(".env", "NAME=b");
    project.write("app.ts", app("process.env.NAME ?? ''"));
    await shows(url, /^b$/);
    project.write("parts/deep/other.ts", 'export const text = "from a new folder";');
    project.write("app.ts", `import { text } from "./parts/deep/other.ts";\n${app("text")}`);
    await shows(url, /^from a new folder$/);
    project.write("parts/deep/other.ts", 'export const text = "edited there";');
    await shows(url, /^edited there$/);
    expect(served.output).toMatch(/^Reloaded after a change of app\.ts \(\d+ ms\)\.$/m);
    expect(await served.end("SIGINT")).toBe(0);
  });

  test("tells of a mistake in the browser and the terminal, and goes on once it is mended", async () => {
    using project = new Project({ "app.ts": app('"one"') });
    await using served = run(project);
    const url = await served.url();
    project.write("app.ts", 'throw new Error("a mistake");');
    await shows(url, /^app\.ts can't be loaded: Error: a mistake\n {4}at app\.ts:1:7\n$/);
    expect(served.output).toContain("Error: app.ts can't be loaded: Error: a mistake");
    project.write("app.ts", `${app('"one"')}const broken = <1;`);
    await shows(
      url,
      /^app\.ts can't be loaded: SyntaxError: [^\n]+\n {4}at app\.ts:8\n\n[\s\S]*const broken = <1;\n +\^/,
    );
    const page = await (await fetch(url, { headers: { Accept: "text/html" } })).text();
    expect(page).toMatch(
      /<h1>app\.ts can&#39;t be loaded: [^<]+<\/h1>\s*<pre>at app\.ts:8\n\n[\s\S]*const broken = &lt;1;/,
    );
    // What a proxy passes on, and what a name of somebody else leads here, is not the developer's.
    for (const headers of [{ "X-Forwarded-For": "192.0.2.1" }, { Host: "rebound.example" }]) {
      expect(await ask(url, false, headers)).toBe("The application can't be loaded.\n");
    }
    project.write("app.ts", app('"mended"'));
    await shows(url, /^mended$/);
    expect(await served.end()).toBe(0);
  });

  test("is not disturbed by what the application writes", async () => {
    using project = new Project({ "app.ts": app('"one"') });
    await using served = run(project);
    await served.url();
    for (const file of [
      "data.db",
      "instance/config.json",
      "node_modules/x/index.js",
      ".git/HEAD",
      "app.ts~",
    ]) {
      project.write(file, "x");
    }
    rmSync(join(project.folder, "data.db"));
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(served.output).not.toContain("Reloaded");
  });

  test("watches what it is told to beside, and not what is excluded", async () => {
    using project = new Project({
      "app.ts": app('"one"'),
      "data/prices.csv": "1",
      "schema.prisma": "1",
      "generated/routes.ts": "1",
    });
    const args = ["--extra-files", "data:schema.prisma", "--exclude-patterns", "generated/*"];
    await using served = run(project, ...args, "--exclude-patterns", "*.[ms]d");
    await served.url();
    for (const file of ["generated/routes.ts", "notes.md", "other.prisma"]) project.write(file, "2");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(served.output).not.toContain("Reloaded");
    for (const file of ["schema.prisma", "data/prices.csv", "data/new/deep.csv"]) {
      project.write(file, "2");
      await served.written(new RegExp(`Reloaded after a change of (?:${file.replace(/^.*\//, "")}|new) `));
    }
  });

  test.each([
    [["--extra-files", "none.csv"], /no file or folder "none\.csv", which --extra-files names/],
    [["--exclude-patterns", "[z-a]*"], /"\[z-a\]\*", which --exclude-patterns names, is no pattern/],
    [["--cert", "adhoc", "--key", "key.pem"], /makes its own key: leave --key out/],
    [["--cert", "none.pem"], /--cert needs --key too/],
    [["--key", "none.pem"], /--key needs --cert too/],
  ])("refuses %j with 2", async (args, message) => {
    using project = new Project({ "app.ts": app('"one"') });
    const { code, stderr } = await project.run(["run", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test("makes a certificate for HTTPS, the same for all of its run", async () => {
    using project = new Project({ "app.ts": app('"one"') });
    await using served = run(project, "--cert", "adhoc");
    const url = new URL(await served.url());
    expect(url.protocol).toBe("https:");
    const certificate = await certificateOf(url);
    // Its own certificate is what the answer is trusted by.
    expect(await askSafely(url, certificate)).toBe("one");
    project.write("app.ts", app('"two"'));
    await served.written(/Reloaded/);
    expect(await askSafely(url, certificate)).toBe("two");
  });

  test("says which package makes certificates, if it is missing", async () => {
    using project = new Project({ "app.ts": app('"one"') });
    const hook = `import { registerHooks } from "node:module";
      registerHooks({ resolve(name, context, next) { return next(name === "selfsigned" ? "not-installed" : name, context); } });`;
    const nodeOptions = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`];
    const { code, stderr } = await project.run(["run", "--cert", "adhoc"], { nodeOptions });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Error: --cert adhoc needs .*: npm install/)]);
  });

  test("explains errors, unless it is told not to", async () => {
    using project = new Project({ "app.ts": app('"one"') });
    const answers = async (args: string[], env: Record<string, string> = {}): Promise<string[]> => {
      await using served = serveIn(project, ["run", "--port", "0", "--no-reload", ...args], { env });
      const url = await served.url();
      return [await ask(`${url}/debug`), String((await ask(`${url}/fail`)).includes("as asked"))];
    };
    expect(await answers([])).toEqual(["true", "true"]);
    expect(await answers(["--no-debug"])).toEqual(["false", "false"]);
    expect(await answers([], { FLAGON_DEBUG: "0" })).toEqual(["false", "false"]);
    expect(await answers(["--debug"], { FLAGON_DEBUG: "0" })).toEqual(["true", "true"]);
  });

  test("tells which view rendered the template that failed, however deep that is", async () => {
    using project = new Project({
      "app.ts": app('"one"'),
      "templates/page.html":
        "{% macro deep(n) %}{% if n %}{{ deep(n - 1) }}{% else %}{{ missing.x }}{% endif %}{% endmacro %}{{ deep(4) }}",
    });
    await using served = run(project, "--no-reload");
    await ask(`${await served.url()}/page`);
    await served.written(/app\.ts:4:/);
    expect(served.output).toContain("page.html");
  });

  test.each([
    [
      "the module fails",
      { "app.ts": 'throw new Error("wrong");' },
      1,
      /^Error: app\.ts can't be loaded: Error: wrong/,
    ],
    ["it is never there", { "app.ts": "await new Promise(() => undefined);" }, 1, /never settled/],
    ["there is no application", {}, 2, /^Error: There is no application in/],
  ])("ends at once if %s at the first start", async (_what, files: Record<string, string>, code, message) => {
    using project = new Project(files);
    const result = await project.run(["run", "--port", "0"]);
    expect([result.code, result.stdout, result.stderr]).toEqual([code, "", expect.stringMatching(message)]);
  });

  test("leaves no process behind when it is killed", async () => {
    using project = new Project({ "app.ts": app("String(process.pid)") });
    await using served = run(project);
    const pid = Number(await ask(await served.url()));
    await served.end("SIGKILL");
    const isThere = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isThere, { timeout: 10_000 }).toBe(false);
  });
});
