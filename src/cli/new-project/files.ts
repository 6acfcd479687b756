/** The files of a new project. */
import { randomBytes } from "node:crypto";
import { DOCKERIGNORE, dockerfile } from "./dockerfile.ts";

/**
 * The texts of the files by their paths.
 *
 * @param name The name of the project.
 * @param flagon From where it has Flagon.
 */
export function projectFiles(name: string, flagon: string): Map<string, string> {
  return new Map([
    ["package.json", packageJson(name, flagon)],
    ["tsconfig.json", TSCONFIG],
    ["biome.json", BIOME],
    [".gitignore", "node_modules/\ninstance/\n.env*\n"],
    [".dockerignore", DOCKERIGNORE],
    // Of this machine alone: it is not to be committed.
    [".env", `SECRET_KEY=${randomBytes(32).toString("hex")}\n`],
    ["app.ts", APP],
    ["config.ts", CONFIG],
    ["templates/layout.html", LAYOUT.replace("NAME", name)],
    ["templates/index.html", INDEX],
    ["static/style.css", STYLE],
    ["test/app.test.ts", TEST],
    ["Dockerfile", dockerfile(flagon.startsWith(VENDORED))],
    ["README.md", readme(name)],
  ]);
}

const VENDORED = "file:vendor/";

function packageJson(name: string, flagon: string): string {
  const content = {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
    scripts: {
      dev: "flagon run",
      start: "flagon serve",
      test: "node --env-file-if-exists=.env --test",
      types: "tsc",
      lint: "biome check",
    },
    dependencies: { flagon },
    devDependencies: {
      "@biomejs/biome": "^2.5.0",
      "@types/node": "^24.0.0",
      typescript: "^7.0.0",
      youch: "^4.1.1",
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["*.ts", "test"]
}
`;

const BIOME = `{
  "files": { "includes": ["**", "!templates"] },
  "formatter": { "indentStyle": "space" }
}
`;

const APP = `import {
  developmentKey,
  Flagon,
  type FlagonOptions,
  flash,
  redirect,
  renderTemplate,
  request,
  securityHeaders,
  session,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { config } from "./config.ts";

export function createApp(settings: FlagonOptions["config"] = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    secretKey: process.env.SECRET_KEY || developmentKey,
    config: { ...config, ...settings },
  });
  securityHeaders(app); // scripts and styles of static/ alone
  new CSRFProtect(app); // forms of this site alone

  app.get("/", function index() {
    return renderTemplate("index.html", { name: session.get("name") });
  });

  app.post("/", function rename() {
    session.set("name", request.form.require("name"));
    flash("Nice to meet you.");
    return redirect(urlFor("index"));
  });

  app.get("/health", () => "ok"); // the Dockerfile asks it
  app.onStartup(() => void app.secretKeys()); // no start without a key, where NODE_ENV is production

  return app;
}

export default createApp();
`;

const CONFIG = `import type { FlagonOptions } from "flagon";

export const config: FlagonOptions["config"] = {
  maxContentLength: 1024 * 1024,
};
`;

const LAYOUT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>{% block title %}NAME{% endblock %}</title>
    <link rel="stylesheet" href="{{ url_for('static', filename='style.css') }}">
  </head>
  <body>
    {% for message in get_flashed_messages() %}
      <p class="message">{{ message }}</p>
    {% endfor %}
    {% block content %}{% endblock %}
  </body>
</html>
`;

const INDEX = `{% extends "layout.html" %}
{% block content %}
  <h1>Hello {{ name or "stranger" }}!</h1>
  <form method="post">
    <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
    <label>Your name <input name="name" required></label>
    <button>Save</button>
  </form>
{% endblock %}
`;

const STYLE = `body {
  font-family: system-ui, sans-serif;
  margin: 3rem auto;
  max-width: 40rem;
}

.message {
  background: #e7f3e7;
  padding: 0.5rem 1rem;
}
`;

const TEST = `import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { FlagonClient } from "flagon/testing";
import { createApp } from "../app.ts";

let client: FlagonClient;

beforeEach(() => {
  // An error of a view is the test's. Forms are tested without the token of their page, but for one.
  client = createApp({ testing: true, wtfCsrfEnabled: false }).testClient();
});

afterEach(() => client.close());

test("a stranger is greeted", async () => {
  const page = await client.get("/");
  assert.equal(page.status, 200);
  assert.match(page.text(), /Hello stranger!/);
});

test("the name is remembered", async () => {
  const page = await client.post("/", {
    form: { name: "Ada <3" },
    followRedirects: true,
  });
  assert.match(page.text(), /Nice to meet you\\./);
  assert.match(page.text(), /Hello Ada &lt;3!/);
});

test("a form without a name is refused", async () => {
  assert.equal((await client.post("/", { form: {} })).status, 400);
});

test("a form of another site is refused", async () => {
  await client.close();
  client = createApp({ testing: true }).testClient();
  const page = await client.post("/", { form: { name: "Ada" } });
  assert.match(page.text(), /The CSRF token is missing\\./);
});
`;

function readme(name: string): string {
  return `# ${name}

\`\`\`sh
npm install
npm test           # the tests, in test/
npm run dev        # http://127.0.0.1:5000, reloaded with each edit
npm run types      # checks the types
npm run lint       # checks the style
npm start          # as in production
\`\`\`

\`SECRET_KEY\` signs the sessions. The one in \`.env\` is for this machine, and is not committed; in production set another
one, such as the output of \`openssl rand -hex 32\`.
`;
}
