/** How the built-in filters and tests are written down. */
import { Builtin, type Method, type Run, type RunVariadic, VariadicBuiltin } from "../values/builtin.ts";

/** A table of filters or tests by name. */
export type Table = Map<string, Method>;

/** The parameters of each entry, the function behind them. */
type Entries = Readonly<Record<string, readonly [parameters: string, run: Run] | RunVariadic>>;

/**
 * A table of built-ins: `[parameters, run]` with the names separated by spaces and a `?` on those that need not
 * be given, or a function of all arguments and keywords.
 */
export function table(entries: Entries): Table {
  const filters: Table = new Map();
  for (const [name, entry] of Object.entries(entries)) {
    filters.set(
      name,
      typeof entry === "function" ? new VariadicBuiltin(name, entry) : new Builtin(name, entry[0], entry[1]),
    );
  }
  return filters;
}
