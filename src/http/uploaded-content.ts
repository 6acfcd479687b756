/** `UploadedContent`: the bytes of an uploaded file, in memory while they are few, in a temporary file after that. */
import type { BodyShare } from "./body-share.ts";
import { ByteCollector } from "./byte-collector.ts";
import type { Disk, TemporaryFile } from "./disk.ts";

/** The largest file that stays in memory, in bytes. Werkzeug's choice. */
export const MOST_IN_MEMORY: number = 500 * 1024;

const PIECE = 65_536;

/** The bytes of a file: written once, as they come, then read as often as is wanted until they are closed. */
export class UploadedContent {
  readonly #share: BodyShare;
  readonly #disk: Disk | undefined;
  #bytes: ByteCollector | undefined = new ByteCollector(Number.POSITIVE_INFINITY);
  #file: TemporaryFile | undefined;
  #size = 0;

  /**
   * @param share - Counts the bytes.
   * @param disk - Where what is too large for memory goes; without one, all stays in memory.
   */
  constructor(share: BodyShare, disk: Disk | undefined) {
    this.#share = share;
    this.#disk = disk;
  }

  /** How many bytes there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Takes the next bytes.
   * @returns A promise to wait for if the disk is slower than the sender.
   * @throws ServiceUnavailable, a 503, if all uploads together are too much.
   */
  write(bytes: Uint8Array): Promise<void> | undefined {
    this.#size += bytes.byteLength;
    if (this.#file !== undefined) {
      this.#share.takeDisk(bytes.byteLength);
      return this.#file.write(bytes);
    }
    this.#share.takeMemory(bytes.byteLength);
    this.#bytes?.add(bytes);
    return this.#size > MOST_IN_MEMORY ? this.#moveToDisk() : undefined;
  }

  /** Settles when all is where it shall be. */
  flush(): Promise<void> | undefined {
    return this.#file?.flush();
  }

  /** The bytes, piece by piece. */
  async *pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    for (let position = 0; position < this.#size; position += PIECE) {
      yield await this.#read(position, Math.min(PIECE, this.#size - position));
    }
  }

  /** All of the bytes, in a copy. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#read(0, this.#size);
  }

  /** Lets go of the bytes. */
  close(): void {
    this.#bytes = undefined;
    this.#file?.close();
  }

  async #read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#file === undefined) {
      if (this.#bytes === undefined) throw new Error(GONE);
      return this.#bytes.bytes().slice(position, position + length);
    }
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length; ) {
      const piece = await this.#file.read(position + read, length - read);
      if (piece.byteLength === 0) throw new Error(CUT);
      bytes.set(piece, read);
      read += piece.byteLength;
    }
    return bytes;
  }

  #moveToDisk(): Promise<void> | undefined {
    const file = this.#createFile();
    if (file === undefined || this.#bytes === undefined) return undefined;
    const bytes = this.#bytes.bytes();
    this.#file = file;
    this.#bytes = undefined;
    this.#share.giveMemory(bytes.byteLength);
    this.#share.takeDisk(bytes.byteLength);
    return file.write(bytes);
  }

  #createFile(): TemporaryFile | undefined {
    try {
      return this.#disk?.createTemporary();
    } catch {
      // A disk that can't be written to is none; memory is bounded too.
      return undefined;
    }
  }
}

const GONE =
  "This file of an upload is gone: it is there until the request has ended. Save it, or read it before.";
const CUT = "The temporary file of an upload has been cut short by another program.";
