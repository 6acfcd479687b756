/** The payload of a token without its signature, read without the code under test. */
import { deflateSync, inflateSync } from "node:zlib";

/** The JSON text of a payload; a URL-safe one is base64, and behind a dot it is compressed. */
export function payloadText(payload: string, isURLSafe: boolean): string {
  if (!isURLSafe) return payload;
  const compressed = isCompressed(payload, isURLSafe);
  const bytes = Buffer.from(compressed ? payload.slice(1) : payload, "base64url");
  return (compressed ? inflateSync(bytes) : bytes).toString("utf8");
}

/** Whether the payload is compressed. */
export function isCompressed(payload: string, isURLSafe: boolean): boolean {
  return isURLSafe && payload.startsWith(".");
}

/** Whether a text is to be compressed, by ItsDangerous' rule. */
export function isWorthCompressing(text: string): boolean {
  return deflateSync(text).length < Buffer.byteLength(text) - 1;
}

/** JSON text with each whole float below 2^53 written as the integer of its value; -0.0 is kept. */
export function wholeFloatsAsIntegers(json: string): string {
  return json.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"') || !token.endsWith(".0") || token === "-0.0") return token;
    return Number.isSafeInteger(Number(token)) ? token.slice(0, -2) : token;
  });
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
