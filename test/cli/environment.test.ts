import { describe, expect, test } from "vitest";
import { loadEnvironment } from "../../src/cli/environment.ts";
import { appNamed, Project } from "./project.ts";

describe("the environment of a command", () => {
  test("is first what it was, then the given file, then .env, then .flagonenv", () => {
    using project = new Project({
      "given.env": "A=given\nB=given\n",
      ".env": "A=env\nB=env\nC='env # no comment' # a comment\n",
      ".flagonenv": "A=flagonenv\nC=flagonenv\nD=flagonenv\n",
    });
    const env: NodeJS.ProcessEnv = { A: "there" };
    const files = loadEnvironment({ folder: project.folder, envFile: "given.env", env });
    expect(env).toEqual({ A: "there", B: "given", C: "env # no comment", D: "flagonenv" });
    expect(files).toHaveLength(3);
  });

  test("has what is above the working directory, as far as the folder of the project", () => {
    using project = new Project({
      ".env": "A=project\n",
      "src/deep/x": "",
      "inner/package.json": "{}",
      "inner/src/x": "",
    });
    const deep: NodeJS.ProcessEnv = {};
    loadEnvironment({ folder: `${project.folder}/src/deep`, env: deep });
    expect(deep).toEqual({ A: "project" });
    const inner: NodeJS.ProcessEnv = {};
    loadEnvironment({ folder: `${project.folder}/inner/src`, env: inner });
    expect(inner).toEqual({});
  });

  test("has only the given file with FLAGON_SKIP_DOTENV", () => {
    using project = new Project({ "given.env": "A=given\n", ".env": "B=env\n" });
    const env: NodeJS.ProcessEnv = { FLAGON_SKIP_DOTENV: "1" };
    loadEnvironment({ folder: project.folder, envFile: "given.env", env });
    expect(env).toEqual({ FLAGON_SKIP_DOTENV: "1", A: "given" });
  });

  test("is there when the application is loaded", async () => {
    using project = new Project({
      ".env": "NAME=from_env\n",
      "app.ts": appNamed("x", 'app.get("/n", { endpoint: process.env.NAME }, () => ""); export default app;'),
    });
    expect((await project.run(["routes"])).stdout).toContain("from_env");
  });

  test("gives options their values", async () => {
    using project = new Project({ "app.ts": appNamed("x"), ".env": "FLAGON_ROUTES_SORT=rule\n" });
    const { stdout } = await project.run(["routes"]);
    expect(stdout.indexOf("x ")).toBeLessThan(stdout.indexOf("static "));
  });
});
