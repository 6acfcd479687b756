/** The header fields by which a proxy says where a request came from: X-Forwarded-*, Forwarded and Via. */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { BadRequest, type Request } from "../../../http/index.ts";
import { FORBIDDEN_IN_VALUE } from "./field-line.ts";

/** The name of this process in Via, by which it knows its own requests again. */
const OWN_NAME = `flagon-${randomBytes(6).toString("hex")}`;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAPPED = /^::ffff:(?=[0-9.]+$)/i;

/** Whether this process has passed the request on already, so that it would go round for ever. */
export function isOwn(via: string | undefined): boolean {
  return via?.includes(OWN_NAME) === true;
}

/** What Via is to say: who passed it on before, and this process (RFC 9110, section 7.6.3). */
export function viaOf(via: string | undefined): string {
  return via === undefined ? `1.1 ${OWN_NAME}` : `${via}, 1.1 ${OWN_NAME}`;
}

/**
 * The lines that say where a request came from, by what this process knows: one value each, so that one proxy is all
 * that the other server need trust (`ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)` in Flask).
 *
 * @throws BadRequest if the root path can't be sent.
 */
export function forwardingLines(request: Request): string {
  const { remoteAddr, scheme, host, rootPath } = request;
  const address = remoteAddr?.replace(MAPPED, "");
  const from = address === undefined ? "" : `for=${node(address)};`;
  let lines = address === undefined ? "" : `X-Forwarded-For: ${sendable("X-Forwarded-For", address)}\r\n`;
  lines += `X-Forwarded-Proto: ${scheme}\r\nX-Forwarded-Host: ${host}\r\n`;
  if (rootPath !== "") {
    // WSGI servers hold each byte of the path in a character.
    const prefix = Buffer.from(rootPath, "utf8").toString("latin1");
    lines += `X-Forwarded-Prefix: ${sendable("X-Forwarded-Prefix", prefix)}\r\n`;
  }
  return `${lines}Forwarded: ${from}host=${parameter(host)};proto=${parameter(scheme)}\r\n`;
}

/** An address as Forwarded has it (RFC 7239, section 6): IPv6 in brackets. */
function node(address: string): string {
  return parameter(address.includes(":") && !address.startsWith("[") ? `[${address}]` : address);
}

function parameter(value: string): string {
  if (TOKEN.test(value)) return value;
  return `"${sendable("Forwarded", value).replace(/["\\]/g, "\\$&")}"`;
}

function sendable(name: string, value: string): string {
  if (!FORBIDDEN_IN_VALUE.test(value)) return value;
  throw new BadRequest(
    `The header ${name} can't be made of ${JSON.stringify(value)}: it holds a control character.`,
  );
}
