/** Money in jars: a SQLite database that is opened for each request, searched without injection, changed in transactions. */
import {
  type ConfigValues,
  developmentKey,
  Flagon,
  flash,
  redirect,
  renderTemplate,
  request,
  urlFor,
} from "flagon";
import { CSRFProtect } from "flagon/forms";
import { initDatabase } from "./database.ts";
import { findJars, moveMoney, TransferError } from "./jars.ts";

/** Makes the application, as a test does with a database of its own. */
export function createApp(config: ConfigValues = {}): Flagon {
  const app = new Flagon({
    root: import.meta.dirname,
    staticFolder: "../static",
    config: { secretKey: process.env.SECRET_KEY || developmentKey, ...config },
  });
  new CSRFProtect(app);
  initDatabase(app);
  app.templateFilter("money", (cents: number) => `${(cents / 100).toFixed(2)} €`);

  app.get("/", function index() {
    const search = request.args.get("q", "");
    return renderTemplate("index.html", { search, jars: findJars(search), allJars: findJars() });
  });

  app.post("/transfer", function transfer() {
    const { form } = request;
    moveMoney(form.get("from", 0, Number), form.get("to", 0, Number), centsOf(form.require("amount")));
    flash("It is moved.");
    return redirect(urlFor("index"), 303);
  });

  app.errorHandler(TransferError, ({ message }) => {
    flash(message, "problem");
    return redirect(urlFor("index"), 303);
  });

  return app;
}

export const app = createApp();

/** An amount as people write it, in cents. @throws TransferError if it is none, or nothing. */
function centsOf(text: string): number {
  const [, whole = "0", part = ""] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  const cents = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  if (cents === 0) throw new TransferError("How much? Write it as 2.50.");
  return cents;
}
