/** Filters that make HTML: escaping, attributes. */
import { Markup } from "../../markup/index.ts";
import { ValueError } from "../errors.ts";
import { textArgument } from "../values/arguments.ts";
import { requireMethod } from "../values/attributes.ts";
import type { CallContext } from "../values/environment.ts";
import { escapeToString, hasHTML, toMarkup } from "../values/escape.ts";
import { itemsOf, unpackPair } from "../values/iterate.ts";
import { repr, str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { Undefined } from "../values/undefined.ts";
import { type Table, table } from "./define.ts";

/** The filters that make HTML, but for `urlize` and `tojson`. */
export const htmlFilters: Table = table({
  escape: ["s", (_, s: unknown) => toMarkup(s)],
  e: ["s", (_, s: unknown) => toMarkup(s)],
  forceescape: [
    "value",
    (_, value: unknown) => Markup.escape(hasHTML(value) ? value.__html__() : str(value)),
  ],
  safe: ["value", (_, value: unknown) => (hasHTML(value) ? new Markup(value) : new Markup(str(value)))],
  xmlattr: ["d autospace?", xmlAttributes],
});

/** What ends the name of an attribute, or would begin another one. */
const ENDS_NAME = /[\s/>=]/;

function xmlAttributes(context: CallContext, d: unknown, autospace: unknown = true): string | Markup {
  const attributes: string[] = [];
  for (const pair of itemsOf(requireMethod(context, d, "items"))) {
    const [key, value] = unpackPair(pair);
    if (value === null || value instanceof Undefined) continue;
    const name = textArgument(key);
    if (ENDS_NAME.test(name)) throw new ValueError(`Invalid character in attribute name: ${repr(name)}`);
    attributes.push(`${escapeToString(key)}="${escapeToString(value)}"`);
  }
  const text = (truth(autospace) && attributes.length > 0 ? " " : "") + attributes.join(" ");
  return context.evalContext.autoescape ? new Markup(text) : text;
}
