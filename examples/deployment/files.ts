/** Which files have been here: their fingerprints, in a database. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The fingerprints. Each worker opens the database for itself. */
export class Files {
  readonly #db: DatabaseSync;

  /** @param folder Where the database is; it is made if it is not there. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#db = new DatabaseSync(join(folder, "files.sqlite"), { timeout: 5000 });
    this.#db.exec("PRAGMA journal_mode = WAL");
    this.#db.exec("CREATE TABLE IF NOT EXISTS file (hash TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT");
  }

  /** Notes that a file was here; gives how many times it has been by now. */
  add(hash: string): number {
    const sql =
      "INSERT INTO file VALUES (?, 1) ON CONFLICT (hash) DO UPDATE SET times = times + 1 RETURNING times";
    return Number(this.#db.prepare(sql).get(hash)?.times);
  }

  /** How many different files have been here. */
  count(): number {
    return Number(this.#db.prepare("SELECT count(*) AS count FROM file").get()?.count);
  }

  close(): void {
    this.#db.close();
  }
}
