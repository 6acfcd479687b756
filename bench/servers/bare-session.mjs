/** Flask's session cookie in the least code that reads and signs it: `createHmac` with a cached key. */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { SECRET } from "./report.mjs";

const LIFETIME = 31 * 24 * 3600;
const key = createSecretKey(createHmac("sha1", SECRET).update("cookie-session").digest());

/** The session of a Cookie header; `undefined` if there is none that is signed. */
export function read(header) {
  const start = header === undefined ? -1 : header.indexOf("session=");
  if (start === -1) return undefined;
  const end = header.indexOf(";", start);
  const cookie = end === -1 ? header.slice(start + 8) : header.slice(start + 8, end);
  const second = cookie.lastIndexOf(".");
  const first = cookie.lastIndexOf(".", second - 1);
  if (first <= 0) return undefined;
  const signature = Buffer.from(cookie.slice(second + 1), "base64url");
  const wanted = createHmac("sha1", key).update(cookie.slice(0, second)).digest();
  if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return undefined;
  const age = now() - Buffer.from(cookie.slice(first + 1, second), "base64url").readUInt32BE();
  if (age < 0 || age > LIFETIME) return undefined;
  return JSON.parse(Buffer.from(cookie.slice(0, first), "base64url").toString());
}

/** The value of a session's cookie. */
export function sign(session) {
  const time = Buffer.allocUnsafe(4);
  time.writeUInt32BE(now());
  const value = `${Buffer.from(JSON.stringify(session)).toString("base64url")}.${time.toString("base64url")}`;
  return `${value}.${createHmac("sha1", key).update(value).digest("base64url")}`;
}

function now() {
  return Math.floor(Date.now() / 1000);
}
