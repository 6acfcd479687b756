/** The methods of `Markup`: those of `str`, giving `Markup` and escaping what they put in. */
import { Markup, stripTags, unescape as unescapeHTML } from "../../../markup/index.ts";
import { Tuple } from "../../../python/index.ts";
import { Builtin } from "../builtin.ts";
import { escapeToString, toMarkup } from "../escape.ts";
import { itemsOf } from "../iterate.ts";
import { strMethods } from "./str.ts";

/** The table: each method is given the `Markup` first. */
export const markupMethods: Map<string, Builtin> = new Map();

/** The parameters whose text goes into the result, by their place behind the `Markup`. */
const ESCAPED: ReadonlyMap<string, number> = new Map([
  ["replace", 2],
  ["ljust", 2],
  ["rjust", 2],
  ["center", 2],
]);
/** What gives plain text, although it is text. */
const PLAIN = new Set(["encode", "maketrans"]);

for (const method of strMethods.values()) {
  const escaped = ESCAPED.get(method.name);
  markupMethods.set(
    method.name,
    new Builtin(method.name, parametersOf(method), (context, self: unknown, ...args: unknown[]) => {
      const given = args.map((arg, index) =>
        index + 1 === escaped && arg !== undefined ? escapeToString(arg) : arg,
      );
      const result = method.run(context, String(self), ...given);
      return PLAIN.has(method.name) ? result : marked(result);
    }),
  );
}

function parametersOf(method: Builtin): string {
  return method.parameters.map((name, index) => (index >= method.required ? `${name}?` : name)).join(" ");
}

function marked(result: unknown): unknown {
  if (typeof result === "string") return new Markup(result);
  if (!Array.isArray(result)) return result;
  const items = result.map((item) => new Markup(String(item)));
  return result instanceof Tuple ? Tuple.from(items) : items;
}

markupMethods.set(
  "join",
  new Builtin("join", "self iterable", (_, self: Markup, iterable: unknown) =>
    self.join(itemsOf(iterable).map((item) => toMarkup(item))),
  ),
);
markupMethods.set(
  "striptags",
  new Builtin("striptags", "self", (_, self: Markup) => stripTags(self.toString())),
);
markupMethods.set(
  "unescape",
  new Builtin("unescape", "self", (_, self: Markup) => unescapeHTML(self.toString())),
);
