/** The files of templates, where the runtime has a disk: the one place of `src/templates` that reads it. */

/** A file system to read templates from. */
export interface TemplateFiles {
  /** The text of a file, and when it was last changed, in ms; `undefined` if there is no such file. */
  read(path: string): { readonly text: string; readonly modified: number } | undefined;
  /** When a file was last changed, in ms; `undefined` if there is no such file. */
  modified(path: string): number | undefined;
  /** The paths of all files in a folder and the folders in it, from the folder on, with slashes. */
  list(folder: string, followLinks: boolean): string[];
}

type GetBuiltinModule = typeof globalThis.process.getBuiltinModule;
type FS = ReturnType<typeof globalThis.process.getBuiltinModule<"node:fs">>;

/** The file system of Node.js, Bun and Deno; `undefined` where there is none, as on Workers. */
export function localTemplateFiles(): TemplateFiles | undefined {
  // Workers have a file system of that name, in memory.
  if (globalThis.navigator?.userAgent === "Cloudflare-Workers") return undefined;
  const get: GetBuiltinModule | undefined = globalThis.process?.getBuiltinModule?.bind(globalThis.process);
  const fs = get?.("node:fs");
  return fs === undefined ? undefined : new NodeFiles(fs);
}

class NodeFiles implements TemplateFiles {
  readonly #fs: FS;

  constructor(fs: FS) {
    this.#fs = fs;
  }

  read(path: string): { text: string; modified: number } | undefined {
    const modified = this.modified(path);
    if (modified === undefined) return undefined;
    return { text: this.#fs.readFileSync(path, "utf8"), modified };
  }

  modified(path: string): number | undefined {
    const stats = this.#fs.statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.mtimeMs : undefined;
  }

  list(folder: string, followLinks: boolean): string[] {
    const files: string[] = [];
    const visit = (prefix: string, seen: ReadonlySet<string>): void => {
      for (const entry of this.#fs.readdirSync(folder + prefix, { withFileTypes: true })) {
        const path = `${prefix}/${entry.name}`;
        const stats = entry.isSymbolicLink()
          ? this.#fs.statSync(folder + path, { throwIfNoEntry: false })
          : entry;
        if (stats?.isFile()) files.push(path.slice(1));
        if (!stats?.isDirectory() || (entry.isSymbolicLink() && !followLinks)) continue;
        const real = this.#fs.realpathSync(folder + path);
        // A link may lead back to a folder it lies in.
        if (!seen.has(real)) visit(path, new Set([...seen, real]));
      }
    };
    if (this.#fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      visit("", new Set([this.#fs.realpathSync(folder)]));
    }
    return files;
  }
}
