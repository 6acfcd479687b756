import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(`./src/${path}`, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^flagon$/, replacement: source("index.ts") },
      { find: /^flagon\/testing$/, replacement: source("app/testing/index.ts") },
      { find: /^flagon\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    // .ci/run counts the tests in this report.
    reporters: process.env.CI ? ["default", ["json", { outputFile: "test-report.json" }]] : ["default"],
    // Tests are not timed: the limit only ends what hangs, on a busy machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["test/**/*.test.ts", "examples/testing/app.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], checker: "tsc" },
  },
});
