/** Finds options that do not exist, as Python finds keyword arguments: Node.js runs TypeScript without asking the compiler. */

/**
 * Checks the names of options.
 *
 * @param options What was given.
 * @param known Every name that there is.
 * @param owner What has the options, such as `new Flagon()`, for the error.
 * @throws TypeError for a name that is unknown; it tells which may be meant.
 */
export function checkOptionNames(
  options: object,
  known: Readonly<Record<string, true>>,
  owner: string,
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${owner} takes its options as an object, { … }, not ${JSON.stringify(options) ?? `a ${typeof options}`}.`,
    );
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(known, name)) continue;
    // What is undefined is not given: one object may serve several functions.
    if (options[name as keyof typeof options] === undefined) continue;
    const names = Object.keys(known);
    const meant = names.find((one) => isMeant(one, name));
    const remedy = meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${meant}?`;
    throw new TypeError(`${owner} has no option ${JSON.stringify(name)}; ${remedy}`);
  }
}

function isMeant(known: string, given: string): boolean {
  const name = plain(given);
  return name.length > 2 && (plain(known).startsWith(name) || name.startsWith(plain(known)));
}

/** Without case and underscores, in which Flask's names and ours differ. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
