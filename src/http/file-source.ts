/** `FileSource`: where the files come from that responses send: a disk, or a dictionary. */
import { contentHash } from "./content-hash.ts";
import { pathFrom } from "./safe-join.ts";

/** By what a version of a file is known again. */
export interface FileVersion {
  /** How many bytes it has. */
  readonly size: number;
  /** When it was changed last, in seconds since 1970, with their fraction; `undefined` if nobody knows. */
  readonly modified: number | undefined;
}

/** A file that has been opened. Whoever opens it closes it. */
export interface OpenFile extends FileVersion {
  /** At most so many bytes from a place on; none only at the end. */
  read(position: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** Closes it, once what is being read has been read. It may be called several times. */
  close(): void | Promise<void>;
}

/** Opens files by their paths. */
export interface FileSource {
  /** The absolute path of a folder, where the source knows one; it may be given in steps. */
  resolve(...steps: readonly string[]): string;

  /**
   * Opens a regular file.
   *
   * @param path - Its path, with `/` between the segments.
   * @param folder - A folder that it must lie in, symbolic links followed, at the moment it is opened.
   * @returns `undefined` if there is no regular file, or it lies elsewhere.
   * @throws What the system says if the file is there and can't be read.
   */
  open(path: string, folder?: string | undefined): OpenFile | undefined | Promise<OpenFile | undefined>;

  /**
   * The version of a file, as far as that is known without waiting: of one that was opened by the same path, in the
   * same folder, a moment ago. It answers a client that has the file already.
   *
   * @returns `undefined` if it has to be opened to be known.
   */
  recall?(path: string, folder?: string | undefined): FileVersion | undefined;

  /**
   * A short text that changes with the content of a regular file, at once: for `config.hashStaticUrls`. A source that
   * cannot tell leaves the method out.
   *
   * @param path - As for `open`.
   * @param folder - As for `open`.
   * @returns `undefined` if there is no regular file, or it lies elsewhere, cannot be read, or is too large to be read
   *   while everybody waits: the disk's are up to 16 MiB.
   */
  contentHash?(path: string, folder?: string | undefined): string | undefined;
}

/** There is no regular file at a path that the application named: Python's `FileNotFoundError`. */
export class FileNotFoundError extends Error {
  override readonly name: string = "FileNotFoundError";
  /** The path. */
  readonly path: string;

  /** @param path - The path. */
  constructor(path: string) {
    super(
      `There is no file at ${JSON.stringify(path)}. Give the path of a regular file, absolute or from the root of the ` +
        "application; for a path that comes from a visitor use sendFromDirectory, which answers 404.",
    );
    this.path = path;
  }
}

/** A file that is held in memory: its content, alone or with the time of its last change. */
export type DictionaryFile =
  | string
  | Uint8Array
  | {
      readonly content: string | Uint8Array;
      /** When it was changed last: a `Date`, or seconds since 1970. Without it there is no ETag. */
      readonly modified: Date | number;
    };

/**
 * Files that are held in memory, for runtimes without a disk, and for tests.
 *
 * @example
 * ```ts
 * const app = new Flagon({ root: "", files: new DictionaryFiles({ "static/app.css": "body { margin: 0 }" }) });
 * ```
 */
export class DictionaryFiles implements FileSource {
  readonly #files: ReadonlyMap<string, MemoryFile>;

  /** @param files - Files by path. Paths are compared without `.`, empty segments and a slash in front. */
  constructor(files: Readonly<Record<string, DictionaryFile>>) {
    this.#files = new Map(
      Object.entries(files).map(([path, file]) => [normalize(path), new MemoryFile(file)]),
    );
  }

  resolve(...steps: readonly string[]): string {
    return steps.reduce(pathFrom, "");
  }

  open(path: string, folder = ""): OpenFile | undefined {
    return this.#find(path, folder);
  }

  contentHash(path: string, folder = ""): string | undefined {
    return this.#find(path, folder)?.hash;
  }

  #find(path: string, folder: string): MemoryFile | undefined {
    const key = normalize(path);
    const within = normalize(folder);
    return within === "" || key.startsWith(`${within}/`) ? this.#files.get(key) : undefined;
  }

  recall(path: string, folder?: string): FileVersion | undefined {
    return this.open(path, folder);
  }

  /** The text of a file, and when it was last changed, in ms: what a loader of templates reads. */
  read(path: string): { readonly text: string; readonly modified: number } | undefined {
    const file = this.#files.get(normalize(path));
    return file === undefined ? undefined : { text: file.text, modified: milliseconds(file) };
  }

  /** When a file was last changed, in ms, 0 if nobody knows; `undefined` if there is no such file. */
  modified(path: string): number | undefined {
    const file = this.#files.get(normalize(path));
    return file === undefined ? undefined : milliseconds(file);
  }

  /** The paths of all files below a folder, from the folder on. */
  list(folder: string): string[] {
    const within = normalize(folder);
    const start = within === "" ? "" : `${within}/`;
    return [...this.#files.keys()]
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(start.length));
  }
}

function milliseconds({ modified = 0 }: MemoryFile): number {
  return modified * 1000;
}

class MemoryFile implements OpenFile {
  readonly modified: number | undefined;
  #hash: string | undefined;
  readonly #bytes: Uint8Array;

  constructor(file: DictionaryFile) {
    const isBare = typeof file === "string" || file instanceof Uint8Array;
    const content = isBare ? file : file.content;
    const modified = isBare ? undefined : file.modified;
    this.#bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.modified = modified instanceof Date ? modified.getTime() / 1000 : modified;
  }

  get size(): number {
    return this.#bytes.byteLength;
  }

  get hash(): string {
    this.#hash ??= contentHash([this.#bytes]);
    return this.#hash;
  }

  get text(): string {
    return new TextDecoder().decode(this.#bytes);
  }

  read(position: number, length: number): Uint8Array {
    return this.#bytes.subarray(position, position + length);
  }

  close(): void {}
}

function normalize(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
