/** How an object shows itself when it is logged: Python's `__repr__`. */

/** Prints any value, as the runtime does. */
export type Inspect = (value: unknown) => string;

/**
 * Gives the objects of a class the text that Node, Bun and Deno show for them.
 *
 * It is no method in the class's body: declarations that are made file by file cannot name its symbol.
 */
export function inspectAs<T extends object>(
  prototype: T,
  text: (object: T, inspect: Inspect) => string,
): void {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: T, _depth: number, _options: unknown, inspect: Inspect = JSON.stringify): string {
      return text(this, inspect);
    },
    configurable: true,
    writable: true,
  });
}
