import { expect, test } from "vitest";
import { appNamed, Project } from "./project.ts";

const APP = appNamed(
  "x",
  `app.shellContextProcessor(() => ({ answer: 42 }));
import { currentApp } from "flagon";
app.shellContextProcessor(() => ({ root: () => currentApp.root, later: async () => { await null; return currentApp.root; } }));
app.onShutdown(() => console.log("ended"));
export default app;`,
);

test("the shell has the application, its context and what was added, and awaits", async () => {
  using project = new Project({ "app.ts": APP });
  const input =
    "answer + 1\nroot() === app.root\n(await later()) === app.root\nconst x = await Promise.resolve(5)\nx * 2\ng\n";
  const { code, stdout, stderr } = await project.run(["shell"], { input });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^43\ntrue\ntrue\n10\n[\s\S]*ended\n$/);
});

test("an error in the shell does not end it", async () => {
  using project = new Project({ "app.ts": APP });
  const { code, stdout, stderr } = await project.run(["shell"], {
    input: `${"\n".repeat(20)}nothing()\nanswer\n`,
  });
  expect([code, stderr, stdout]).toEqual([
    0,
    expect.not.stringContaining("MaxListeners"),
    expect.stringMatching(/ReferenceError: nothing is not defined[\s\S]*42\n/),
  ]);
});
