/** A folder of files that is there while a test runs. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A new folder under the system's own for temporary files. */
export class Folder implements Disposable {
  /** Its path, without symbolic links. */
  readonly path: string;

  constructor() {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), "served-files-")));
  }

  /** Writes a file, and the folders that it lies in. */
  write(name: string, content: string | Uint8Array, modified = new Date("2025-01-01T00:00:00Z")): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, modified, modified);
    return path;
  }

  /** Makes a symbolic link. */
  link(name: string, target: string): void {
    symlinkSync(target, join(this.path, name));
  }

  /** How many files of the folder this process has open; only Linux says. */
  openFiles(): number {
    let count = 0;
    for (const fd of readdirSync("/proc/self/fd")) {
      try {
        if (readlinkSync(`/proc/self/fd/${fd}`).startsWith(this.path)) count++;
      } catch {
        // The one that reads the list is gone by now.
      }
    }
    return count;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
