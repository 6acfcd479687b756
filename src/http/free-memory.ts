/** `freeMemory`: gives the memory of bytes back at once; the garbage collector runs often where large ones come and go. */

/**
 * Frees the memory of bytes, which are none from then on, unless it is part of a larger one, which others may look at.
 *
 * @param bytes - What nobody reads again. For servers.
 */
export function freeMemory({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
