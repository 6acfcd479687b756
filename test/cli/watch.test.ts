import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchProject } from "../../src/cli/serving/watch.ts";
import { watchedPaths } from "../../src/cli/serving/watched-paths.ts";
import { Project } from "./project.ts";

test("more folders than a project has are told of, once", () => {
  using project = new Project();
  for (let index = 0; index < 4200; index++) mkdirSync(join(project.folder, `folder${index}`));
  const problems: string[] = [];
  const stop = watchProject(
    watchedPaths([project.folder], {}),
    () => undefined,
    (message) => problems.push(message),
  );
  stop();
  expect(problems).toEqual([expect.stringMatching(/more than 4096 folders|no more folders be watched/)]);
});

test("nothing is told after the end, and a folder that is not there is no problem", async () => {
  using project = new Project();
  const changes: string[] = [];
  const stop = watchProject(
    watchedPaths([project.folder, join(project.folder, "none")], {}),
    (name) => changes.push(name),
    (message) => changes.push(message),
  );
  project.write("a.ts", "1");
  await expect.poll(() => changes).toEqual(["a.ts"]);
  stop();
  project.write("a.ts", "2");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(changes).toEqual(["a.ts"]);
});
