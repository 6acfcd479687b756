/** The database: opened by the first query of a request, closed when the request ends. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { currentApp, type Flagon, g } from "flagon";

declare module "flagon" {
  interface Globals {
    db?: DatabaseSync;
  }
  interface Config {
    /** The file of the database. */
    database?: string;
  }
}

/** The database of the request being handled. */
export function getDb(): DatabaseSync {
  g.db ??= open(currentApp.config.database);
  return g.db;
}

/** Makes the tables, unless they are there, and closes the database at the end of each request. */
export function initDb(app: Flagon): void {
  const db = open(app.config.database);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec(readFileSync(new URL("schema.sql", import.meta.url), "utf8"));
  db.close();
  app.teardownAppContext(() => {
    g.db?.close();
    delete g.db;
  });
}

function open(path: string | undefined): DatabaseSync {
  if (path === undefined) throw new Error("config.database must name the file of the database.");
  return new DatabaseSync(path, { timeout: 5000 });
}
