/** Visitors of the deployment example who send a file, through nginx or past it. */
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { tokenIn } from "../token.ts";
import { type Answer, HOST } from "./nginx.ts";

/** What a visitor has who has seen the form. */
export type Visitor = { readonly cookie: string; readonly token: string };

/** Who has got this page. */
export function visitorOf(page: Answer): Visitor {
  const token = tokenIn(String(page.body));
  return { cookie: cookieOf(page), token };
}

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieOf({ headers }: Answer): string {
  return (headers["set-cookie"]?.[0] ?? "").split(";", 1).join("");
}

/** The form with a file, of so many bytes in all. */
export function uploadOf(
  size: number,
  { cookie, token }: Visitor,
): { headers: Record<string, string>; body: Buffer } {
  const start =
    `--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n${token}\r\n` +
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
  const end = "\r\n--b--\r\n";
  const body = Buffer.from(start + "x".repeat(size - start.length - end.length) + end);
  const headers = {
    Cookie: cookie,
    "Content-Type": "multipart/form-data; boundary=b",
    Referer: `https://${HOST}/`,
  };
  return { headers, body };
}

/** Asks the first instance, without nginx. */
export function directly(
  folder: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Pick<Answer, "status" | "headers">> {
  const socketPath = join(folder, "run/seen-1/web.sock");
  const method = body === undefined ? "GET" : "POST";
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      socketPath,
      path,
      method,
      headers: { Host: HOST, ...headers },
      agent: false,
    });
    request.on("response", (answer) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    request.on("error", reject).end(body);
  });
}
