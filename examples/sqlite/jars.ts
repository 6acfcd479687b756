/** The jars in the database. */
import { database, transaction } from "./database.ts";

/** A jar with money in it. */
export type Jar = { readonly id: number; readonly name: string; readonly cents: number };

/** What is asked for cannot be done; the message is for the visitor. */
export class TransferError extends Error {
  override readonly name = "TransferError";
}

/** The jars whose name contains a text, by their names. */
export function findJars(search = ""): Jar[] {
  return database()
    .prepare("SELECT id, name, cents FROM jar WHERE instr(lower(name), lower(?)) > 0 ORDER BY name")
    .all(search) as Jar[];
}

/** Moves money from one jar to another. @throws TransferError if there is not enough, or no such jar. */
export function moveMoney(from: number, to: number, cents: number): void {
  transaction((db) => {
    const added = db.prepare("UPDATE jar SET cents = cents + ? WHERE id = ?").run(cents, to);
    const taken = db
      .prepare("UPDATE jar SET cents = cents - ? WHERE id = ? AND cents >= ?")
      .run(cents, from, cents);
    // The money is in the other jar already: throwing takes it out again.
    if (added.changes === 0) throw new TransferError("There is no such jar.");
    if (taken.changes === 0) throw new TransferError("There is not so much in that jar.");
  });
}
