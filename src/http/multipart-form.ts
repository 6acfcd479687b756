/** `MultipartForm`: receives a multipart form: its fields as text, its files in memory or on disk. */
import { Buffer } from "node:buffer";
import { tooLarge as bodyTooLarge, type EffectiveLimits } from "./body-limits.ts";
import type { BodyShare } from "./body-share.ts";
import { ByteCollector } from "./byte-collector.ts";
import type { Disk } from "./disk.ts";
import { RequestEntityTooLarge } from "./errors.ts";
import { FileStorage } from "./file-storage.ts";
import { MultipartError, MultipartParser, type PartHead, type PartReceiver } from "./multipart-parser.ts";
import { parseOptionsHeader } from "./options-header.ts";
import { UploadedContent } from "./uploaded-content.ts";

// Werkzeug reads a body in pieces of this size; what a parser holds back is measured at each.
const PIECE = 65_536;

/** What a multipart form holds, while it comes and when it is here. */
export class MultipartForm implements PartReceiver {
  /** The fields, in order. A part without a name is left out: nothing could ask for it. */
  readonly fields: [string, string][] = [];
  /** The files, in order, each by the name of its field. */
  readonly files: [string, FileStorage][] = [];
  /** Why the body is no form; the fields and files are empty then. */
  malformed: string | undefined;

  readonly #limits: EffectiveLimits;
  readonly #share: BodyShare;
  readonly #disk: Disk | undefined;
  readonly #freesPieces: boolean;
  readonly #parser: MultipartParser;
  readonly #contents: UploadedContent[] = [];
  #received = 0;
  #parts = 0;
  #largestField = 0;
  #held = 0;
  #head: PartHead | undefined;
  #field: ByteCollector | undefined;
  #content: UploadedContent | undefined;
  #writing: Promise<void> | undefined;

  /**
   * @param boundary - The `boundary` parameter of the Content-Type.
   * @param share - Counts what is held.
   * @param disk - Where large files go, if there is a place.
   * @param freesPieces - Whether what is pushed is nobody else's, and may be freed when it is on disk.
   * @throws MultipartError if the boundary is none.
   */
  constructor(
    boundary: string,
    limits: EffectiveLimits,
    share: BodyShare,
    disk: Disk | undefined,
    freesPieces: boolean,
  ) {
    this.#freesPieces = freesPieces;
    this.#limits = limits;
    this.#share = share;
    this.#disk = disk;
    this.#parser = new MultipartParser(boundary, this, {
      maxHeld: limits.maxFormMemorySize,
      maxParts: limits.maxFormParts,
    });
  }

  /**
   * Takes the next bytes of the body.
   * @returns A promise to wait for if the disk is slower than the sender.
   * @throws RequestEntityTooLarge, a 413, beyond a limit; ServiceUnavailable, a 503, if all uploads together
   *   are too much.
   */
  push(chunk: Uint8Array): Promise<void> | undefined {
    this.#received += chunk.byteLength;
    const { maxFormMemorySize } = this.#limits;
    if (maxFormMemorySize < PIECE && this.#received > maxFormMemorySize) throw tooLarge(maxFormMemorySize);
    return this.#feed(chunk, 0);
  }

  /** Ends the body; settles when the files are where they shall be. */
  async finish(): Promise<void> {
    this.#attempt(() => this.#parser.finish());
    if (this.malformed !== undefined) return;
    for (const content of this.#contents) await content.flush();
  }

  /** The error of the first of these limits that the form is beyond, now that it is here. */
  excess(limits: EffectiveLimits): RequestEntityTooLarge | undefined {
    const { maxContentLength, maxFormMemorySize, maxFormParts } = limits;
    if (this.#received > maxContentLength) return bodyTooLarge(maxContentLength);
    const measured = maxFormMemorySize < PIECE ? this.#received : this.#largestField;
    if (measured > maxFormMemorySize) return tooLarge(maxFormMemorySize);
    if (this.#parts <= maxFormParts) return undefined;
    return new RequestEntityTooLarge(`The form has more than ${maxFormParts} parts.`);
  }

  /** Lets go of the files. */
  close(): void {
    for (const content of this.#contents) content.close();
  }

  beginPart(head: PartHead): void {
    this.#share.takeMemory(head.size);
    this.#head = head;
    if (head.filename === undefined) {
      this.#field = new ByteCollector(this.#limits.maxFormMemorySize);
      return;
    }
    this.#content = new UploadedContent(this.#share, this.#disk, this.#freesPieces);
    this.#contents.push(this.#content);
  }

  takeContent(bytes: Uint8Array): void {
    if (this.#content !== undefined) {
      const writing = this.#content.write(bytes);
      if (writing !== undefined) this.#writing = writing;
      return;
    }
    this.#share.takeMemory(bytes.byteLength);
    if (this.#field?.add(bytes) === false) throw tooLarge(this.#limits.maxFormMemorySize);
  }

  endPart(): void {
    const head = this.#head;
    if (head === undefined) return;
    this.#parts++;
    if (this.#content !== undefined) {
      const file = new FileStorage(head, this.#content, this.#disk);
      if (head.name !== undefined) this.files.push([head.name, file]);
    } else if (this.#field !== undefined && head.name !== undefined) {
      const bytes = this.#field.bytes();
      this.#largestField = Math.max(this.#largestField, bytes.byteLength);
      this.fields.push([head.name, decodeField(bytes, head)]);
    }
    this.#head = this.#field = this.#content = undefined;
  }

  /** Hands the chunk to the parser piece by piece, as fast as the disk takes what it finds. */
  #feed(chunk: Uint8Array, from: number): Promise<void> | undefined {
    for (let start = from; start < chunk.byteLength; start += PIECE) {
      if (this.malformed !== undefined) return undefined;
      const piece = chunk.byteLength <= PIECE ? chunk : chunk.subarray(start, start + PIECE);
      this.#attempt(() => this.#parser.push(piece));
      if (this.malformed === undefined) this.#countHeld();
      const writing = this.#writing;
      this.#writing = undefined;
      if (writing !== undefined) return writing.then(() => this.#feed(chunk, start + PIECE));
    }
    return undefined;
  }

  /** Counts what the parser holds back: a client need never send the end of a header. */
  #countHeld(): void {
    const { held } = this.#parser;
    if (held > this.#held) this.#share.takeMemory(held - this.#held);
    else if (held < this.#held) this.#share.giveMemory(this.#held - held);
    this.#held = held;
  }

  /** Runs a step of the parser; what it can't make sense of leaves an empty form, as in Flask. */
  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof MultipartError)) throw error;
      this.malformed = error.message;
      this.fields.length = 0;
      this.files.length = 0;
      this.close();
      this.#share.release();
    }
  }
}

const UTF8: TextDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
// The charsets that a part may name; anything else is read as UTF-8.
const ASCII: ReadonlySet<string> = new Set(["ascii", "us-ascii"]);

function decodeField(bytes: Uint8Array, head: PartHead): string {
  const [, parameters] = parseOptionsHeader(head.headers.get("content-type"));
  const charset = parameters.get("charset")?.toLowerCase() ?? "";
  if (charset === "iso-8859-1") return latin1(bytes);
  // TextDecoder takes ASCII for another name of windows-1252.
  if (ASCII.has(charset)) return latin1(bytes).replace(/[\x80-\xff]/g, "\ufffd");
  return UTF8.decode(bytes);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function tooLarge(limit: number): RequestEntityTooLarge {
  return new RequestEntityTooLarge(`The form has more than the ${limit} bytes that are allowed for it.`);
}
