/** `FileSystemLoader`: templates that are files in folders. */
import { sortByCodePoint } from "../../python/index.ts";
import { TemplateNotFound } from "../errors.ts";
import type { Loader, TemplateSource } from "./loader.ts";
import { localTemplateFiles, type TemplateFiles } from "./template-files.ts";

/** Choices of a {@link FileSystemLoader}. */
export interface FileSystemLoaderOptions {
  /** Whether listing the templates goes into folders that are links. */
  readonly followLinks?: boolean | undefined;
  /** The file system; by default the one of the runtime. */
  readonly files?: TemplateFiles | undefined;
}

/**
 * Templates from UTF-8 files in one or more folders, the first that has it. A name is a path with slashes
 * inside the folder; one that leads out of it is not found. Jinja's `FileSystemLoader`.
 */
export class FileSystemLoader implements Loader {
  /** The folders, in the order they are searched. */
  readonly searchPath: readonly string[];
  /** Whether listing the templates goes into folders that are links. */
  readonly followLinks: boolean;
  readonly #files: TemplateFiles;

  /** @throws TypeError if the runtime has no disk and no other file system was given. */
  constructor(searchPath: string | readonly string[], options: FileSystemLoaderOptions = {}) {
    this.searchPath = typeof searchPath === "string" ? [searchPath] : [...searchPath];
    this.followLinks = options.followLinks ?? false;
    const files = options.files ?? localTemplateFiles();
    if (files === undefined) {
      throw new TypeError("This runtime has no file system: give the templates to a DictLoader.");
    }
    this.#files = files;
  }

  getSource(_environment: unknown, templateName: string): TemplateSource {
    const path = pathInside(templateName);
    for (const folder of path === undefined ? [] : this.searchPath) {
      const filename = `${folder}/${path}`;
      const file = this.#files.read(filename);
      if (file === undefined) continue;
      const { text, modified } = file;
      return { source: text, filename, isUpToDate: () => this.#files.modified(filename) === modified };
    }
    const folders = this.searchPath.map((folder) => `'${folder}'`).join(", ");
    throw new TemplateNotFound(templateName, `'${templateName}' not found in search path: ${folders}`);
  }

  listTemplates(): string[] {
    const names = this.searchPath.flatMap((folder) => this.#files.list(folder, this.followLinks));
    return sortByCodePoint([...new Set(names)]);
  }
}

/** The path that a name means, without what could lead out of a folder; `undefined` if it would. */
function pathInside(templateName: string): string | undefined {
  // A backslash or a colon means something on Windows, and nothing good anywhere.
  if (/[\\:\0]/.test(templateName)) return undefined;
  const pieces = templateName.split("/").filter((piece) => piece !== "" && piece !== ".");
  return pieces.length === 0 || pieces.includes("..") ? undefined : pieces.join("/");
}
