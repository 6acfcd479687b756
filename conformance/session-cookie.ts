/** Compares two Set-Cookie headers of a session by what they say, where their bytes may differ. */
import { URLSafeTimedSerializer } from "../src/signing/index.ts";
import type { Fields } from "./area.ts";
import { isSame, readBytesOrText } from "./neutral-values.ts";
import { isWorthCompressing, payloadText } from "./signed-payload.ts";

/** Whether both set the same session with the same attributes; compressed bytes depend on the zlib. */
export function isSameCookie(wanted: string, got: string, config: Fields): boolean {
  if (wanted === got) return true;
  const [left, right] = [parts(wanted), parts(got)];
  if (!left.value.startsWith(".") && !right.value.startsWith(".")) return false;
  return (
    isSame([left.name, left.attributes], [right.name, right.attributes]) &&
    isSame(said(left.value, config), said(right.value, config)) &&
    right.value.startsWith(".") === isWorthCompressing(said(right.value, config)[0])
  );
}

/** The Set-Cookie header with another payload, signed at the same time. */
export function resigned(header: string, config: Fields, change: (payload: string) => string): string {
  const { name, value, attributes } = parts(header);
  if (value === "") return header;
  const [text, timestamp] = said(value, config);
  const realNow = Date.now;
  Date.now = () => timestamp * 1000;
  const token = signingOf(config).dumps(change(text));
  Date.now = realNow;
  return [`${name}=${token}`, attributes].filter((part) => part !== "").join("; ");
}

/** Whether the cookie's signature is spelt as an encoder spells it. */
export function isCanonical(cookie: string): boolean {
  const signature = cookie.slice(cookie.lastIndexOf(".") + 1);
  return Buffer.from(signature, "base64url").toString("base64url") === signature;
}

function parts(header: string): { name: string; value: string; attributes: string } {
  const [pair = "", ...attributes] = header.split("; ");
  const [name = "", value = ""] = pair.split(/=(.*)/s);
  return { name, value, attributes: attributes.join("; ") };
}

/** The payload's text and the time it was signed; the signature is checked. */
function said(value: string, config: Fields): [text: string, timestamp: number] {
  const [signer] = signingOf(config).iterUnsigners();
  if (signer === undefined) throw new Error("the serializer has no signer");
  const payload = signer.unsign(value);
  const [, timestamp = ""] = /\.([^.]*)\.[^.]*$/.exec(value) ?? [];
  return [payloadText(payload, true), Buffer.from(timestamp, "base64url").readUIntBE(0, 4)];
}

function signingOf(config: Fields): URLSafeTimedSerializer {
  return new URLSafeTimedSerializer(readBytesOrText(config.SECRET_KEY), {
    salt: "cookie-session",
    serializer: { dumps: (text: unknown) => String(text), loads: (text: string) => text },
    signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" },
  });
}
