/** The names of configuration keys: Flask's `MAX_CONTENT_LENGTH`, and our `maxContentLength`. */

/** The name in camelCase; a name that is not Flask's, all in capitals, is left as it is. */
export function camelCase(name: string): string {
  if (!FLASK_NAME.test(name)) return name;
  const [first = "", ...others] = name
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
  return first + others.map(capitalize).join("");
}

/** Whether two names are one but for case and underscores, in which Flask's names and ours differ. */
export function isSameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

/** The name without case and underscores, in which Flask's names and ours differ. */
export function plainName(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The name with a capital for its first letter. */
export function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

// Names that begin with an underscore are private in Python.
const FLASK_NAME = /^[A-Z][A-Z0-9_]*$/;
