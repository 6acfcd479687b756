/** What Python calls the members of a class: templates are written for Python, and look for those names. */

const NAMES: unique symbol = Symbol.for("flagon.python.names");

/** How the objects of a class look to Python. */
export type PythonNames = {
  /** Our name of each member whose Python name is not ours with underscores: `getlist` is `getList`. */
  readonly members: ReadonlyMap<string, string>;
  /** Whether it is a dictionary, of which a loop sees the keys. */
  readonly isDictionary: boolean;
};

/**
 * Says what Python calls the members of a class. Those not named here have our name with underscores: `view_args` is
 * `viewArgs`.
 */
export function nameInPython(
  prototype: object,
  members: Readonly<Record<string, string>> = {},
  { isDictionary = false }: { readonly isDictionary?: boolean | undefined } = {},
): void {
  const names: PythonNames = { members: new Map(Object.entries(members)), isDictionary };
  Object.defineProperty(prototype, NAMES, { value: names, configurable: true });
}

/** How an object looks to Python, if its class says so. */
export function pythonNamesOf(value: object): PythonNames | undefined {
  return (value as { readonly [NAMES]?: PythonNames })[NAMES];
}

/** Our name of a member by Python's, or the name itself. */
export function memberNamed({ members }: PythonNames, name: string): string {
  return (
    members.get(name) ?? name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  );
}
