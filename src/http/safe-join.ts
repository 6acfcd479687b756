/** `safeJoin`: a path below a folder, made of parts that may come from a stranger. */

/** How the paths of a system are written. */
export interface PathRules {
  /** Whether it is Windows: `\` is a separator, `:` parts a drive, and some names are devices. */
  readonly windows: boolean;
}

// Windows opens a device under these names, whatever extension follows; ¹²³ count as digits.
const DEVICE = /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³])$/;

/**
 * Joins parts to a folder, so that the result lies below it. Werkzeug's `safe_join`.
 *
 * It looks at the text alone: it can't know where symbolic links lead, which {@link sendFromDirectory} checks
 * when it opens the file.
 *
 * @param directory - The folder, which is trusted; "" is the working directory.
 * @param parts - What lies below it; each may have several segments.
 * @returns The path, or `undefined` if a part is absolute, leads out of the folder, or (on Windows) holds a
 *   backslash, a drive or the name of a device.
 * @example
 * ```ts
 * safeJoin("/srv/files", "a/../b.txt");     // "/srv/files/b.txt"
 * safeJoin("/srv/files", "../secret.txt");  // undefined
 * ```
 */
export function safeJoin(directory: string, ...parts: readonly string[]): string | undefined {
  return joinSafely(directory, parts, { windows: isWindows() });
}

/** A path from a root, or the path itself if it is absolute: Python's `os.path.join`. */
export function pathFrom(root: string | undefined, path: string): string {
  const isAbsolute = path.startsWith("/") || (isWindows() && /^(?:[A-Za-z]:|\\)/.test(path));
  return root === undefined || root === "" || isAbsolute ? path : joinPath(root, path);
}

/** The last segment of a path. */
export function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), isWindows() ? path.lastIndexOf("\\") : -1) + 1);
}

/** {@link safeJoin} for a system of either kind. */
export function joinSafely(
  directory: string,
  parts: readonly string[],
  rules: PathRules,
): string | undefined {
  let path = directory === "" ? "." : directory;
  for (const part of parts) {
    if (part === "") continue;
    const normal = normalizePath(part);
    if (normal === undefined || (rules.windows && !isPlainOnWindows(normal))) return undefined;
    path = joinPath(path, normal);
  }
  return path;
}

function isWindows(): boolean {
  return globalThis.process?.platform === "win32";
}

/** The path with one more below it. */
function joinPath(folder: string, path: string): string {
  return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
}

/** Without `.`, `..` and empty segments; `undefined` if it is absolute or begins above the folder. */
function normalizePath(path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.length === 0 ? "." : kept.join("/");
}

function isPlainOnWindows(path: string): boolean {
  if (path.includes("\\") || path.includes(":")) return false;
  return path === "." || path.split("/").every(isPlainSegment);
}

function isPlainSegment(segment: string): boolean {
  // Windows drops dots and spaces at the end of a name, so `.. ` would lead upwards.
  if (segment.endsWith(".") || segment.endsWith(" ")) return false;
  const dot = segment.indexOf(".");
  const stem = (dot === -1 ? segment : segment.slice(0, dot)).trimEnd();
  return !DEVICE.test(stem.toUpperCase());
}
