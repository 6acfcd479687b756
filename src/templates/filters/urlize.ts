/** The filter `urlize`: URLs and mail addresses in text become links. */
import { Markup } from "../../markup/index.ts";
import { FilterArgumentError } from "../errors.ts";
import { optionalInt, optionalText } from "../values/arguments.ts";
import type { CallContext } from "../values/environment.ts";
import { escapeToString } from "../values/escape.ts";
import { itemsOf } from "../values/iterate.ts";
import { str } from "../values/text.ts";
import { truth } from "../values/truth.ts";
import { type Table, table } from "./define.ts";

/** The one filter. */
export const urlizeFilters: Table = table({
  urlize: ["value trim_url_limit? nofollow? target? rel? extra_schemes?", urlize],
});

function urlize(
  context: CallContext,
  value: unknown,
  trimURLLimit?: unknown,
  nofollow?: unknown,
  target?: unknown,
  rel?: unknown,
  extraSchemes?: unknown,
): string | Markup {
  const { policies } = context.environment;
  const relations = new Set(words(optionalText(rel)));
  if (nofollow !== undefined && truth(nofollow)) relations.add("nofollow");
  for (const relation of words(optionalText(policies.get("urlize.rel")))) relations.add(relation);
  const attributes =
    attribute("rel", [...relations].sort().join(" ")) +
    attribute("target", optionalText(target) ?? optionalText(policies.get("urlize.target")) ?? "");
  const limit =
    trimURLLimit === undefined || trimURLLimit === null ? undefined : optionalInt(trimURLLimit, 0);
  const linker = {
    attributes,
    limit,
    schemes: schemesOf(extraSchemes ?? policies.get("urlize.extra_schemes")),
  };
  const html = escapeToString(value)
    .split(/(\s+)/)
    .map((word) => linkWord(word, linker))
    .join("");
  return context.evalContext.autoescape ? new Markup(html) : html;
}

type Linker = {
  readonly attributes: string;
  readonly limit: number | undefined;
  readonly schemes: readonly string[];
};

function words(text: string | null): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

function attribute(name: string, value: string): string {
  return value === "" ? "" : ` ${name}="${escapeToString(value)}"`;
}

const SCHEME = /^[\w.+-]{2,}:\/{0,2}$/;

function schemesOf(schemes: unknown): readonly string[] {
  if (schemes === null || schemes === undefined) return [];
  return itemsOf(schemes).map((scheme) => {
    const text = str(scheme);
    if (!SCHEME.test(text)) throw new FilterArgumentError(`'${text}' is not a valid URI scheme prefix.`);
    return text;
  });
}

function linkWord(word: string, linker: Linker): string {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? "";
  const tailStart = startOfTail(word, head.length);
  const [middle, tail] = balance(word.slice(head.length, tailStart), word.slice(tailStart));
  return head + link(middle, linker) + tail;
}

/** Where the punctuation behind a URL begins; read from the end, so that it takes one pass. */
function startOfTail(word: string, from: number): number {
  let end = word.length;
  for (;;) {
    if (end - from >= 4 && word.endsWith("&gt;", end)) end -= 4;
    else if (end > from && ").,>\n".includes(word.charAt(end - 1))) end--;
    else return end;
  }
}

const PAIRS = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
] as const;

/** Gives a URL its closing brackets back, as many as it has opened. */
function balance(middle: string, tail: string): [middle: string, tail: string] {
  let url = middle;
  let rest = tail;
  for (const [open, close] of PAIRS) {
    const opened = url.split(open).length - 1;
    if (opened <= url.split(close).length - 1) continue;
    const moved = rest.split(close);
    const count = Math.min(opened, moved.length - 1);
    if (count === 0) continue;
    url += moved.slice(0, count).join(close) + close;
    rest = moved.slice(count).join(close);
  }
  return [url, rest];
}

const LABELS = String.raw`(?:[\p{L}\p{N}_%\-]+\.)`;
const ADDRESS = new RegExp(
  "^(?:" +
    // A scheme or www. and any domain,
    String.raw`(?:https?://|www\.)${LABELS}*(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})` +
    // a domain under one of the well-known names,
    String.raw`|(?:[\p{L}\p{N}_%\-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)` +
    // or a scheme and the number of a host;
    String.raw`|https?://(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\])` +
    // then a port and a path.
    String.raw`)(?::\d{1,5})?(?:[/?#]\S*)?$`,
  "iu",
);

function link(text: string, { attributes, limit, schemes }: Linker): string {
  if (ADDRESS.test(text)) {
    const href = /^https?:\/\//.test(text) ? text : `https://${text}`;
    return `<a href="${href}"${attributes}>${trimmed(text, limit)}</a>`;
  }
  if (text.startsWith("mailto:") && isMail(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
  if (text.includes("@") && !text.startsWith("www.") && !text.includes(":") && isMail(text)) {
    return `<a href="mailto:${text}">${text}</a>`;
  }
  let linked = text;
  for (const scheme of schemes) {
    if (linked !== scheme && linked.startsWith(scheme))
      linked = `<a href="${linked}"${attributes}>${linked}</a>`;
  }
  return linked;
}

function trimmed(text: string, limit: number | undefined): string {
  if (limit === undefined || text.length <= limit) return text;
  const characters = Array.from(text);
  return characters.length > limit ? `${characters.slice(0, limit).join("")}...` : text;
}

/** Something, an at sign, and a domain with a dot; by hand, for as a pattern it takes quadratic time. */
function isMail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const domain = text.slice(at + 1);
  const dot = domain.lastIndexOf(".");
  return (
    at > 0 &&
    dot > 0 &&
    /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(domain) &&
    /^[\p{L}\p{N}_]+$/u.test(domain.slice(dot + 1))
  );
}
