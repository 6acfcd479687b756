/** `npm run bench -- app`: a whole application beside the same one in other frameworks, as ratios to the bare server. */
import { request } from "node:http";
import { type Server, startServer } from "./measure.ts";
import { measureRounds, type Peer, type PreparedLoad, roundOptions } from "./rounds.ts";
import { printTable } from "./table.ts";
import { ROWS, SECTIONS, TITLE } from "./templates/app/rows.mjs";

const SERVERS = ["bare", "flagon", "fastify", "hono", "h3", "koa", "express", "flask"];
const CONNECTIONS = 32;
const FORM = "application/x-www-form-urlencoded";

/** One kind of request. */
interface Route {
  readonly title: string;
  readonly path: string;
  /** The form that is posted; a GET without one. */
  readonly form?: string;
  /** Whether it is sent by someone who has logged in. */
  readonly isLoggedIn?: boolean;
  readonly status: number;
  /** What the answer must be, as text. */
  readonly answer: string;
}

const LOGIN: Route = {
  title: "Logs in by a form",
  path: "/login",
  form: "username=admin",
  status: 303,
  answer: "",
};

const ROUTES: readonly Route[] = [
  { title: "Hello", path: "/hello", status: 200, answer: "Hello, World!" },
  {
    title: "Counts in the session",
    path: "/counter",
    isLoggedIn: true,
    status: 200,
    answer: "Logged in as admin",
  },
  { title: "Reads the session", path: "/read", isLoggedIn: true, status: 200, answer: "Logged in as admin" },
  LOGIN,
  { title: "A page with 50 rows", path: "/page", status: 200, answer: expectedPage() },
  { title: `One of ${SECTIONS} routes`, path: "/section137/oolong/42", status: 200, answer: "137 oolong 42" },
  { title: "JSON", path: "/json", status: 200, answer: '{"message":"Hello","n":42}' },
  {
    title: "A form",
    path: "/form",
    form: "name=Ren%C3%A9+Admin&tags=a&tags=b&n=42",
    status: 200,
    answer: "René Admin 43",
  },
];

/** Measures, and prints a table for each kind of request. */
export async function benchApp(args: string[]): Promise<void> {
  const options = roundOptions(args, SERVERS);
  const samples = await measureRounds(options, start, () => {});
  for (const { title } of ROUTES) {
    printTable(title, new Map(options.names.map((name) => [name, samples.get(`${name} ${title}`) ?? []])));
  }
}

/** Starts a server and asks it everything once; what it answers must be what every server answers. */
async function start(name: string): Promise<Peer> {
  const server = await startServer(`app-${name}`);
  const { cookies } = await ask(server, LOGIN);
  const cookie = cookies.map((text) => text.split(";")[0]).join("; ");
  const loads = new Map<string, PreparedLoad>();
  for (const route of ROUTES) loads.set(route.title, await check(name, server, route, cookie));
  return { name, server, loads };
}

async function check(name: string, server: Server, route: Route, cookie: string): Promise<PreparedLoad> {
  const reply = await ask(server, route, cookie);
  // A redirect may have a page of its own.
  const isRight = reply.status === route.status && (route.status === 303 || textOf(reply) === route.answer);
  if (!isRight) {
    throw new Error(
      `${name}: ${route.title}: ${reply.status} ${JSON.stringify(textOf(reply).slice(0, 300))}, must be ${route.status} ${JSON.stringify(route.answer.slice(0, 300))}`,
    );
  }
  if (route === LOGIN && reply.cookies.length === 0) throw new Error(`${name}: the login must set a cookie`);
  const { method, headers, body } = parts(route, cookie);
  const head = Object.entries({ Host: "127.0.0.1", ...headers }).map(
    ([key, value]) => `${key}: ${value}\r\n`,
  );
  const text = `${method} ${route.path} HTTP/1.1\r\n${head.join("")}\r\n${body}`;
  return {
    request: [[text, 1]],
    status: route.status,
    bodyLength: sentLength(reply),
    connections: CONNECTIONS,
  };
}

function parts({ form, isLoggedIn }: Route, cookie: string) {
  const body = form ?? "";
  const about = form === undefined ? {} : { "Content-Type": FORM, "Content-Length": String(body.length) };
  const headers: Record<string, string> = isLoggedIn === true ? { ...about, Cookie: cookie } : about;
  return { method: form === undefined ? "GET" : "POST", headers, body };
}

interface Reply {
  readonly status: number | undefined;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  readonly isChunked: boolean;
}

/** How many bytes follow the headers; a body in chunks has come as one. */
function sentLength({ body, isChunked }: Reply): number {
  if (!isChunked) return body.length;
  const end = "0\r\n\r\n".length;
  return body.length === 0 ? end : `${body.length.toString(16)}\r\n\r\n`.length + body.length + end;
}

function ask({ port }: Server, route: Route, cookie = ""): Promise<Reply> {
  const { method, headers, body } = parts(route, cookie);
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", method, path: route.path, headers, agent: false });
    sent.on("error", reject).on("response", async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const cookies = response.headers["set-cookie"] ?? [];
      const isChunked = response.headers["transfer-encoding"] === "chunked";
      resolve({ status: response.statusCode, cookies, body: Buffer.concat(chunks), isChunked });
    });
    sent.end(body);
  });
}

/** JSON without the white space that Flask ends it with; anything else as it is. */
function textOf({ body }: Reply): string {
  const text = body.toString().trimEnd();
  return text.startsWith("{") ? JSON.stringify(JSON.parse(text)) : text;
}

function expectedPage(): string {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const rows = ROWS.map(
    ({ id, name, price }) => `\n<tr><td>${id}</td><td>${escaped(name)}</td><td>${escaped(price)}</td></tr>`,
  );
  return `<!doctype html>\n<title>${escaped(TITLE)}</title>\n<table>${rows.join("")}\n</table>`;
}
