/** Short texts that change with the content of a file, for URLs whose files may be kept for long. */
import { createHash } from "node:crypto";

/** The hash of a content, in characters that a query takes as they are. */
export function contentHash(pieces: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("base64url").slice(0, LENGTH);
}

// 72 bits: two versions of a file never meet by chance, and nobody gains by making them meet.
const LENGTH = 12;

/** What tells one state of a file from another without reading it. */
export type FileState = {
  readonly dev: bigint;
  readonly ino: bigint;
  /** It changes with whatever changes the file, its time of change being set back as well. */
  readonly ctimeNs: bigint;
};

// An application has some hundreds of static files; a name made up by a visitor that is no file is not kept.
const MOST = 10_000;

/** Remembers the hashes of files for as long as the files stay as they are. */
export class HashCache {
  readonly #known = new Map<string, { readonly state: FileState; readonly hash: string }>();

  /** The hash of a file in this state, if it is known. */
  get(path: string, state: FileState): string | undefined {
    const known = this.#known.get(path);
    return known !== undefined && isSameState(known.state, state) ? known.hash : undefined;
  }

  set(path: string, { dev, ino, ctimeNs }: FileState, hash: string): void {
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(path, { state: { dev, ino, ctimeNs }, hash });
  }
}

function isSameState(a: FileState, b: FileState): boolean {
  return a.ctimeNs === b.ctimeNs && a.ino === b.ino && a.dev === b.dev;
}
