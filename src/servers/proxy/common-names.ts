/** Names of header fields as they are mostly spelled, so that most need not be looked at letter by letter. */

/** For each common spelling of these names, the name in lower case. */
export function commonSpellings(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => [
      [name, name.toLowerCase()],
      [name.toLowerCase(), name.toLowerCase()],
    ]),
  );
}
