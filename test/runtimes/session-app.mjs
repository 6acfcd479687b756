/** The app that every runtime serves: the login demo in short. Nothing here is made when the module loads. */
import { Blueprint, Flagon, html, redirect, request, session, urlFor } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { DictLoader, Environment, templateFrames } from "flagon/templates";

// Workers have no disk; the others serve the folder `static` beside this file.
const files =
  globalThis.navigator?.userAgent === "Cloudflare-Workers"
    ? new DictionaryFiles({ "static/letters.txt": "abcdefghij".repeat(30_000) })
    : undefined;
const app = new Flagon({ secretKey: "one key for every runtime", root: import.meta.dirname, files });

// The cookie that Flask signed in advance is as old as this file.
app.config.permanentSessionLifetime = 100 * 365 * 24 * 60 * 60;

app.get("/", function index() {
  return session.has("username")
    ? html`Logged in as ${session.get("username")} <a href="${urlFor("logout")}">log out</a>`
    : html`You are not logged in <a href="${urlFor("login")}">log in</a>`;
});

app.route("/login", { methods: ["GET", "POST"] }, function login() {
  if (request.method === "POST") {
    session.set("username", request.form.require("username"));
    return redirect(urlFor("index"));
  }
  return html`<form method="post"><input name="username"><button>Log in</button></form>`;
});

app.get("/logout", function logout() {
  session.pop("username");
  return redirect(urlFor("index"));
});

app.get("/session", function dump() {
  return named(session.toObject());
});

// Above 500 KiB a file goes to disk where there is one that may be written to.
app.post("/upload", async function upload() {
  const file = request.files.require("file");
  const digest = await crypto.subtle.digest("SHA-256", await file.bytes());
  let streamed = 0;
  for await (const piece of file.stream()) streamed += piece.byteLength;
  return {
    title: request.form.get("title"),
    name: file.filename,
    streamed,
    digest: [...new Uint8Array(digest)],
  };
});

app.post("/limited", { maxContentLength: 10_000 }, function limited() {
  return "taken";
});

app.post("/stream", { body: "stream" }, async function stream() {
  let length = 0;
  for await (const piece of request.stream) length += piece.byteLength;
  return String(length);
});

app.post("/visit/<int:count>", async function visit({ count }) {
  await undefined;
  session.setDefault("visits", []).push(count);
  return { visits: session.get("visits") };
});

// Workers refuse generated code; there templates become closures.
app.get("/template", async function template() {
  const loader = new DictLoader({
    "lib.html": "{% macro m(x) %}\n\n{{ x.y.z }}{% endmacro %}",
    "page.html":
      "{% from 'lib.html' import m %}\n{% for i in items %}{{ loop.index }}{{ i }}{% endfor %}\n{{ m(bad) }}",
  });
  const environment = new Environment({ autoescape: true, loader });
  const source = "{% for i in items %}{{ i|upper }}{{ later() }}{% endfor %}";
  const text = await environment.fromString(source).renderAsync({ items: ["<a>"], later: async () => 1.5 });
  try {
    environment.getTemplate("page.html").render({ items: ["<"], bad: {} });
  } catch (error) {
    const lines = templateFrames(error).map((frame) => `${frame.place} ${frame.templateName}:${frame.line}`);
    return { text, lines, isInStack: error.stack.includes("macro 'm' (lib.html:3:4)") };
  }
  return { text };
});

const starts = [];
app.onStartup(async function start() {
  await undefined;
  starts.push("started");
});
app.get("/starts", () => starts);

const inner = new Flagon({ staticFolder: null });
inner.route("/users/<int:id>", { methods: ["GET", "POST"] }, function show({ id }) {
  return [
    request.url.slice(request.hostUrl.length),
    urlFor("show", { id: id + 1 }),
    request.form.get("a", null),
  ];
});
app.mount("/inner", inner);
app.mount("/other", async (web, _env, ctx) => {
  ctx.waitUntil(Promise.resolve());
  const body = await web.text();
  const headers = { "X-Path": new URL(web.url).pathname };
  return new Response(`${web.method} ${body.length}`, { headers });
});

const bp = new Blueprint("bp", { urlPrefix: "/bp", staticFolder: "static", staticUrlPath: "/files" });
bp.errorHandler(404, () => "not here");
app.registerBlueprint(bp);

/** The data with the names of its classes, which JSON alone would lose. */
function named(value) {
  if (typeof value !== "object" || value === null) return value;
  const name = value.constructor.name;
  if (name === "Object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item)]));
  if (Symbol.iterator in value) return { [name]: Array.from(value, named) };
  return { [name]: value.toJSON() };
}

export default app;
