/** JSON as an application writes it in its responses, and reads it. */
import { DefaultJSONProvider } from "../../src/app/json/json-provider.ts";
import { JSONDecodeError } from "../../src/python/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isSame, readBytesOrText, readValue, writeValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";

const area: Area = {
  file: "flask/jsonify.json",
  departureLimit: 2,
  departures: [],
  check(testCase: Case, wanted: Fields): Mismatch | undefined {
    const comparable = comparableFields(testCase, wanted);
    const got = outcome(testCase);
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

function outcome({ kind, in: given }: Case): Fields {
  try {
    if (kind === "loads") return { ok: writeValue(load(given)) };
    if (kind === "dumps") return { ok: dump(given) };
    return { ok: respond(given) };
  } catch (error) {
    if (error instanceof JSONDecodeError) return { error: "JSONDecodeError" };
    if (error instanceof TypeError) return { error: "TypeError" };
    throw error;
  }
}

function load(given: Fields): unknown {
  const source = given.bytes === undefined ? `${given.text}` : readBytesOrText(given.bytes);
  const bytes =
    typeof source === "string" && given.bytes !== undefined ? new TextEncoder().encode(source) : source;
  return new DefaultJSONProvider().loads(bytes);
}

function dump({ app, obj, options = {} }: Fields): string {
  const { indent, separators, sort_keys, ensure_ascii } = options as Fields;
  return provider(app ?? { provider: { sort_keys: false } }).dumps(read(obj), {
    indent: (indent as number | null | undefined) ?? undefined,
    separators: (separators as [string, string] | null | undefined) ?? undefined,
    sortKeys: sort_keys as boolean | undefined,
    ensureAscii: ensure_ascii as boolean | undefined,
  });
}

function respond(given: Fields): Fields {
  const args = (given.args as unknown[]).map(read);
  const named = given.kwargs as [string, unknown][];
  // JavaScript has no keyword arguments: an object stands for them, and there is no mixing.
  if (named.length > 0 && args.length > 0) throw new TypeError("both kinds of arguments");
  const values = named.length > 0 ? [new Map(named.map(([key, value]) => [key, read(value)]))] : args;
  const response = provider(given).response(...values);
  return {
    status: `${response.status} ${response.statusText.toUpperCase()}`,
    content_type: response.contentType,
    body: new TextDecoder().decode(response.data),
  };
}

function provider(app: unknown): DefaultJSONProvider {
  const { debug, provider: settings = {} } = app as { readonly debug?: boolean; readonly provider?: Fields };
  const made = new DefaultJSONProvider({ isDebug: () => debug === true });
  if (settings.sort_keys !== undefined) made.sortKeys = settings.sort_keys === true;
  if (settings.ensure_ascii !== undefined) made.ensureAscii = settings.ensure_ascii === true;
  if (typeof settings.compact === "boolean") made.compact = settings.compact;
  if (settings.mimetype !== undefined) made.mimetype = `${settings.mimetype}`;
  made.nonFinite = "token";
  return made;
}

function read(neutral: unknown): unknown {
  return readValue(neutral, { dictionary: "map", rawFloats: true, other: readPythonOnly });
}

function comparableFields({ kind }: Case, wanted: Fields): Fields {
  if ("error" in wanted) return { error: errorName(`${wanted.error}`) };
  if (kind === "loads") return { ok: writeValue(readValue(wanted.ok, { dictionary: "object" })) };
  return { ok: wanted.ok };
}

/** Bytes that are no text are a TypeError here; what is nested too deep, or has too many digits, is no JSON. */
function errorName(pythonClass: string): string {
  return ["JSONDecodeError", "RecursionError", "ValueError"].includes(pythonClass)
    ? "JSONDecodeError"
    : "TypeError";
}
