/** `npm run bench -- types`: how long the compiler takes for an application of 300 routes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { summarize } from "./statistics.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ROUTES = 300;
const RUNS = 5;

/** Prints the seconds of a whole run of the compiler, with the routes and with none. */
export function benchTypes(): void {
  // Below the checkout, so that the package and its types are found as in an application.
  const folder = mkdtempSync(join(ROOT, "bench", "tmp-"));
  try {
    const empty = seconds(folder, 0);
    const full = seconds(folder, ROUTES);
    console.log(`an application of ${ROUTES} routes   ${full.toFixed(2)} s`);
    console.log(`of which without routes      ${empty.toFixed(2)} s`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function seconds(folder: string, routes: number): number {
  writeFileSync(join(folder, "app.ts"), application(routes));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["app.ts"], exclude: [] }),
  );
  return summarize(
    Array.from({ length: RUNS }, () => {
      const start = performance.now();
      const { status, stdout } = spawnSync("npx", ["tsc", "-p", folder], { cwd: ROOT, encoding: "utf8" });
      if (status !== 0) throw new Error(`the compiler refuses the application:\n${stdout}`);
      return (performance.now() - start) / 1000;
    }),
  ).median;
}

function application(routes: number): string {
  const lines = [
    'import { Flagon, urlFor } from "flagon";',
    "const app = new Flagon();",
    "export { app, urlFor };",
  ];
  for (let index = 0; index < routes; index += 3) {
    lines.push(
      `const show${index} = app.get("/things${index}/<int:id>/<any(edit, show):mode>", ({ id, mode }) => ({ id, mode }));`,
      `const list${index} = app.route("/things${index}/<path:rest>", { methods: ["GET", "POST"], defaults: { page: 1 } }, ({ rest, page }) => [rest, page]);`,
      `app.get("/links${index}/<uuid:key>", ({ key }) => [key, urlFor(show${index}, { id: 1, mode: "edit" }), urlFor(list${index}, { rest: "a" })]);`,
    );
  }
  return lines.join("\n");
}
