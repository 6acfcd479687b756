/** The files that were uploaded: in a folder of their own, which goes with the demo. */
import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileStorage, secureFilename } from "flagon/http";

/** A file that was uploaded. */
export type Upload = {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly path: string;
};

/** The most bytes that one upload may have, all files and the form around them. */
export const LIMIT = 8 * 1024 * 1024;

const MOST_KEPT = 24;

let folder = "";
const uploads: Upload[] = [];
let count = 0;

/** Makes the folder. */
export function makeFolder(): void {
  folder = mkdtempSync(join(tmpdir(), "upload-demo-"));
}

/** Keeps a file, and lets go of the oldest if there are many. */
export async function keep(file: FileStorage): Promise<void> {
  // Under a name of our own: two people may well have a photo.jpg each.
  const path = await file.save(join(folder, String(count++)));
  const name = secureFilename(file.filename) || "file without a name";
  uploads.push({ name, type: file.mimetype, size: file.size, path });
  for (const old of uploads.splice(0, Math.max(0, uploads.length - MOST_KEPT))) await rm(old.path);
}

/** All that is kept, newest first. */
export function newestUploads(): readonly Upload[] {
  return uploads.toReversed();
}

/** Removes all of them, and the folder. */
export function removeUploads(): void {
  uploads.length = 0;
  rmSync(folder, { recursive: true, force: true });
}
