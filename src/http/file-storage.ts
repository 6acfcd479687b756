/** `FileStorage`: a file that came with a form. */
import { inspectAs, nameInPython } from "../python/index.ts";
import type { Disk } from "./disk.ts";
import { BadRequest } from "./errors.ts";
import type { Headers } from "./headers.ts";
import type { PartHead } from "./multipart-parser.ts";
import { parseOptionsHeader } from "./options-header.ts";
import { secureFilename } from "./secure-filename.ts";
import type { UploadedContent } from "./uploaded-content.ts";

/**
 * A file that came with a form: `request.files.get("photo")`. After Werkzeug's class of the name. It can be
 * read until the request has ended; what shall stay has to be saved.
 *
 * All that the client says of the file is as it said it: the name, the type and the headers are to be checked
 * before they are used.
 *
 * @example
 * ```ts
 * const photo = request.files.require("photo");
 * if (photo.filename !== "") await photo.save("uploads");   // a folder: under secureFilename(photo.filename)
 * ```
 */
export class FileStorage {
  /** The name of the field; "" if it has none. */
  readonly name: string;
  /** The name of the file as the client wrote it; "" if the field was left empty. */
  readonly filename: string;
  /** The headers of the part, as they came. */
  readonly headers: Headers;
  readonly #content: UploadedContent;
  readonly #disk: Disk | undefined;
  #type: [string, Map<string, string>] | undefined;

  /**
   * @param head - What stands above the content.
   * @param content - The content.
   * @param disk - Where it can be saved, if there is a place.
   */
  constructor(head: PartHead, content: UploadedContent, disk: Disk | undefined) {
    this.name = head.name ?? "";
    this.filename = head.filename ?? "";
    this.headers = head.headers;
    this.#content = content;
    this.#disk = disk;
  }

  /** How many bytes the file has. */
  get size(): number {
    return this.#content.size;
  }

  /** The Content-Type as the client wrote it. */
  get contentType(): string | undefined {
    return this.headers.get("content-type");
  }

  /** The MIME type that the client says the file has, in lower case; "" if it says none. */
  get mimetype(): string {
    return this.#contentType[0].toLowerCase();
  }

  /** The parameters of the Content-Type, such as `charset`, by lower-case name. */
  get mimetypeParams(): ReadonlyMap<string, string> {
    return this.#contentType[1];
  }

  /** The Content-Length that the client wrote above the file, 0 if it wrote none; {@link size} is the true one. */
  get contentLength(): number {
    const length = this.headers.get("content-length") ?? "";
    return /^[+-]?[0-9]+$/.test(length) ? Number(length) : 0;
  }

  /** The content, read from the start each time this is called. */
  stream(): globalThis.ReadableStream<Uint8Array<ArrayBuffer>> {
    const pieces = this.#content.pieces();
    return new globalThis.ReadableStream(
      {
        async pull(controller) {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await pieces.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** The content, in memory. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#content.bytes();
  }

  /** The content read as UTF-8; what is none becomes U+FFFD. */
  async text(): Promise<string> {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await this.#content.bytes());
  }

  /**
   * Writes the content to a file, in the place of one that is there.
   *
   * @param pathOrFolder - A path, which is used as it is given: never build one of what the client sent. Or a
   *   folder that exists; the file then gets the name `secureFilename(filename)`, and stays in that folder.
   * @returns The path of the file.
   * @throws BadRequest, a 400, if the file shall go to a folder and its name leads out of it or is none; Error
   *   where there is no disk, or with what the system says.
   */
  async save(pathOrFolder: string): Promise<string> {
    const disk = this.#disk;
    if (disk === undefined) {
      throw new Error(
        "file.save() needs a disk, which this runtime has not. Hand file.stream() to where it is kept.",
      );
    }
    const isFolder = await disk.isFolder(pathOrFolder);
    const path = isFolder ? disk.join(pathOrFolder, nameWithin(this.filename)) : pathOrFolder;
    await disk.save(path, this.#content.pieces(), !isFolder);
    return path;
  }

  /** Name and size, as a log shows them. */
  toString(): string {
    return `<FileStorage ${JSON.stringify(this.filename)} ${this.size} bytes>`;
  }

  get #contentType(): [string, Map<string, string>] {
    this.#type ??= parseOptionsHeader(this.contentType);
    return this.#type;
  }
}

nameInPython(FileStorage.prototype);
inspectAs(FileStorage.prototype, (file) => file.toString());

/** The name under which a file goes to a folder. What tries to leave it is an attack, and no name to be mended. */
function nameWithin(filename: string): string {
  if (/^(?:[/\\]|[A-Za-z]:)|\0/.test(filename) || filename.split(/[/\\]/).includes("..")) {
    throw new BadRequest("The name of the file leads out of the folder that files are kept in.");
  }
  const name = secureFilename(filename);
  if (name === "") throw new BadRequest("The file has no name that it could be kept under.");
  if (name.length > LONGEST_NAME) throw new BadRequest("The name of the file is too long to be kept.");
  return name;
}

// In bytes, on the file systems of today; names are ASCII here.
const LONGEST_NAME = 255;
