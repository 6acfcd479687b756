/** `FileSource`: where the files come from that responses send: a disk, or a dictionary. */

/** A file that has been opened. Whoever opens it closes it. */
export interface OpenFile {
  /** How many bytes it has. */
  readonly size: number;
  /** When it was changed last, in seconds since 1970, with their fraction; `undefined` if nobody knows. */
  readonly modified: number | undefined;
  /** At most so many bytes from a place on; none only at the end. */
  read(position: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** Closes it, once what is being read has been read. It may be called several times. */
  close(): void | Promise<void>;
}

/** Opens files by their paths. */
export interface FileSource {
  /**
   * Opens a regular file.
   *
   * @param path - Its path, with `/` between the segments.
   * @param folder - A folder that it must lie in, symbolic links followed, at the moment it is opened.
   * @returns `undefined` if there is no regular file, or it lies elsewhere.
   * @throws What the system says if the file is there and can't be read.
   */
  open(path: string, folder?: string | undefined): OpenFile | undefined | Promise<OpenFile | undefined>;
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

/**
 * Files that are held in memory, for runtimes without a disk, and for tests.
 *
 * @example
 * ```ts
 * const app = new Flagon({ root: "", files: new DictionaryFiles({ "static/app.css": "body { margin: 0 }" }) });
 * ```
 */
export class DictionaryFiles implements FileSource {
  readonly #files: Map<string, Uint8Array>;
  readonly #modified: number | undefined;

  /**
   * @param files - Text or bytes by path. Paths are compared without `.`, empty segments and a slash in front.
   * @param options - `modified`: when all of them were changed last, for Last-Modified and the ETag.
   */
  constructor(
    files: Readonly<Record<string, string | Uint8Array>>,
    options: { readonly modified?: Date | undefined } = {},
  ) {
    const encoder = new TextEncoder();
    this.#files = new Map(
      Object.entries(files).map(([path, content]) => [
        normalize(path),
        typeof content === "string" ? encoder.encode(content) : content,
      ]),
    );
    this.#modified = options.modified === undefined ? undefined : options.modified.getTime() / 1000;
  }

  open(path: string, folder = ""): OpenFile | undefined {
    const key = normalize(path);
    const within = normalize(folder);
    const content = this.#files.get(key);
    if (content === undefined || !(within === "" || key.startsWith(`${within}/`))) return undefined;
    return {
      size: content.byteLength,
      modified: this.#modified,
      read: (position, length) => content.subarray(position, position + length),
      close: () => undefined,
    };
  }
}

function normalize(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
