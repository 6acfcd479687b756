/** Comparing secrets in a time that says nothing about where they differ. */

/**
 * Whether two texts are equal, in a time that depends on their lengths alone. For the 27 characters of a
 * SHA-1 signature this loop takes as long as one call of `crypto.timingSafeEqual`, without the two Buffers
 * that the call would need; every character is looked at, and nothing branches on one.
 */
export function equalText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** Whether two strings of bytes are equal, in a time that depends on their lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
