#!/usr/bin/env node
/** The program `flagon`: it says what is wrong with an old Node.js in plain words, and is the command line otherwise. */
export {};

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `flagon needs Node.js 22.18 or newer, which runs TypeScript as it is; this is ${process.versions.node}.\n` +
      "Install a newer one, or `npm install --save-dev node@24` in this folder, after which `npx flagon` uses that.",
  );
  process.exitCode = 1;
} else {
  // Whoever read the output is gone, as in `flagon routes | head`; a server goes on without its log.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  process.once("beforeExit", () => {
    console.error(
      "Error: What the command waits for never comes: a promise of the application is never settled.",
    );
    process.removeAllListeners("exit").exit(1);
  });
  void import("./command-line.ts")
    .then(({ runCommandLine }) => runCommandLine(process.argv.slice(2)))
    // What an application holds open at the end of a command, such as a pool of connections, must not keep it running.
    .then((code) => process.stdout.write("", () => process.stderr.write("", () => process.exit(code))));
}
