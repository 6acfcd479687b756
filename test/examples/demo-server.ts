/** Starts a demo as its reader would, as a process of its own, and ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

/** A running demo. */
export type Demo = {
  /** Where it answers, with no slash at the end. */
  readonly url: string;
  /** What it has printed so far. */
  printed(): string;
  /** Asks it to end, as a service manager does or Ctrl+C; gives its exit code. */
  close(signal?: "SIGTERM" | "SIGINT"): Promise<number | null>;
};

/**
 * Starts `examples/NAME/main.ts` on a free port, unless the environment names one, and waits for its address.
 *
 * @param environment - Variables of its environment.
 * @param name - The folder of the demo, the login demo if it is left out.
 */
export async function startDemo(
  environment: { readonly [name: string]: string },
  name: "blog" | "login" | "strangler" | "upload" = "login",
): Promise<Demo> {
  if (!existsSync(BUILT)) throw new Error("The demo runs on the built package: npm run build first");
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../examples/${name}/main.ts`, import.meta.url))],
    {
      env: { ...process.env, NODE_ENV: "", SECRET_KEY: "", HOST: "", PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const exited = once(child, "exit").then(([code]) => code as number | null);
  let output = "";
  const address = new Promise<string>((resolve) => {
    const collect = (text: Buffer) => {
      output += text;
      const found = /http:\/\/[\w.:]+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
  });
  const url = await Promise.race([address, exited.then(() => undefined)]);
  if (url === undefined) throw new Error(`The demo ended before it served:\n${output}`);

  return {
    url,
    printed: () => output,
    close(signal = "SIGTERM") {
      child.kill(signal);
      return exited;
    },
  };
}
