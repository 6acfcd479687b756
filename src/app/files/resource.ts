/** Files that an application reads for itself: `app.openResource`. */
import { diskFiles, FileNotFoundError, type FileSource, type OpenFile } from "../../http/index.ts";

/**
 * A file of the application, open for reading: what Flask's `open_resource` gives. It is closed when it has been read,
 * by `text()`, `bytes()` or the end of `stream()`; one that is not read is closed by `close()`, or by `await using`.
 */
export class Resource {
  /** Its path. */
  readonly path: string;
  readonly #file: OpenFile;

  /** @param file The file, which is closed from here. */
  constructor(path: string, file: OpenFile) {
    this.path = path;
    this.#file = file;
  }

  /** How many bytes it has. */
  get size(): number {
    return this.#file.size;
  }

  /** When it was changed last, if anybody knows. */
  get modified(): Date | undefined {
    const { modified } = this.#file;
    return modified === undefined ? undefined : new Date(modified * 1000);
  }

  /** Its content. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await readAll(this.#file);
    } finally {
      await this.close();
    }
  }

  /**
   * Its content as text.
   *
   * @param encoding UTF-8 unless given, or another that the Web's `TextDecoder` knows.
   * @throws TypeError for bytes that are no text in it; RangeError for an encoding that is unknown.
   */
  async text(encoding: string = "utf-8"): Promise<string> {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return decoder.decode(await this.bytes());
  }

  /** Its content, piece by piece. */
  stream(): globalThis.ReadableStream<Uint8Array> {
    const file = this.#file;
    let position = 0;
    return new globalThis.ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const piece = await file.read(position, Math.min(PIECE, file.size - position));
        position += piece.byteLength;
        if (piece.byteLength > 0) return controller.enqueue(piece);
        await this.close();
        controller.close();
      },
      cancel: () => this.close(),
    });
  }

  /** Closes it; it may be called several times. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Closes it at the end of a block: `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const PIECE = 65_536;

/** The whole content of a file that is open. */
export async function readAll(file: OpenFile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.size);
  let length = 0;
  while (length < bytes.length) {
    const piece = await file.read(length, bytes.length - length);
    if (piece.byteLength === 0) break;
    bytes.set(piece, length);
    length += piece.byteLength;
  }
  return bytes.subarray(0, length);
}

/**
 * Opens a file.
 *
 * @param folder Where paths begin that are not absolute.
 * @throws FileNotFoundError if there is no regular file; Error on a runtime without a disk.
 */
export async function openFile(
  files: FileSource | undefined,
  folder: string,
  path: string,
): Promise<Resource> {
  const source = files ?? diskFiles();
  if (source === undefined) {
    throw new Error(
      `There is no disk to open ${JSON.stringify(path)} on; give { files } to the application, such as new DictionaryFiles({ … }).`,
    );
  }
  const wholePath = source.resolve(folder, path);
  const file = await source.open(wholePath);
  if (file === undefined) throw new FileNotFoundError(wholePath);
  return new Resource(wholePath, file);
}
