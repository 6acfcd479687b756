/** Checks that a server does the work that is measured, before it is measured. */
import { Agent, request } from "node:http";
import type { Server } from "./measure.ts";

/** The body of both measured routes. */
export const BODY = "Logged in as admin";

/** What a server that passed is loaded with and compared by. */
export interface Checked {
  /** The `Cookie` header of a logged-in client. */
  readonly cookie: string;
  /** The headers of both measured routes, without what differs from one response to the next. */
  readonly headers: ReadonlyMap<string, string>;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: ReadonlyMap<string, string>;
  /** The names of the headers as they are spelt. */
  readonly names: readonly string[];
  readonly cookies: readonly string[];
  readonly body: string;
}

/**
 * Logs in, counts, reads, and tampers with the cookie.
 *
 * @throws Error if the server answers anything else than every server must.
 */
export async function check(name: string, server: Server): Promise<Checked> {
  const fail = (what: string, reply: Reply): never => {
    throw new Error(
      `${name}: ${what}, got ${reply.status} ${JSON.stringify([...reply.headers])} ${reply.body}`,
    );
  };
  const login = await get(server, "/login", "");
  const first = jar("", login);
  const counted = await get(server, "/counter", first);
  const second = jar(first, counted);
  const read = await get(server, "/read", second);

  for (const reply of [counted, read]) {
    if (reply.status !== 200 || reply.body !== BODY) fail(`must answer 200 "${BODY}"`, reply);
    if (reply.headers.get("content-type") !== "text/html; charset=utf-8") fail("must send HTML", reply);
    if (reply.headers.get("content-length") !== String(BODY.length)) fail("must send a length", reply);
    if (reply.headers.get("vary")?.toLowerCase() !== "cookie") fail("must send Vary: Cookie", reply);
  }
  if (counted.headers.get("cache-control") !== "private") fail("must send Cache-Control: private", counted);
  if (counted.cookies.length === 0) fail("must set the cookie when counting", counted);
  if (read.cookies.length > 0) fail("must not set the cookie when reading", read);
  for (const part of ["httponly", "samesite=lax", "path=/"]) {
    if (!counted.cookies.every((cookie) => cookie.toLowerCase().includes(part)))
      fail(`must set ${part}`, counted);
  }

  await checkCount(first, "0");
  await checkCount(second, "1");
  await checkCount(jar(second, await get(server, "/counter", second)), "2");
  async function checkCount(cookie: string, wanted: string): Promise<void> {
    const reply = await get(server, "/count", cookie);
    if (reply.body !== wanted) fail(`must have counted to ${wanted}`, reply);
  }
  await checkTampering(server, second, fail);
  return { cookie: first, headers: new Map([...prefixed("counter", counted), ...prefixed("read", read)]) };
}

/** Changes one character at several places of the cookie: the visitor must not be known any more. */
async function checkTampering(server: Server, cookie: string, fail: (what: string, reply: Reply) => never) {
  const start = cookie.indexOf("=") + 1;
  for (const share of [0, 0.2, 0.4, 0.6, 0.8]) {
    const at = start + Math.floor((cookie.length - start) * share);
    if (!/[0-9A-Za-z]/.test(cookie.charAt(at))) continue;
    const tampered = cookie.slice(0, at) + (cookie.charAt(at) === "A" ? "B" : "A") + cookie.slice(at + 1);
    const reply = await get(server, "/read", tampered);
    if (reply.body === BODY) fail(`must refuse a cookie changed at ${at}`, reply);
  }
}

/** What must be the same in two servers that send the same bytes: dates and signatures differ, lengths don't. */
function prefixed(prefix: string, reply: Reply): [string, string][] {
  const headers = [...reply.headers]
    .filter(([name]) => name !== "date")
    .map(([name, value]): [string, string] => [
      `${prefix} ${name}`,
      name === "set-cookie" ? value.replace(/=[^;]*/, (text) => `=(${text.length - 1} characters)`) : value,
    ]);
  return [[`${prefix}, names`, reply.names.toSorted().join(", ")], ...headers];
}

/** The `Cookie` header after a reply. */
function jar(before: string, reply: Reply): string {
  const cookies = new Map<string, string>();
  const pairs = [...before.split("; "), ...reply.cookies.map((cookie) => cookie.split(";")[0] ?? "")];
  for (const pair of pairs) if (pair !== "") cookies.set(pair.split("=")[0] ?? "", pair);
  return [...cookies.values()].join("; ");
}

/** Asks as the load does, on a connection that would stay open. */
function get(server: Server, path: string, cookie: string): Promise<Reply> {
  const agent = new Agent({ keepAlive: true });
  const headers = cookie === "" ? {} : { cookie };
  const reply = new Promise<Reply>((resolve, reject) => {
    request({ port: server.port, host: "127.0.0.1", path, headers, agent }, async (response) => {
      const found = Object.entries(response.headers);
      let body = "";
      for await (const chunk of response.setEncoding("utf8")) body += chunk;
      resolve({
        status: response.statusCode,
        headers: new Map(found.map(([name, value]): [string, string] => [name, String(value)])),
        names: response.rawHeaders.filter((_, index) => index % 2 === 0),
        cookies: response.headers["set-cookie"] ?? [],
        body,
      });
    })
      .on("error", reject)
      .end();
  });
  return reply.finally(() => agent.destroy());
}
