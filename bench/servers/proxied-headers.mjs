/** The headers that a proxy passes on, for the proxies that are written by hand: the least that is right. */

const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const REPLACED = new Set(["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"]);

/** @param {import("node:http").IncomingMessage} message */
export function requestHeaders(message) {
  const kept = endToEnd(message.rawHeaders, REPLACED);
  kept.push("X-Forwarded-For", message.socket.remoteAddress ?? "", "X-Forwarded-Proto", "http");
  kept.push("X-Forwarded-Host", message.headers.host ?? "");
  return kept;
}

/**
 * @param {readonly string[]} raw
 * @param {ReadonlySet<string>} [others]
 */
export function endToEnd(raw, others) {
  const kept = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index].toLowerCase();
    if (!HOP_BY_HOP.has(name) && !others?.has(name)) kept.push(raw[index], raw[index + 1]);
  }
  return kept;
}
