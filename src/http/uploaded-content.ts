/** `UploadedContent`: the bytes of an uploaded file, in memory while they are few, in a temporary file after that. */
import type { BodyShare } from "./body-share.ts";
import { ByteCollector } from "./byte-collector.ts";
import type { Disk, TemporaryFile } from "./disk.ts";

/** The largest file that stays in memory, in bytes. Werkzeug's choice. */
export const MOST_IN_MEMORY: number = 500 * 1024;

const PIECE = 65_536;
// A list of pieces as small as a byte would cost a hundred times what they are.
const LARGE = 4096;

/** The bytes of a file: written once, as they come, then read as often as is wanted until they are closed. */
export class UploadedContent {
  readonly #share: BodyShare;
  readonly #freesPieces: boolean;
  #disk: Disk | undefined;
  // What is in memory: large pieces as they came, small ones put together.
  #pieces: Uint8Array[] | undefined = [];
  #small: ByteCollector | undefined;
  #file: TemporaryFile | undefined;
  #size = 0;

  /**
   * @param share - Counts the bytes.
   * @param disk - Where what is too large for memory goes; without one, all stays in memory.
   * @param freesPieces - Whether what is written is nobody else's, and may be freed when it is on disk.
   */
  constructor(share: BodyShare, disk: Disk | undefined, freesPieces: boolean) {
    this.#share = share;
    this.#disk = disk;
    this.#freesPieces = freesPieces;
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
    this.#keep(bytes);
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
    this.#pieces = undefined;
    this.#small = undefined;
    this.#file?.close();
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.byteLength < LARGE && this.#small?.add(bytes)) return;
    if (bytes.byteLength < LARGE) {
      const small = new ByteCollector(PIECE);
      small.add(bytes);
      this.#closeSmall();
      this.#small = small;
    } else {
      this.#closeSmall();
      this.#pieces?.push(bytes);
    }
  }

  #closeSmall(): void {
    if (this.#small !== undefined) this.#pieces?.push(this.#small.bytes());
    this.#small = undefined;
  }

  /** What is in memory, in one piece. */
  #bytesInMemory(): Uint8Array {
    this.#closeSmall();
    const pieces = this.#pieces;
    if (pieces === undefined) throw new Error(GONE);
    const [first] = pieces;
    if (first !== undefined && pieces.length === 1) return first;
    const bytes = new Uint8Array(this.#size);
    let position = 0;
    for (const piece of pieces) {
      bytes.set(piece, position);
      position += piece.byteLength;
    }
    this.#pieces = [bytes];
    return bytes;
  }

  async #read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#file === undefined)
      return new Uint8Array(this.#bytesInMemory().subarray(position, position + length));
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
    if (file === undefined) return undefined;
    this.#closeSmall();
    const pieces = this.#pieces ?? [];
    this.#file = file;
    this.#pieces = undefined;
    this.#share.giveMemory(this.#size);
    this.#share.takeDisk(this.#size);
    let writing: Promise<void> | undefined;
    for (const piece of pieces) writing = file.write(piece);
    return writing;
  }

  #createFile(): TemporaryFile | undefined {
    try {
      return this.#disk?.createTemporary(this.#freesPieces);
    } catch {
      // A disk that can't be written to is none; memory is bounded too.
      this.#disk = undefined;
      return undefined;
    }
  }
}

const GONE =
  "This file of an upload is gone: it is there until the request has ended. Save it, or read it before.";
const CUT = "The temporary file of an upload has been cut short by another program.";
