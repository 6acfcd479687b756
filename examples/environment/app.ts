/** A page that says whether your environment is ready: Node.js, TypeScript, templates, the secret key, debug mode. */
import { currentApp, Flagon, makeResponse, renderTemplate } from "flagon";

/** Something that the environment needs, and whether it is there. */
type Check = {
  readonly what: string;
  readonly found: string;
  readonly ready: boolean;
  readonly remedy: string;
};

const OLDEST_NODE = [22, 18] as const;

export const app = new Flagon({
  root: import.meta.dirname,
  staticFolder: "../static",
  secretKey: process.env.SECRET_KEY,
});

app.get("/", function index() {
  return renderTemplate("index.html", { checks: checks() });
});

app.get("/ready.json", function ready() {
  const found = checks();
  // For scripts, which look at the status alone.
  return makeResponse(found, found.every((check) => check.ready) ? 200 : 503);
});

function checks(): readonly Check[] {
  const { node } = process.versions;
  const { features } = process;
  const hasKey = currentApp.secretKeys().length > 0;
  return [
    {
      what: "Node.js",
      found: node,
      ready: isNewEnough(node),
      remedy: `Install Node.js ${OLDEST_NODE.join(".")} or newer.`,
    },
    {
      what: "TypeScript",
      found: features.typescript === "strip" ? "runs as it is" : "does not run",
      ready: features.typescript === "strip",
      remedy: "Start Node.js without --no-experimental-strip-types.",
    },
    {
      what: "Secret key",
      // Never the key itself: who knows it can forge a session.
      found: hasKey ? "set" : "not set",
      ready: hasKey,
      remedy: "Write SECRET_KEY=… to a file .env, with the output of openssl rand -hex 32.",
    },
    {
      what: "Debug mode",
      found: currentApp.debug ? "on" : "off",
      ready: true,
      remedy: "",
    },
  ];
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}
