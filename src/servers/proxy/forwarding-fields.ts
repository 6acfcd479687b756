/** The header fields by which a proxy says where a request came from: X-Forwarded-*, Forwarded and Via. */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { BadRequest, type Request } from "../../http/index.ts";
import { FORBIDDEN_IN_VALUE } from "./field-syntax.ts";

let ownName: string | undefined;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAPPED = /^::ffff:(?=[0-9.]+$)/i;

/** Whether this process has passed the request on already, so that it would go round for ever. */
export function isOwn(via: string | undefined): boolean {
  return via?.includes(nameOfProcess()) === true;
}

/** The name of this process in Via, by which it knows its own requests again. Workers are random in a request only. */
function nameOfProcess(): string {
  ownName ??= `flagon-${randomBytes(6).toString("hex")}`;
  return ownName;
}

/**
 * The fields that say where a request came from, by what this process knows: one value each, so that one proxy is all
 * that the other server need trust (`ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)` in Flask). And Via, with
 * those who passed it on before (RFC 9110, section 7.6.3).
 *
 * @throws BadHost, a 400; BadRequest, a 400, if something can't be sent.
 */
export function forwardingFields(request: Request): [name: string, value: string][] {
  const { remoteAddr, scheme, host, rootPath, source } = request;
  const address = remoteAddr?.replace(MAPPED, "");
  const fields: [string, string][] = [];
  if (address !== undefined) fields.push(["X-Forwarded-For", sendable("X-Forwarded-For", address)]);
  fields.push(["X-Forwarded-Proto", scheme], ["X-Forwarded-Host", host]);
  if (rootPath !== "") {
    // WSGI servers hold each byte of the path in a character.
    const prefix = Buffer.from(rootPath, "utf8").toString("latin1");
    fields.push(["X-Forwarded-Prefix", sendable("X-Forwarded-Prefix", prefix)]);
  }
  const from = address === undefined ? "" : `for=${node(address)};`;
  const via = source.header("via");
  fields.push(["Forwarded", `${from}host=${parameter(host)};proto=${parameter(scheme)}`]);
  const own = `1.1 ${nameOfProcess()}`;
  fields.push(["Via", via === undefined ? own : `${sendable("Via", via)}, ${own}`]);
  return fields;
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
