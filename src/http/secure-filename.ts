/** `secureFilename`: a name for a file that a stranger has named. */
import { splitSpace } from "../python/index.ts";
import { asciiText } from "./ascii-text.ts";

const NOT_SAFE = /[^A-Za-z0-9_.-]/g;
// Windows opens a device under these names, with any extension.
const DEVICE = /^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])$/;

/**
 * A version of a name that is safe as a file name: ASCII letters and digits, `_`, `.` and `-` alone, without
 * folders, not hidden. Werkzeug's `secure_filename`. The result may be empty, and names that differ may become
 * one: choose a name of your own for what must not be lost.
 *
 * @param filename - The name as the client sent it.
 * @param windows - Whether the system is Windows; asked of the runtime if it is left out.
 * @example
 * ```ts
 * secureFilename("../../../etc/passwd");   // "etc_passwd"
 * secureFilename("My cool movie.mov");     // "My_cool_movie.mov"
 * ```
 */
export function secureFilename(filename: string, windows: boolean = isWindows()): string {
  const words = splitSpace(asciiText(filename).replace(windows ? /[/\\]/g : /\//g, " "));
  const name = stripDots(words.join("_").replace(NOT_SAFE, ""));
  const [stem = ""] = name.split(".", 1);
  return windows && DEVICE.test(stem.toUpperCase()) ? `_${name}` : name;
}

/** The name without `.` and `_` at its ends; a regular expression would look at a long run of them often. */
function stripDots(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && isDot(name[start])) start++;
  while (end > start && isDot(name[end - 1])) end--;
  return name.slice(start, end);
}

function isDot(character: string | undefined): boolean {
  return character === "." || character === "_";
}

function isWindows(): boolean {
  return globalThis.process?.platform === "win32";
}
