/** `DiskFiles`: the files of a disk, each opened once and then looked at through what was opened. */
import { Buffer } from "node:buffer";
import type { FileSource, OpenFile } from "./file-source.ts";
import { builtinModules, type FS, type Path } from "./runtime-modules.ts";

type FileHandle = Awaited<ReturnType<FS["promises"]["open"]>>;
type Stats = Awaited<ReturnType<typeof statsOf>>;
const statsOf = (handle: FileHandle) => handle.stat({ bigint: true });

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

  constructor(fs: FS, path: Path) {
    this.#fs = fs;
    this.#path = path;
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = fs.constants;
    // A named pipe would make the opening wait for somebody who writes. Windows has neither flag.
    this.#flags = O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOCTTY ?? 0);
  }

  resolve(folder: string): string {
    return this.#path.resolve(folder);
  }

  async open(path: string, folder?: string | undefined): Promise<OpenFile | undefined> {
    if (path.includes("\0")) return undefined;
    const handle = await this.#openHandle(path);
    if (handle === undefined) return undefined;
    try {
      const stats = await statsOf(handle);
      const isServed =
        stats.isFile() && (folder === undefined || (await this.#liesIn(folder, path, handle, stats)));
      if (isServed) return new DiskFile(handle, stats);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    return undefined;
  }

  async #openHandle(path: string): Promise<FileHandle | undefined> {
    try {
      return await this.#fs.promises.open(path, this.#flags);
    } catch (error) {
      if (MISSING.has(codeOf(error))) return undefined;
      throw error;
    }
  }

  /** Whether what was opened lies in the folder, wherever symbolic links may have led. */
  async #liesIn(folder: string, path: string, handle: FileHandle, stats: Stats): Promise<boolean> {
    const real = this.#pathOf(handle) ?? (await this.#realPath(path, stats));
    if (real === undefined) return false;
    // No link was followed on the way to the file, and so none on the way to the folder.
    if (real === this.#path.resolve(path)) return true;
    const realFolder = await this.#fs.promises.realpath(folder);
    return real.startsWith(realFolder.endsWith(this.#path.sep) ? realFolder : realFolder + this.#path.sep);
  }

  /** Where Linux says that the opened file lies: no one can change the answer between two looks. */
  #pathOf(handle: FileHandle): string | undefined {
    // Deno numbers its files in a way of its own.
    if (globalThis.process.platform !== "linux" || "Deno" in globalThis) return undefined;
    try {
      return this.#fs.readlinkSync(`/proc/self/fd/${handle.fd}`);
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

/** A file of the disk that is open. */
class DiskFile implements OpenFile {
  readonly size: number;
  readonly modified: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, stats: Stats) {
    this.#handle = handle;
    this.size = Number(stats.size);
    this.modified = secondsOf(stats.mtimeNs);
    // Of a response that is never sent nobody closes the file.
    FORGOTTEN.register(this, handle, handle);
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.#handle.read(buffer, 0, length, position);
    return new Uint8Array(buffer.buffer, 0, bytesRead);
  }

  async close(): Promise<void> {
    FORGOTTEN.unregister(this.#handle);
    // It waits for what is being read; a second time it does nothing.
    await this.#handle.close();
  }
}

const FORGOTTEN = new FinalizationRegistry<FileHandle>((handle) => {
  handle.close().catch(() => undefined);
});

/** As Python computes it: the seconds, and the nanoseconds as a fraction added to them. */
function secondsOf(nanoseconds: bigint): number {
  const rest = BigInt.asIntN(64, nanoseconds % 1_000_000_000n);
  const positive = rest < 0n ? rest + 1_000_000_000n : rest;
  return Number((nanoseconds - positive) / 1_000_000_000n) + 1e-9 * Number(positive);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
