/** Where a rule with `redirectTo` sends its requests: never to a host that a visitor chose. */
import { NotFound } from "../http/index.ts";
import type { Rule } from "./rule.ts";
import { encodeMisread } from "./url-text.ts";

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i;
const VARIABLE = /<([^>]+)>/g;
/** What may stand for a variable in a host: a label of it, or a port. */
const LABEL = /^[\w-]+$/;

/**
 * The URL that the text of a `redirectTo` gives. The text alone decides on the host: where it names none, no value
 * can, though it begin with slashes or look like a URL; where it has variables in the host, each is one label of it.
 *
 * @param base The URL that it is joined onto.
 * @throws NotFound if a value cannot be part of a host; Error for a variable that the rule does not have.
 */
export function filledTarget(
  rule: Rule,
  template: string,
  values: Readonly<Record<string, unknown>>,
  base: string,
): string {
  const authority = AUTHORITY.exec(template)?.[0] ?? "";
  const host = authority.replace(VARIABLE, (_, name: string) => label(rule.textOf(name, values)));
  const rest = template
    .slice(authority.length)
    .replace(VARIABLE, (_, name: string) => rule.textOf(name, values));
  if (authority !== "") return joined(base, host + (/^[/?#]/.test(rest) || rest === "" ? rest : `/${rest}`));
  if (HAS_SCHEME.test(template)) return rest;
  // As RFC 3986, section 4.2, has it for a path whose first segment looks like a scheme.
  return joined(base, HAS_SCHEME.test(rest) ? `./${rest}` : rest.replace(/^[/\\]{2,}/, "/"));
}

/**
 * A reference joined onto a base, as a browser resolves it. What a browser would leave out or read as a slash, and so
 * go elsewhere, is encoded; nothing else is encoded or decoded on the way.
 */
export function joined(base: string, written: string): string {
  const reference = encodeMisread(written);
  if (HAS_SCHEME.test(reference)) return reference;
  const [, origin = "", path = ""] = /^([^/]*\/\/[^/]*)(.*)$/.exec(base) ?? [];
  if (reference.startsWith("//")) return `${origin.slice(0, origin.indexOf("//"))}${reference}`;
  if (reference.startsWith("/")) return origin + withoutDots(reference);
  if (reference === "") return base;
  return origin + withoutDots(path.slice(0, path.lastIndexOf("/") + 1) + reference);
}

/** RFC 3986, section 5.2.4, for the path of a reference. */
function withoutDots(reference: string): string {
  const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(reference) ?? [];
  const segments: string[] = [];
  const all = path.split("/");
  for (const [index, segment] of all.entries()) {
    const isLast = index === all.length - 1;
    if (segment === "..") {
      if (segments.length > 1) segments.pop();
      if (isLast) segments.push("");
    } else if (segment !== ".") segments.push(segment);
    else if (isLast) segments.push("");
  }
  return segments.join("/") + rest;
}

function label(text: string): string {
  if (LABEL.test(text)) return text;
  throw new NotFound();
}
