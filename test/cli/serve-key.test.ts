/** Workers share what they have signed, so each must have the same key. */
import { expect, test } from "vitest";
import { Project } from "./project.ts";
import { serveIn } from "./serving.ts";

const APP = `import { developmentKey, Flagon } from "flagon";
const app = new Flagon({ secretKey: process.env.SECRET_KEY || developmentKey });
export default app;
`;

test("workers do not start with a key that each would make for itself", async () => {
  using project = new Project({ "app.ts": APP });
  const { code, stderr, stdout } = await project.run(["serve", "--port", "0", "--workers", "2"]);
  const message = /^Error: No secret key is set, and each worker would make one of its own: /;
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(message)]);
});

test.each([
  ["workers with one key", ["--workers", "2"], { SECRET_KEY: "a key for this test alone" }],
  ["one process with a key of its own", [], {}],
])("%s: it listens", async (_, args, env) => {
  using project = new Project({ "app.ts": APP });
  await using served = serveIn(project, ["serve", "--port", "0", ...args], { env: { ...env } });
  expect(await served.url()).toMatch(/^http:/);
});
