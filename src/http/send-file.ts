/** `sendFile` and `sendFromDirectory`: responses that are files. */
import { contentDisposition } from "./content-disposition.ts";
import { getContentType } from "./content-type.ts";
import { httpDate } from "./dates.ts";
import { diskFiles } from "./disk-files.ts";
import { NotFound } from "./errors.ts";
import { quoteEtag } from "./etags.ts";
import { FileBody } from "./file-body.ts";
import { fileEtag } from "./file-etag.ts";
import { FileNotFoundError, type FileSource, type OpenFile } from "./file-source.ts";
import { Headers } from "./headers.ts";
import { MimeTypes } from "./mime-types.ts";
import type { Request } from "./request.ts";
import { Response } from "./response.ts";
import type { StreamedBody } from "./response-body.ts";
import { lastSegment, pathFrom, safeJoin } from "./safe-join.ts";

/** What a file response can be made of: a path, bytes, or a stream of bytes. */
export type SendableFile = string | Uint8Array | globalThis.Blob | StreamedBody;

/** How a file is sent. Flask's options, in camelCase. */
export interface SendFileOptions {
  /** The MIME type; guessed from the name if it is left out. */
  readonly mimetype?: string | undefined;
  /** Whether the browser shall save the file instead of showing it. */
  readonly asAttachment?: boolean | undefined;
  /** The name under which it is saved; the last segment of the path if it is left out. */
  readonly downloadName?: string | undefined;
  /** Whether 304, 412 and parts (206, 416) are sent where the request asks for them; on unless it is `false`. */
  readonly conditional?: boolean | undefined;
  /** The ETag, without quotes; `false` for none. Left out, a path gets one of its size and time. */
  readonly etag?: string | boolean | undefined;
  /** When it was changed last: a `Date`, or seconds since 1970; a path has its own. */
  readonly lastModified?: Date | number | undefined;
  /** How long clients may keep it without asking, in seconds, or a function of the path that says so. */
  readonly maxAge?: number | ((path: string | undefined) => number | undefined) | undefined;
}

/** What besides the options is needed to send a file; an application knows it. */
export interface SendFileSettings extends SendFileOptions {
  /** The folder that relative paths start from; the working directory if it is left out. */
  readonly root?: string | undefined;
  /** Where the files are; on the disk if it is left out. */
  readonly files?: FileSource | undefined;
  /** The types of files by their names. */
  readonly mimeTypes?: MimeTypes | undefined;
  /** Whether a server in front sends the file, told by an X-Sendfile header. */
  readonly useXSendfile?: boolean | undefined;
}

/**
 * A response that is a file: with its type, length, date, ETag and download name; 304, 412 or a part where the
 * request asks for them. Werkzeug's `send_file`. A path must be trusted: for one that comes from a visitor there
 * is {@link sendFromDirectory}.
 *
 * A file is opened once and read as fast as the client takes it; it is closed at the end, when the client goes,
 * and at once for HEAD and 304. A client that has it already is told so without opening it again, if it was opened
 * within the last second.
 *
 * @param file - A path, bytes, a Blob, or a stream of bytes, whose length nobody knows.
 * @param request - The request that is answered.
 * @param options - How it is sent.
 * @throws FileNotFoundError if no regular file has the path; TypeError if there is neither a name nor a type, or
 *   no name for an attachment; RequestedRangeNotSatisfiable, a 416, for a part that does not exist.
 */
export async function sendFile(
  file: SendableFile,
  request: Request,
  options: SendFileSettings = {},
): Promise<Response> {
  if (typeof file !== "string") return sendContent(file, request, options);
  const path = pathFrom(options.root, file);
  const unmodified = answerUnopened(path, undefined, request, options);
  if (unmodified !== undefined) return unmodified;
  const open = await filesOf(options).open(path);
  if (open === undefined) throw new FileNotFoundError(path);
  return sendOpenFile(open, path, request, options);
}

/**
 * A response that is a file below a folder. Werkzeug's `send_from_directory`: what leads out of the folder, by
 * its text or by a symbolic link, and what is no regular file, is answered with 404.
 *
 * @param directory - The folder, which is trusted.
 * @param path - The path below it, which may come from a visitor.
 * @param request - The request that is answered.
 * @param options - How it is sent.
 * @throws NotFound, a 404; RequestedRangeNotSatisfiable, a 416.
 */
export async function sendFromDirectory(
  directory: string,
  path: string,
  request: Request,
  options: SendFileSettings = {},
): Promise<Response> {
  const safe = safeJoin(directory, path);
  if (safe === undefined) throw new NotFound();
  const full = pathFrom(options.root, safe);
  const folder = pathFrom(options.root, directory);
  const unmodified = answerUnopened(full, folder, request, options);
  if (unmodified !== undefined) return unmodified;
  const open = await filesOf(options).open(full, folder);
  if (open === undefined) throw new NotFound();
  return sendOpenFile(open, full, request, options);
}

const DEFAULT_TYPES = new MimeTypes();
// A file of this size is read before it is sent: its headers and its bytes then go out together.
const WHOLE = 65_536;

/** The 304 that a request gets, if that can be said without opening the file: that takes several times as long. */
function answerUnopened(
  path: string,
  folder: string | undefined,
  request: Request,
  options: SendFileSettings,
): Response | undefined {
  const { headers } = request;
  const isConditional = headers.has("If-None-Match") || headers.has("If-Modified-Since");
  if (!isConditional || headers.has("Range")) return undefined;
  const version = filesOf(options).recall?.(path, folder);
  if (version === undefined) return undefined;
  const response = responseFor({ path, size: version.size, modified: version.modified }, options);
  makeConditional(response, request, options, version.size);
  return response.status === 304 ? response : undefined;
}

/** Sends a file that has been opened, and closes it whatever happens. */
async function sendOpenFile(
  file: OpenFile,
  path: string,
  request: Request,
  options: SendFileSettings,
): Promise<Response> {
  try {
    const response = responseFor({ path, size: file.size, modified: file.modified }, options);
    const body = new FileBody(file);
    response.body = body;
    makeConditional(response, request, options, file.size);
    await settleBody(response, request, file);
    return response;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Decides what becomes of the body once it is known which part of it is sent. */
async function settleBody(response: Response, request: Request, file: OpenFile): Promise<void> {
  const { body } = response;
  if (!(body instanceof FileBody)) return;
  if (request.method === "HEAD" || response.status === 304 || response.headers.has("X-Sendfile")) {
    response.body = null;
    await file.close();
  } else if (body.remaining <= WHOLE) {
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    response.body = pieces.length === 1 ? pieces[0] : pieces;
  }
}

async function sendContent(
  content: Exclude<SendableFile, string>,
  request: Request,
  options: SendFileSettings,
): Promise<Response> {
  const isBlob = content instanceof globalThis.Blob;
  const size = isBlob ? content.size : content instanceof Uint8Array ? content.byteLength : undefined;
  const response = responseFor({ path: undefined, size, modified: undefined }, options);
  response.body = isBlob ? (content.stream() as globalThis.ReadableStream<Uint8Array>) : content;
  makeConditional(response, request, options, size);
  return response;
}

function makeConditional(
  response: Response,
  request: Request,
  { conditional = true }: SendFileOptions,
  size: number | undefined,
): void {
  if (!conditional) return;
  response.makeConditional(request, { acceptRanges: true, completeLength: size });
  // Some servers would send the file all the same.
  if (response.status === 304) response.headers.delete("X-Sendfile");
}

/** What is known of a file before its bytes are read. */
type FileFacts = {
  readonly path: string | undefined;
  readonly size: number | undefined;
  readonly modified: number | undefined;
};

/** A response with all headers that the file and the options call for. */
function responseFor(facts: FileFacts, options: SendFileSettings): Response {
  const { path, size } = facts;
  const { asAttachment = false } = options;
  const downloadName = options.downloadName ?? (path === undefined ? undefined : lastSegment(path));
  const headers = new Headers();
  const mimetype = options.mimetype ?? guessType(downloadName, asAttachment, headers, options);
  if (downloadName !== undefined) {
    const type = asAttachment ? "attachment" : "inline";
    headers.set("Content-Disposition", contentDisposition(type, downloadName));
  } else if (asAttachment) {
    throw new TypeError("An attachment that has no path needs a name; give { downloadName }.");
  }
  if (options.useXSendfile === true && path !== undefined && isLatin1(path)) headers.set("X-Sendfile", path);
  headers.set("Content-Type", getContentType(mimetype));
  if (size !== undefined) headers.set("Content-Length", String(size));
  setDates(headers, facts, options);
  setEtag(headers, facts, options);
  return new Response(null, { headers });
}

function guessType(
  name: string | undefined,
  asAttachment: boolean,
  headers: Headers,
  { mimeTypes = DEFAULT_TYPES }: SendFileSettings,
): string {
  if (name === undefined) {
    throw new TypeError("A file that has no path needs a type; give { mimetype } or { downloadName }.");
  }
  const { type, encoding } = mimeTypes.guessType(name);
  // A browser that saves an attachment would unpack it on the way.
  if (encoding !== undefined && !asAttachment) headers.set("Content-Encoding", encoding);
  return type ?? "application/octet-stream";
}

function setDates(headers: Headers, { path, modified }: FileFacts, options: SendFileOptions): void {
  const lastModified = options.lastModified ?? modified;
  if (lastModified !== undefined) headers.set("Last-Modified", httpDate(lastModified));
  const maxAge = typeof options.maxAge === "function" ? options.maxAge(path) : options.maxAge;
  if (maxAge === undefined || maxAge === null) {
    headers.set("Cache-Control", "no-cache");
    return;
  }
  if (!Number.isSafeInteger(maxAge)) {
    throw new RangeError(`A maxAge of ${maxAge} can't be sent; give whole seconds.`);
  }
  headers.set("Cache-Control", `${maxAge > 0 ? "public" : "no-cache"}, max-age=${maxAge}`);
  headers.set("Expires", httpDate(Math.floor(Date.now() / 1000) + maxAge));
}

function setEtag(
  headers: Headers,
  { path, size, modified }: FileFacts,
  { etag = true }: SendFileOptions,
): void {
  if (typeof etag === "string") headers.set("ETag", quoteEtag(etag));
  else if (etag && path !== undefined && size !== undefined && modified !== undefined) {
    headers.set("ETag", quoteEtag(fileEtag(path, size, modified)));
  }
}

function filesOf({ files }: SendFileSettings): FileSource {
  const source = files ?? diskFiles();
  if (source !== undefined) return source;
  throw new Error(
    "This runtime has no disk to send a file from; give { files: new DictionaryFiles({ … }) }, to the application too.",
  );
}

/** Whether a header can hold it. */
function isLatin1(path: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]*$/.test(path);
}
