/** Python's keyword arguments as options: their names in camelCase, `None` as not given. */
import type { Fields } from "../area.ts";
import { readValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";

/** A name of Python's as Flagon spells it. */
export function camelCase(name: string): string {
  return name
    .replace("httponly", "http_only")
    .replace("samesite", "same_site")
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The options for keyword arguments, which are neutral values. A cookie's path may be `null`: it has none then. */
export function keywords(kwargs: Fields): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    const read = readValue(value, { dictionary: "object", other: readPythonOnly });
    options[camelCase(name)] = read === null && name !== "path" ? undefined : read;
  }
  return options;
}
