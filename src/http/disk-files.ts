/** `DiskFiles`: the files of a disk, each opened once and then looked at through what was opened. */
import { Buffer } from "node:buffer";
import { contentHash, HashCache } from "./content-hash.ts";
import type { FileSource, FileVersion, OpenFile } from "./file-source.ts";
import { builtinModules, type FS, type Path } from "./runtime-modules.ts";

/** What `fstat` says of a file. */
type Stats = {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  isFile(): boolean;
};

/** A file that was served, as it was when it was opened. */
type Served = { readonly version: FileVersion; readonly stats: Stats; readonly opened: number };

// So long the system has at hand what it is asked of a file.
const RECENT_MILLISECONDS = 1000;
const MOST_RECENT = 1000;

// There is no such regular file, whatever stands in its way.
const MISSING: ReadonlySet<unknown> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENXIO",
  "ENODEV",
]);

const PIECE = 262_144;

// Nothing else is done while a file is hashed, whoever asks for it: some hundredths of a second for so much.
const MOST_HASHED = 16n * 1024n * 1024n;

/** The files of this runtime's disk; `undefined` where there is none, as on Workers. */
export function diskFiles(): FileSource | undefined {
  const get = builtinModules();
  const fs = get?.("node:fs");
  const path = get?.("node:path");
  return fs === undefined || path === undefined ? undefined : new DiskFiles(fs, path);
}

class DiskFiles implements FileSource {
  readonly #fs: FS;
  readonly #path: Path;
  readonly #flags: number;
  readonly #served = new Map<string, Served>();
  readonly #hashes = new HashCache();

  constructor(fs: FS, path: Path) {
    this.#fs = fs;
    this.#path = path;
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = fs.constants;
    // A named pipe would make the opening wait for somebody who writes. Windows has neither flag.
    this.#flags = O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOCTTY ?? 0);
  }

  resolve(...steps: readonly string[]): string {
    return this.#path.resolve(...steps);
  }

  async open(path: string, folder?: string | undefined): Promise<OpenFile | undefined> {
    if (path.includes("\0")) return undefined;
    const fd = await this.#openDescriptor(path);
    if (fd === undefined) return undefined;
    let file: OpenFile | undefined;
    try {
      // What follows asks the kernel for what it has at hand; only to find the file could take long.
      const stats: Stats = this.#fs.fstatSync(fd, { bigint: true });
      const isServed =
        stats.isFile() && (folder === undefined || (await this.#liesIn(folder, path, fd, stats)));
      if (isServed) {
        file = new DiskFile(this.#fs, fd, stats);
        this.#remember(path, folder, stats, file);
      }
    } finally {
      if (file === undefined) this.#fs.closeSync(fd);
    }
    return file;
  }

  recall(path: string, folder?: string | undefined): FileVersion | undefined {
    const served = this.#served.get(keyOf(path, folder));
    if (served === undefined || performance.now() - served.opened > RECENT_MILLISECONDS) return undefined;
    try {
      const stats: Stats = this.#fs.statSync(path, { bigint: true });
      // A file that was changed, moved or replaced has another time of change: opening it will tell where it lies.
      return isUntouched(stats, served.stats) ? served.version : undefined;
    } catch {
      return undefined;
    }
  }

  contentHash(path: string, folder?: string | undefined): string | undefined {
    if (path.includes("\0")) return undefined;
    try {
      const state = this.#fs.statSync(path, { bigint: true, throwIfNoEntry: false });
      if (state === undefined || !isHashed(state)) return undefined;
      return this.#hashes.get(keyOf(path, folder), state) ?? this.#hash(path, folder);
    } catch {
      // Whatever it is, the one who asks for the file will hear of it.
      return undefined;
    }
  }

  #remember(path: string, folder: string | undefined, stats: Stats, { size, modified }: OpenFile): void {
    if (this.#served.size >= MOST_RECENT) this.#served.clear();
    const version = { size, modified };
    this.#served.set(keyOf(path, folder), { version, stats, opened: performance.now() });
  }

  #hash(path: string, folder: string | undefined): string | undefined {
    const fd = this.#fs.openSync(path, this.#flags);
    try {
      const state = this.#fs.fstatSync(fd, { bigint: true });
      if (!isHashed(state) || (folder !== undefined && !this.#liesInNow(folder, path, fd, state)))
        return undefined;
      const hash = contentHash(this.#piecesOf(fd));
      this.#hashes.set(keyOf(path, folder), state, hash);
      return hash;
    } finally {
      this.#fs.closeSync(fd);
    }
  }

  *#piecesOf(fd: number): Generator<Uint8Array> {
    const piece = new Uint8Array(PIECE);
    for (;;) {
      const length = this.#fs.readSync(fd, piece, 0, piece.length, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  }

  /** As {@link #liesIn}, at once. */
  #liesInNow(folder: string, path: string, fd: number, { dev, ino }: Stats): boolean {
    let real = this.#pathOf(fd);
    if (real === undefined) {
      real = this.#fs.realpathSync(path);
      const there = this.#fs.lstatSync(real, { bigint: true });
      if (there.dev !== dev || there.ino !== ino) return false;
    }
    return real === this.#path.resolve(path) || this.#isBelow(this.#fs.realpathSync(folder), real);
  }

  #isBelow(folder: string, path: string): boolean {
    return path.startsWith(folder.endsWith(this.#path.sep) ? folder : folder + this.#path.sep);
  }

  #openDescriptor(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      this.#fs.open(path, this.#flags, (error, fd) => {
        if (error === null) resolve(fd);
        else if (MISSING.has(error.code)) resolve(undefined);
        else reject(error);
      });
    });
  }

  /** Whether what was opened lies in the folder, wherever symbolic links may have led. */
  async #liesIn(folder: string, path: string, fd: number, stats: Stats): Promise<boolean> {
    const real = this.#pathOf(fd) ?? (await this.#realPath(path, stats));
    if (real === undefined) return false;
    // No link was followed on the way to the file, and so none on the way to the folder.
    if (real === this.#path.resolve(path)) return true;
    return this.#isBelow(await this.#fs.promises.realpath(folder), real);
  }

  /** Where Linux says that the opened file lies: no one can change the answer between two looks. */
  #pathOf(fd: number): string | undefined {
    // Deno numbers its files in a way of its own.
    if (globalThis.process.platform !== "linux" || "Deno" in globalThis) return undefined;
    try {
      return this.#fs.readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return undefined;
    }
  }

  /**
   * Where a path leads, if what was opened is what lies there: a link that is changed after the opening leads to
   * another file.
   */
  async #realPath(path: string, { dev, ino }: Stats): Promise<string | undefined> {
    try {
      const real = await this.#fs.promises.realpath(path);
      const there = await this.#fs.promises.lstat(real, { bigint: true });
      return there.dev === dev && there.ino === ino ? real : undefined;
    } catch (error) {
      if (MISSING.has(codeOf(error))) return undefined;
      throw error;
    }
  }
}

function isHashed(stats: Stats): boolean {
  return stats.isFile() && stats.size <= MOST_HASHED;
}

function isUntouched(now: Stats, then: Stats): boolean {
  return now.ctimeNs === then.ctimeNs && now.ino === then.ino && now.dev === then.dev;
}

function keyOf(path: string, folder: string | undefined): string {
  return folder === undefined ? path : `${folder}\0${path}`;
}

/** A file of the disk that is open. */
class DiskFile implements OpenFile {
  readonly size: number;
  readonly modified: number;
  readonly #descriptor: Descriptor;

  constructor(fs: FS, fd: number, stats: Stats) {
    this.size = Number(stats.size);
    this.modified = secondsOf(stats.mtimeNs);
    this.#descriptor = new Descriptor(fs, fd);
    // Of a response that is never sent nobody closes the file.
    FORGOTTEN.register(this, this.#descriptor, this.#descriptor);
  }

  read(position: number, length: number): Promise<Uint8Array> {
    return this.#descriptor.read(position, length);
  }

  close(): void {
    FORGOTTEN.unregister(this.#descriptor);
    this.#descriptor.close();
  }
}

const FORGOTTEN = new FinalizationRegistry<Descriptor>((descriptor) => descriptor.close());

/** A number that the system knows an open file by: it is closed once, for the moment after it may be another's. */
class Descriptor {
  readonly #fs: FS;
  readonly #fd: number;
  #reading = 0;
  #isClosing = false;
  #isOpen = true;

  constructor(fs: FS, fd: number) {
    this.#fs = fs;
    this.#fd = fd;
  }

  read(position: number, length: number): Promise<Uint8Array> {
    if (this.#isClosing)
      return Promise.reject(new Error("This file was closed; open it once more to read it."));
    const buffer = Buffer.allocUnsafeSlow(length);
    this.#reading++;
    return new Promise((resolve, reject) => {
      this.#fs.read(this.#fd, buffer, 0, length, position, (error, bytesRead) => {
        this.#reading--;
        this.#closeIfDone();
        if (error === null) resolve(new Uint8Array(buffer.buffer, 0, bytesRead));
        else reject(error);
      });
    });
  }

  /** Closes it as soon as what is being read has been read. */
  close(): void {
    this.#isClosing = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#isClosing || !this.#isOpen || this.#reading > 0) return;
    this.#isOpen = false;
    this.#fs.closeSync(this.#fd);
  }
}

/** As Python computes it: the seconds, and the nanoseconds as a fraction added to them. */
function secondsOf(nanoseconds: bigint): number {
  const rest = nanoseconds % 1_000_000_000n;
  const positive = rest < 0n ? rest + 1_000_000_000n : rest;
  return Number((nanoseconds - positive) / 1_000_000_000n) + 1e-9 * Number(positive);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
