/** The folders of an application: its own, and that of its installation. */
import type { FileSource } from "../../http/index.ts";
import type { FlagonOptions } from "../flagon-options.ts";

/** The folder of an application. @throws TypeError for a URL, which is what `import.meta.url` gives. */
export function folderOf(root: string): string {
  if (!root.startsWith("file:")) return root;
  throw new TypeError(
    `The root of an application is the path of a folder, not ${JSON.stringify(root)}; give import.meta.dirname.`,
  );
}

/** The folder of what differs from one installation to the next. @throws TypeError for a path that is not absolute. */
export function instancePathOf(
  { instancePath, files: given }: FlagonOptions,
  files: FileSource | undefined,
  root: string,
): string {
  if (instancePath === undefined) return files?.resolve(root, "instance") ?? `${root}/instance`;
  // In a dictionary of files all paths begin at the same place.
  if (given === undefined && !ABSOLUTE.test(instancePath)) {
    throw new TypeError(
      `The instancePath ${JSON.stringify(instancePath)} must be absolute; join it to import.meta.dirname.`,
    );
  }
  return instancePath;
}

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;
