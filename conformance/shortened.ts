/** Long values, which the files give by length and digest. */
import { createHash } from "node:crypto";

const LONG = 4096;

/** The length and digest of bytes that are long; `undefined` for others. */
export function shortenBytes(
  bytes: Uint8Array,
): { readonly len: number; readonly sha256: string } | undefined {
  if (bytes.byteLength <= LONG) return undefined;
  return { len: bytes.byteLength, sha256: createHash("sha256").update(bytes).digest("hex") };
}
