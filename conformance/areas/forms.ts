/** Forms: the multipart parser by itself, and requests whose form and files are read. */
import {
  type FileStorage,
  HTTPException,
  type ImmutableMultiDict,
  MultipartError,
  MultipartParser,
  type PartHead,
  Request,
} from "../../src/http/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isFields, isSame, readBytesOrText } from "../neutral-values.ts";
import { RecordedSource, readSegments } from "../recorded-source.ts";
import { shortenBytes } from "../shortened.ts";

const area: Area = {
  file: "flask/forms.json",
  departureLimit: 2,
  departures: [
    {
      cites:
        "api.md: `form` and `files` are MultiDicts, whose keys are text; a part without a name is left out",
      applies: ({ out }) =>
        isFields(out.ok) && [...listOf(out.ok.form), ...listOf(out.ok.files)].some(isNameless),
      expected: ({ out }) => ({ ok: withoutNameless(isFields(out.ok) ? out.ok : {}) }),
    },
    {
      cites: "section 14, item 1: a chunked body over MAX_CONTENT_LENGTH is a 413, never cut short",
      applies: ({ kind, in: given }) =>
        kind === "parse" && given.chunked === true && exceedsContentLength(given),
      expected: () => ({ error: "RequestEntityTooLarge", status: 413 }),
    },
    {
      cites: "section 14, item 2: an urlencoded form of unknown length keeps to MAX_FORM_MEMORY_SIZE",
      applies: ({ kind, in: given }) => kind === "parse" && given.chunked === true && isUrlencoded(given),
      expected: () => ({ error: "RequestEntityTooLarge", status: 413 }),
    },
  ],
  async check(testCase: Case, wanted: Fields): Promise<Mismatch | undefined> {
    const comparable = comparableFields(wanted);
    const got = testCase.kind === "decoder" ? decode(testCase.in) : await parse(testCase.in);
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
    const parser = new MultipartParser(`${readBytesOrText(given.boundary)}`, receiver, {
      maxHeld: limit(given.max_form_memory_size) ?? Number.POSITIVE_INFINITY,
      maxParts: limit(given.max_parts) ?? Number.POSITIVE_INFINITY,
    });
    for (const chunk of given.chunks as string[]) parser.push(Buffer.from(chunk, "base64"));
    parser.finish();
  } catch (error) {
    return { error: nameOf(error) };
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

async function parse(given: Fields): Promise<Fields> {
  const limits = isFields(given.limits) ? given.limits : {};
  const request = new Request(new RecordedSource(given));
  try {
    await request.receiveBody({
      maxContentLength: limit(limits.max_content_length),
      maxFormMemorySize: "max_form_memory_size" in limits ? limit(limits.max_form_memory_size) : undefined,
      maxFormParts: "max_form_parts" in limits ? limit(limits.max_form_parts) : undefined,
    });
    const form = pairsOf(request.form).map(([name, value]) => [name, shortenText(value)]);
    return {
      ok: { form, files: await Promise.all(pairsOf(request.files).map(([, file]) => describe(file))) },
    };
  } catch (error) {
    return { error: nameOf(error) };
  } finally {
    request.close();
  }
}

async function describe(file: FileStorage): Promise<Fields> {
  return {
    name: file.name,
    filename: file.filename,
    content_type: file.contentType ?? null,
    mimetype: file.mimetype,
    mimetype_params: [...file.mimetypeParams],
    content_length: file.contentLength,
    headers: file.headers,
    content: shortenBytes(await file.bytes()) ?? { b64: Buffer.from(await file.bytes()).toString("base64") },
  };
}

function shortenText(text: string): unknown {
  return shortenBytes(Buffer.from(text)) ?? text;
}

function pairsOf<V>(dictionary: ImmutableMultiDict<V>): [string, V][] {
  return [...dictionary.lists()].flatMap(([key, values]) => values.map((value): [string, V] => [key, value]));
}

function nameOf(error: unknown): string {
  if (error instanceof MultipartError) return "ValueError";
  if (error instanceof HTTPException) return error.name;
  throw error;
}

function limit(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function isUrlencoded(given: Fields): boolean {
  return `${given.content_type}`.startsWith("application/x-www-form-urlencoded");
}

function exceedsContentLength(given: Fields): boolean {
  const limits = isFields(given.limits) ? given.limits : {};
  return readSegments(given.body).byteLength > (limit(limits.max_content_length) ?? Number.POSITIVE_INFINITY);
}

function isNameless(item: unknown): boolean {
  return Array.isArray(item) ? item[0] === null : isFields(item) && item.name === null;
}

function withoutNameless(ok: Fields): Fields {
  const named = (items: unknown): unknown[] => listOf(items).filter((item) => !isNameless(item));
  return { form: named(ok.form), files: named(ok.files) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
