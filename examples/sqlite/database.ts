/** The database: opened by the first query of a request, closed when the request has ended. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { currentApp, type Flagon, g } from "flagon";

declare module "flagon" {
  interface Globals {
    database?: DatabaseSync;
  }
  interface Config {
    /** The file of the database; `jars.sqlite` in the instance folder unless set. */
    database?: string;
  }
}

/** The database of the request, or of the command, that is running. */
export function database(): DatabaseSync {
  g.database ??= open(currentApp);
  return g.database;
}

/** What the function does happens as a whole, or not at all if it throws. */
export function transaction<T>(change: (db: DatabaseSync) => T): T {
  const db = database();
  // IMMEDIATE takes the right to write now, so that nobody changes what is read in between.
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = change(db);
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Makes the tables that are missing at the start, adds `flagon init-db`, and sees that each database is closed. */
export function initDatabase(app: Flagon): void {
  app.onStartup(createTables);
  app.teardownAppContext(() => g.pop("database", undefined)?.close());
  app.cli.command("init-db", { description: "empty the database and make its tables anew" }, async () => {
    database().exec("DROP TABLE IF EXISTS jar");
    await createTables();
    console.log("The database is as new.");
  });
}

async function createTables(): Promise<void> {
  const schema = await currentApp.openResource("schema.sql");
  database().exec(await schema.text());
}

function open(app: typeof currentApp): DatabaseSync {
  const path = app.config.database ?? join(app.instancePath, "jars.sqlite");
  mkdirSync(dirname(path), { recursive: true });
  // Waits for another process that writes, in milliseconds.
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec("PRAGMA journal_mode = WAL");
  return db;
}
