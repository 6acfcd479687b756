/** Header values of every form: lists, dictionaries, values with options, what a client accepts. */
import {
  Accept,
  type AcceptItem,
  CharsetAccept,
  dumpHeader,
  dumpOptionsHeader,
  type HeaderValue,
  LanguageAccept,
  MIMEAccept,
  parseAcceptHeader,
  parseDictHeader,
  parseListHeader,
  parseOptionsHeader,
  parseSetHeader,
  quoteHeaderValue,
  unquoteHeaderValue,
} from "../../src/http/index.ts";
import { pythonText } from "../../src/python/index.ts";
import type { Arguments, Calls } from "./arguments.ts";

/** How the calls of these functions are run. */
export const headerValueCalls: Calls = {
  parse_options_header: (args) => {
    const [value, options] = parseOptionsHeader(args.optional("value"));
    return [value, [...options]];
  },
  dump_options_header: (args) =>
    dumpOptionsHeader(args.optional("header"), headerValues(args.dictionary("options"))),
  dump_header: (args) => {
    const items = args.value("iterable");
    return dumpHeader(items instanceof Map ? headerValues(items) : args.list("iterable").map(pythonText));
  },
  quote_header_value: (args) =>
    quoteHeaderValue(args.text("value"), { allowToken: args.raw("allow_token") !== false }),
  unquote_header_value: (args) => unquoteHeaderValue(args.text("value")),
  parse_list_header: (args) => parseListHeader(args.optional("value")),
  parse_dict_header: (args) => [...parseDictHeader(args.optional("value"))],
  parse_set_header: (args) => {
    const set = parseSetHeader(args.optional("value"));
    for (const name of args.list("add")) set.add(`${name}`);
    return { items: [...set], header: set.toHeader() };
  },
  accept,
};

/** Python writes what is no string by `str`. */
function headerValues(values: ReadonlyMap<string, unknown>): Map<string, HeaderValue | undefined> {
  return new Map(
    Array.from(values, ([key, value]) => [
      key,
      value === null || value === undefined ? undefined : pythonText(value),
    ]),
  );
}

const CLASSES = { Accept, CharsetAccept, LanguageAccept, MIMEAccept } as const;

function accept(args: Arguments): unknown {
  const cls = CLASSES[args.text("cls") as keyof typeof CLASSES];
  const values = args.value("values") as AcceptItem[] | undefined;
  const parsed = values === undefined ? parseAcceptHeader(args.optional("header"), cls) : new cls(values);
  const result: Record<string, unknown> = {
    values: [...parsed],
    provided: parsed.provided,
    best: parsed.best ?? null,
    header: parsed.toHeader(),
  };
  if (parsed instanceof MIMEAccept) {
    result.accept_html = parsed.acceptHtml;
    result.accept_json = parsed.acceptJson;
    result.accept_xhtml = parsed.acceptXhtml;
  }
  if (args.raw("matches") !== undefined) {
    const offers = args.list("matches").map(String);
    try {
      result.best_match = parsed.bestMatch(offers, args.optional("default")) ?? null;
    } catch {
      result.best_match_error = "ValueError";
    }
  }
  if (args.raw("keys") !== undefined) result.keys = args.list("keys").map((key) => lookUp(parsed, `${key}`));
  return result;
}

function lookUp(parsed: Accept, key: string): unknown {
  try {
    return [key, parsed.quality(key), parsed.has(key), parsed.find(key)];
  } catch {
    return [key, "ValueError"];
  }
}
