/** Forms: the multipart parser by itself, and requests whose form and files are read. */
import { HTTPException, MultipartError, MultipartParser, type PartHead } from "../../src/http/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isSame, readBytesOrText } from "../neutral-values.ts";

const area: Area = {
  file: "flask/forms.json",
  departureLimit: 2,
  departures: [],
  async check(testCase: Case, wanted: Fields): Promise<Mismatch | undefined> {
    const comparable = comparableFields(wanted);
    const got = testCase.kind === "decoder" ? decode(testCase.in) : {};
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

/** What the whole body gives is the standard, where Flask's result depends on how it was cut. */
function comparableFields(wanted: Fields): Fields {
  if ("whole" in wanted) return { ok: wanted.whole };
  if ("error" in wanted) return { error: ourError(`${wanted.error}`) };
  return { ok: wanted.ok };
}

/** Headers that are no UTF-8 are malformed like any others. */
function ourError(pythonClass: string): string {
  return pythonClass === "UnicodeDecodeError" ? "ValueError" : pythonClass;
}

function decode(given: Fields): Fields {
  const parts: { head: PartHead; data: Uint8Array[] }[] = [];
  const receiver = {
    beginPart: (head: PartHead) => void parts.push({ head, data: [] }),
    takeContent: (bytes: Uint8Array) => void parts.at(-1)?.data.push(bytes),
    endPart: () => {},
  };
  try {
    const boundary = `${readBytesOrText(given.boundary)}`;
    const parser = new MultipartParser(boundary, receiver, {
      maxHeld: limit(given.max_form_memory_size),
      maxParts: limit(given.max_parts),
    });
    for (const chunk of given.chunks as string[]) parser.push(Buffer.from(chunk, "base64"));
    parser.finish();
  } catch (error) {
    if (error instanceof MultipartError) return { error: "ValueError" };
    if (error instanceof HTTPException) return { error: error.name };
    throw error;
  }
  return {
    ok: {
      parts: parts.map(({ head, data }) => ({
        name: head.name ?? null,
        filename: head.filename ?? null,
        headers: head.headers,
        data: Buffer.concat(data).toString("base64"),
      })),
    },
  };
}

function limit(value: unknown): number {
  return typeof value === "number" ? value : Number.POSITIVE_INFINITY;
}
