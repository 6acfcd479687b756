/** What Python calls the members of a class: templates are written for Python, and look for those names. */

const NAMES: unique symbol = Symbol.for("flagon.python.names");

/** How the objects of a class look to Python. */
export type PythonNames = {
  /** Our name of each member whose Python name is not ours with underscores: `getlist` is `getList`. */
  readonly members: ReadonlyMap<string, string>;
  /** Whether it is a dictionary, of which a loop sees the keys. */
  readonly isDictionary: boolean;
  /** Our methods that are attributes there: `request.json` is the value. */
  readonly attributes: ReadonlySet<string>;
  /** Whether all other names are the application's own, and no member of ours is meant by one with underscores. */
  readonly isOpen: boolean;
};

/** What besides names can be said of a class. */
type PythonWays = {
  readonly isDictionary?: boolean | undefined;
  readonly attributes?: readonly string[] | undefined;
  readonly isOpen?: boolean | undefined;
};

/**
 * Says what Python calls the members of a class. Those not named here have our name with underscores: `view_args` is
 * `viewArgs`.
 */
export function nameInPython(
  prototype: object,
  members: Readonly<Record<string, string>> = {},
  { isDictionary = false, attributes = [], isOpen = false }: PythonWays = {},
): void {
  const names: PythonNames = {
    members: new Map(Object.entries(members)),
    isDictionary,
    attributes: new Set(attributes),
    isOpen,
  };
  Object.defineProperty(prototype, NAMES, { value: names, configurable: true });
}

/** How an object looks to Python, if its class says so. */
export function pythonNamesOf(value: object): PythonNames | undefined {
  return (value as { readonly [NAMES]?: PythonNames })[NAMES];
}

/** Our name of a member by Python's, or the name itself. */
export function memberNamed({ members, isOpen }: PythonNames, name: string): string {
  const member = members.get(name);
  if (member !== undefined || isOpen) return member ?? name;
  return name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
