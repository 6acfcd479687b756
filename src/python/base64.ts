/** Base64 as Python's `binascii.a2b_base64` reads it: what is no letter of the alphabet is passed over. */
import { Buffer } from "node:buffer";

const WELL_FORMED = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Decodes standard base64 as leniently as Python does; `undefined` where Python raises (padding that is
 * missing, a single left-over letter, text that is not ASCII).
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 === 0 && WELL_FORMED.test(text)) return bytesOf(text);
  if (!/^[\0-\x7f]*$/.test(text)) return undefined;
  let letters = "";
  let pads = 0;
  for (const unit of text) {
    if (unit === "=") {
      pads++;
      const open = letters.length % 4;
      // A complete group ends the data, whatever follows.
      if (open >= 2 && open + pads >= 4) return bytesOf(letters);
    } else if (/[A-Za-z0-9+/]/.test(unit)) {
      letters += unit;
      pads = 0;
    }
  }
  return letters.length % 4 === 0 ? bytesOf(letters) : undefined;
}

function bytesOf(letters: string): Uint8Array {
  return Uint8Array.from(Buffer.from(letters, "base64"));
}
