/** The body of a request of the test client, made of what a test says of it. */
import { type ImmutableMultiDict, urlencode } from "../../http/index.ts";
import { isPlainObject } from "../../python/index.ts";
import type { Application } from "../application.ts";

/** What the Web's `Response` takes for a body: `BodyInit`, a name that not every set of types has. */
export type WebBody = NonNullable<ConstructorParameters<typeof globalThis.Response>[0]>;

/** A value of a query string or a form: what is no text is written as text. */
export type TestField = string | number | bigint | boolean;

/** Fields of a query string or a form; a list gives one name several values, `undefined` leaves a name out. */
export type TestFields =
  | ImmutableMultiDict
  | Iterable<readonly [string, TestField]>
  | Readonly<Record<string, TestField | readonly TestField[] | undefined>>;

/** A file of a form: the Web's own, or its content with a name, and a type if that does not follow from the name. */
export type TestFile =
  | globalThis.Blob
  | readonly [content: string | Uint8Array<ArrayBuffer>, filename: string, contentType?: string | undefined];

/** What a request of the test client may have for a body: one of these, files with a form or alone. */
export type TestBodyOptions = {
  /** The body: a form, sent as `multipart/form-data` if there are files or it is a `FormData`, urlencoded otherwise. */
  readonly form?: TestFields | globalThis.FormData | undefined;
  /** Files that are sent with the form, by the names of their fields; a list sends several. */
  readonly files?: Readonly<Record<string, TestFile | readonly TestFile[]>> | undefined;
  /** The body: a value that is sent as `application/json`, as the application writes it. */
  readonly json?: unknown;
  /** The body, sent as it is; a stream has no Content-Length. */
  readonly data?: WebBody | undefined;
};

/** What knows how JSON is written, and the types of files. */
export type BodyWriter = Pick<Application, "json" | "mimeTypes">;

/** A body, and the Content-Type that goes with it. */
export type TestBody = readonly [body: WebBody | undefined, type?: string | undefined];

/** The body that the options describe. @throws TypeError if there are several */
export function bodyOf(app: BodyWriter, { form, files, json, data }: TestBodyOptions): TestBody {
  const given = [form ?? files, json, data].filter((body) => body !== undefined);
  if (given.length > 1)
    throw new TypeError("Give one body: a form, which may have files, or json, or data, not several.");
  if (json !== undefined) return [encode(app.json.dumps(json)), "application/json"];
  if (files !== undefined || form instanceof globalThis.FormData) {
    return typed(formData(app, form ?? [], files ?? {}));
  }
  if (form !== undefined) return [encode(urlencode(pairsOf(form))), "application/x-www-form-urlencoded"];
  if (typeof data === "object" && isPlainObject(data)) {
    throw new TypeError(
      "The data of a request are sent as they are: give text or bytes; or fields as { form }, or { json }.",
    );
  }
  return data === undefined ? [undefined] : typed(data);
}

/** A body with the type that the Web gives it. */
function typed(body: WebBody): TestBody {
  // A form gets another boundary each time it is made a body of, so this one is kept.
  const made = new globalThis.Response(body);
  const type = made.headers.get("Content-Type") ?? undefined;
  if (typeof body === "string") return [encode(body), type];
  return [body instanceof globalThis.FormData ? (made.body ?? undefined) : body, type];
}

function formData(
  app: BodyWriter,
  fields: TestFields | globalThis.FormData,
  files: NonNullable<TestBodyOptions["files"]>,
): globalThis.FormData {
  const form = new globalThis.FormData();
  const pairs = fields instanceof globalThis.FormData ? fields : pairsOf(fields);
  for (const [name, value] of pairs) append(form, name, value);
  for (const [name, given] of Object.entries(files)) {
    for (const file of isFile(given) ? [given] : given) append(form, name, fileOf(app, file));
  }
  return form;
}

function append(form: globalThis.FormData, name: string, value: string | globalThis.Blob): void {
  if (typeof value === "string") form.append(name, value);
  else form.append(name, value);
}

function isFile(given: TestFile | readonly TestFile[]): given is TestFile {
  return given instanceof globalThis.Blob || typeof given[1] === "string";
}

function fileOf({ mimeTypes }: BodyWriter, file: TestFile): globalThis.Blob {
  if (file instanceof globalThis.Blob) return file;
  const [content, filename, contentType] = file;
  const type = contentType ?? mimeTypes.guessType(filename).type ?? "application/octet-stream";
  return new globalThis.File([content], filename, { type });
}

/** The fields, one by one. @throws TypeError for one that is no text */
export function* pairsOf(fields: TestFields): Generator<readonly [string, string]> {
  if (typeof fields !== "object" || fields === null) {
    throw new TypeError(`The fields of a form or query must be an object or pairs, not ${String(fields)}.`);
  }
  if ("getList" in fields && typeof fields.getList === "function") {
    for (const [name, values] of (fields as ImmutableMultiDict).lists()) {
      for (const value of values) yield [name, value];
    }
  } else if (Symbol.iterator in fields) {
    for (const [name, value] of fields as Iterable<readonly [string, TestField]>)
      yield [name, textOf(name, value)];
  } else {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) yield [name, textOf(name, one)];
    }
  }
}

function textOf(name: string, value: TestField): string {
  if (typeof value !== "object" || value === null) return String(value);
  throw new TypeError(`The field ${JSON.stringify(name)} is no text; files are given as { files }.`);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
