/** The JSON of sessions, in which tags carry what JSON lacks. */
import { JSONDecodeError } from "../../src/python/index.ts";
import { TaggedJSONSerializer } from "../../src/sessions/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isSame, readBytesOrText, readValue, writeValue } from "../neutral-values.ts";
import { readPythonOnly } from "../python-only.ts";
import { wholeFloatsAsIntegers } from "../signed-payload.ts";

const area: Area = {
  file: "flask/tagged-json.json",
  departureLimit: 2,
  departures: [
    {
      cites: 'api.md: "a whole float becomes an integer"; JavaScript has one type of number',
      applies: (testCase) => testCase.kind === "dumps" && testCase.tags?.includes("integral-float") === true,
      expected: (testCase) => ({ ok: wholeFloatsAsIntegers(`${testCase.out.ok}`) }),
    },
  ],
  check(testCase: Case, wanted: Fields): Mismatch | undefined {
    const got = outcome(testCase);
    const comparable = comparableFields(testCase, wanted);
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

function outcome({ kind, in: given }: Case): Fields {
  const serializer = new TaggedJSONSerializer(options(given.app));
  try {
    if (kind === "dumps") {
      return { ok: serializer.dumps(readValue(given.obj, { dictionary: "map", other: readPythonOnly })) };
    }
    return { ok: writeValue(serializer.loads(`${readBytesOrText(given.text)}`)) };
  } catch (error) {
    if (error instanceof JSONDecodeError) return { error: "JSONDecodeError" };
    if (error instanceof TypeError) return { error: "TypeError" };
    throw error;
  }
}

/** Without an application Flask writes the keys as they come. */
function options(app: unknown): { readonly sortKeys: boolean; readonly ensureAscii: boolean } {
  const provider = (app ?? { sort_keys: false, ensure_ascii: true }) as Record<string, boolean>;
  return { sortKeys: provider.sort_keys === true, ensureAscii: provider.ensure_ascii === true };
}

function comparableFields({ kind, tags }: Case, wanted: Fields): Fields {
  if ("error" in wanted) return { error: ourError(`${wanted.error}`, tags ?? []) };
  return kind === "loads"
    ? { ok: writeValue(readValue(wanted.ok, { dictionary: "object" })) }
    : { ok: wanted.ok };
}

/** Text that is no JSON is one error here; a tag that does not fit is another, where Python has a class for each way. */
function ourError(pythonClass: string, tags: readonly string[]): string {
  return pythonClass === "JSONDecodeError" || tags.includes("python-limit") ? "JSONDecodeError" : "TypeError";
}
