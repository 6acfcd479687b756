/** The disk, where the runtime has one: temporary files, and saving. The one place of `src/http` that writes. */
import { freeMemory } from "./free-memory.ts";
import { builtinModules, type FS, type Path } from "./runtime-modules.ts";

/** A file without a name, for what is too large for memory: it is gone when it is closed, or the process ends. */
export interface TemporaryFile {
  /**
   * Writes at the end.
   * @returns A promise to wait for if much is still to be written; it is never rejected.
   * @throws What the system said of something written before.
   */
  write(bytes: Uint8Array): Promise<void> | undefined;
  /** Settles when all is written. It is rejected with what the system says if something can't be. */
  flush(): Promise<void>;
  /** At most so many bytes from a place on; fewer only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Closes and so removes it, as soon as what is being read or written is. */
  close(): void;
}

/** A file system. */
export interface Disk {
  /**
   * A new temporary file, which nobody else can open.
   *
   * @param freesPieces - Whether what is written is nobody else's: its memory is freed then as soon as it is
   *   written, where the garbage collector would let tens of megabytes pile up.
   * @throws What the system says; what the runtime says, if it does not allow it.
   */
  createTemporary(freesPieces: boolean): TemporaryFile;
  /** Whether the path leads to a folder. */
  isFolder(path: string): Promise<boolean>;
  /** The path of a file of this name in a folder. */
  join(folder: string, name: string): string;
  /** Writes a file, in the place of one that is there. @param follow - Whether that may be a symbolic link. */
  save(
    path: string,
    pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    follow: boolean,
  ): Promise<void>;
}

/** The file system of this runtime; `undefined` where there is none, as on Workers. */
export function localDisk(): Disk | undefined {
  const fs = builtinModules()?.("node:fs");
  const os = builtinModules()?.("node:os");
  const path = builtinModules()?.("node:path");
  return fs === undefined || os === undefined || path === undefined
    ? undefined
    : new NodeDisk(fs, path, () => os.tmpdir());
}

/** The disk as `node:fs` gives it, in Node.js, Bun and Deno. */
class NodeDisk implements Disk {
  readonly #fs: FS;
  readonly #path: Path;
  readonly #folder: () => string;

  constructor(fs: FS, path: Path, folder: () => string) {
    this.#fs = fs;
    this.#path = path;
    this.#folder = folder;
  }

  createTemporary(freesPieces: boolean): TemporaryFile {
    const path = this.#path.join(this.#folder(), `flagon-upload-${globalThis.crypto.randomUUID()}`);
    const fd = this.#fs.openSync(path, "wx+", 0o600);
    const unlink = (): void => this.#fs.unlinkSync(path);
    try {
      // Without a name it vanishes with the process, however that ends.
      unlink();
      return new DescribedFile(this.#fs, fd, freesPieces, undefined);
    } catch {
      // Windows removes no file that is open.
      return new DescribedFile(this.#fs, fd, freesPieces, unlink);
    }
  }

  async isFolder(path: string): Promise<boolean> {
    const stats = await this.#fs.promises.stat(path).catch(() => undefined);
    return stats?.isDirectory() === true;
  }

  join(folder: string, name: string): string {
    return this.#path.join(folder, name);
  }

  async save(
    path: string,
    pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    follow: boolean,
  ): Promise<void> {
    const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = this.#fs.constants;
    // Windows has no such flag, and asks for privileges to make links.
    const stay = follow ? 0 : (O_NOFOLLOW ?? 0);
    const flags = O_WRONLY | O_CREAT | O_TRUNC | stay;
    const file = await this.#fs.promises.open(path, flags).catch((error: unknown) => {
      throw explain(error, path);
    });
    try {
      for await (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
  }
}

/** What to do where the folder of a file is missing; what else the system says is said well enough. */
function explain(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // Linux says of "uploads/" that it is a folder, also where there is none.
  if (code !== "ENOENT" && code !== "EISDIR") return error;
  const message = `Can't save a file as ${JSON.stringify(path)}: there is no such folder. Make it before, or give its whole path: others begin at the working directory.`;
  return Object.assign(new Error(message, { cause: error }), { code });
}

// So much waits for the disk before the sender is asked to wait.
const MOST_UNWRITTEN = 512 * 1024;
const MOST_PIECES = 1000;

/** A temporary file that is open. What comes while a piece is being written is written together after it. */
class DescribedFile implements TemporaryFile {
  readonly #fs: FS;
  readonly #fd: number;
  readonly #freesPieces: boolean;
  readonly #remove: (() => void) | undefined;
  #queue: Uint8Array[] = [];
  #written = 0;
  #unwritten = 0;
  #running = 0;
  #isWriting = false;
  #closed = false;
  #isOpen = true;
  #error: Error | undefined;
  #waiting: (() => void)[] = [];

  constructor(fs: FS, fd: number, freesPieces: boolean, remove: (() => void) | undefined) {
    this.#fs = fs;
    this.#fd = fd;
    this.#freesPieces = freesPieces;
    this.#remove = remove;
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    this.#check();
    this.#queue.push(bytes);
    this.#unwritten += bytes.byteLength;
    if (!this.#isWriting) this.#writeQueue();
    return this.#isBusy() ? this.#until(() => !this.#isBusy()) : undefined;
  }

  async flush(): Promise<void> {
    await this.#until(() => this.#unwritten === 0);
    this.#check();
  }

  read(position: number, length: number): Promise<Uint8Array> {
    this.#check();
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.#written - position)));
    this.#running++;
    return new Promise((resolve, reject) => {
      this.#fs.read(this.#fd, bytes, 0, bytes.byteLength, position, (error, count) => {
        this.#running--;
        this.#closeIfDone();
        if (error === null) resolve(bytes.subarray(0, count));
        else reject(error);
      });
    });
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#closeIfDone();
  }

  #writeQueue(): void {
    const pieces = this.#queue;
    this.#queue = [];
    this.#isWriting = true;
    this.#running++;
    this.#fs.writev(this.#fd, pieces, this.#written, (error, count) => {
      this.#isWriting = false;
      this.#running--;
      if (error === null) this.#afterWrite(pieces, count);
      else this.#error ??= error;
      this.#closeIfDone();
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    });
  }

  #afterWrite(pieces: readonly Uint8Array[], count: number): void {
    this.#written += count;
    this.#unwritten -= count;
    if (this.#closed) return;
    const rest = restAfter(pieces, count);
    if (rest.length > 0) this.#queue.unshift(...rest);
    else if (this.#freesPieces) for (const piece of pieces) freeMemory(piece);
    if (this.#queue.length > 0) this.#writeQueue();
  }

  #isBusy(): boolean {
    return this.#unwritten > MOST_UNWRITTEN || this.#queue.length > MOST_PIECES;
  }

  async #until(condition: () => boolean): Promise<void> {
    while (this.#error === undefined && !this.#closed && !condition()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #check(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.#closed)
      throw new Error("This file of an upload is gone: it is there until the request has ended.");
  }

  #closeIfDone(): void {
    if (!this.#closed || !this.#isOpen || this.#running > 0) return;
    // A descriptor is closed once: its number may be another file's the moment after.
    this.#isOpen = false;
    this.#fs.closeSync(this.#fd);
    this.#remove?.();
  }
}

/** What is left of pieces when so many bytes of them are gone. */
function restAfter(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let gone = count;
  const rest: Uint8Array[] = [];
  for (const piece of pieces) {
    if (gone < piece.byteLength) rest.push(piece.subarray(gone));
    gone = Math.max(0, gone - piece.byteLength);
  }
  return rest;
}
