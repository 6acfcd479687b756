/** The ETag of a file, as Werkzeug makes it: `mtime-size-adler32(path)`. */

const LARGEST_PRIME = 65_521; // below 2^16: RFC 1950, section 8.2
const ENCODER: TextEncoder = new TextEncoder();

/**
 * The tag of a file, without quotes.
 *
 * @param path - Its path, as it is opened.
 * @param size - How many bytes it has.
 * @param modified - When it was changed last, in seconds since 1970.
 */
export function fileEtag(path: string, size: number, modified: number): string {
  // Python writes a whole float with its point.
  const seconds = Number.isInteger(modified) ? `${modified}.0` : String(modified);
  return `${seconds}-${size}-${adler32(path)}`;
}

/** The checksum of RFC 1950 of a text in UTF-8. */
function adler32(text: string): number {
  let a = 1;
  let b = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // To encode a path takes longer than to sum it up, and most are ASCII.
    if (code > 0x7f) return adler32OfBytes(ENCODER.encode(text));
    a = (a + code) % LARGEST_PRIME;
    b = (b + a) % LARGEST_PRIME;
  }
  return b * 0x10000 + a;
}

function adler32OfBytes(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % LARGEST_PRIME;
    b = (b + a) % LARGEST_PRIME;
  }
  return b * 0x10000 + a;
}
