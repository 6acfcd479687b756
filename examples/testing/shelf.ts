/** The books, in a database. */
import { DatabaseSync } from "node:sqlite";

/** A book. */
export type Book = { readonly id: number; readonly title: string };

// What strangers may fill must have an end.
const MOST_BOOKS = 500;

/** The shelf: opened at the start of the application, closed at its end. */
export class Shelf {
  readonly #db: DatabaseSync;

  /** @param path The file of the database, or `":memory:"`. */
  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    this.#db.exec("CREATE TABLE IF NOT EXISTS book (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT");
  }

  /** Adds a book; where the shelf is full, the oldest one leaves it. */
  add(title: string): Book {
    const { lastInsertRowid } = this.#db.prepare("INSERT INTO book (title) VALUES (?)").run(title);
    const id = Number(lastInsertRowid);
    this.#db.prepare("DELETE FROM book WHERE id <= ?").run(id - MOST_BOOKS);
    return { id, title };
  }

  books(): Book[] {
    const rows = this.#db.prepare("SELECT id, title FROM book ORDER BY id").all();
    return rows.map(({ id, title }) => ({ id: Number(id), title: String(title) }));
  }

  close(): void {
    this.#db.close();
  }
}
