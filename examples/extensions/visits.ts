/** `Visits`, an extension: it counts how often each page of an application is looked at, and nothing about by whom. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { currentApp, type Flagon, request } from "flagon";

declare module "flagon" {
  interface Config {
    /** The file of the counts; `visits.sqlite` in the instance folder unless set. */
    visitsFile?: string;
    /** The endpoints that are not counted; `static` alone unless set. */
    visitsIgnore?: readonly string[];
  }
}

/** How often a page was looked at. */
export type Count = { readonly endpoint: string; readonly count: number };

/**
 * Counts the pages that are looked at, by their endpoints. Templates have `visits(endpoint)`, and the command line
 * `flagon visits list` and `flagon visits reset`.
 *
 * @example
 * ```ts
 * const app = new Flagon({ root: import.meta.dirname });
 * new Visits(app);
 * ```
 */
export class Visits {
  /** @param app - An application to count in; more with {@link Visits.initApp}. */
  constructor(app?: Flagon | undefined) {
    if (app !== undefined) this.initApp(app);
  }

  /** Counts in an application. @throws Error if that is done already. */
  initApp(app: Flagon): void {
    if (app.extensions.has(NAME)) throw new Error("Visits counts in this application already.");
    // What is kept of an application is kept with it: there may be several.
    app.extensions.set(NAME, undefined);
    app.onStartup(function openCounts() {
      app.extensions.set(NAME, openStore(app.config.visitsFile ?? join(app.instancePath, "visits.sqlite")));
    });
    app.onShutdown(function closeCounts() {
      storeOf(app).close();
      app.extensions.set(NAME, undefined);
    });
    app.afterRequest((response) => {
      const { endpoint, method } = request;
      const ignored = app.config.visitsIgnore ?? ["static"];
      if (
        endpoint !== undefined &&
        method === "GET" &&
        response.status === 200 &&
        !ignored.includes(endpoint)
      ) {
        storeOf(app).prepare(ADD_ONE).run(endpoint);
      }
      return response;
    });
    app.templateGlobal("visits", (endpoint: string) => this.count(endpoint));

    const commands = app.cli.group("visits", { description: "how often pages were looked at" });
    commands.command("list", { description: "show the counts" }, () => {
      for (const { endpoint, count } of this.counts()) console.log(`${count} ${endpoint}`);
    });
    commands.command("reset", { description: "forget the counts" }, () => {
      storeOf(currentApp).exec("DELETE FROM visit");
    });
  }

  /** How often the page of an endpoint was looked at, in the application that is running. */
  count(endpoint: string): number {
    return Number(storeOf(currentApp).prepare(ONE).get(endpoint)?.count ?? 0);
  }

  /** The counts of all pages, the most looked at first, in the application that is running. */
  counts(): Count[] {
    return storeOf(currentApp).prepare(ALL).all() as Count[];
  }
}

const NAME = "visits";
const ADD_ONE = `INSERT INTO visit (endpoint, count) VALUES (?, 1)
  ON CONFLICT (endpoint) DO UPDATE SET count = count + 1`;
const ONE = "SELECT count FROM visit WHERE endpoint = ?";
const ALL = "SELECT endpoint, count FROM visit ORDER BY count DESC, endpoint";

function openStore(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const store = new DatabaseSync(path, { timeout: 5000 });
  store.exec("PRAGMA journal_mode = WAL");
  store.exec("CREATE TABLE IF NOT EXISTS visit (endpoint TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT");
  return store;
}

function storeOf(app: Pick<Flagon, "extensions">): DatabaseSync {
  const store = app.extensions.get(NAME);
  if (store instanceof DatabaseSync) return store;
  throw new Error(
    "Visits does not count here: call visits.initApp(app), and use it once the application has started.",
  );
}
