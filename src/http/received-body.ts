/** `ReceivedBody`: the body of a request once it is here, and what it is parsed into. */
import type { EffectiveLimits } from "./body-limits.ts";
import { tooLarge } from "./body-limits.ts";
import { BodyShare, UNCOUNTED } from "./body-share.ts";
import { ByteCollector } from "./byte-collector.ts";
import { type Disk, localDisk } from "./disk.ts";
import type { RequestEntityTooLarge } from "./errors.ts";
import type { FileStorage } from "./file-storage.ts";
import { decodeJSON } from "./json-text.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import { MultipartForm } from "./multipart-form.ts";
import { MultipartError } from "./multipart-parser.ts";
import type { RequestSource } from "./request-source.ts";
import { hasAtMost, parseURLEncoded, tooManyFields } from "./urlencoded.ts";

/** What a body is said to be: its MIME type in lower case, and the parameters of the Content-Type. */
export interface BodyType {
  readonly mimetype: string;
  readonly mimetypeParams: ReadonlyMap<string, string>;
}

const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
const UTF8: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NOTHING: Uint8Array = new Uint8Array(0);

/** The body of a request: read once, within limits, and parsed on first use; files as they come. */
export class ReceivedBody {
  readonly #type: BodyType;
  readonly #limits: EffectiveLimits;
  readonly #share: BodyShare;
  #bytes: Uint8Array = NOTHING;
  #multipart: MultipartForm | undefined;
  #malformed: string | undefined;
  #form: ImmutableMultiDict | undefined;
  #files: ImmutableMultiDict<FileStorage> | undefined;

  constructor(type: BodyType, limits: EffectiveLimits) {
    this.#type = type;
    this.#limits = limits;
    this.#share = new BodyShare(limits);
  }

  /**
   * Reads all of it; returns at once if it is here already.
   *
   * @param source - The request.
   * @param disk - Where large files go; the disk of this machine if it is left out, to memory if it is `null`.
   * @throws RequestEntityTooLarge, ServiceUnavailable or ClientDisconnected; nothing is kept then.
   */
  receive(source: RequestSource, disk: Disk | null | undefined): Promise<void> | undefined {
    if (this.#type.mimetype === MULTIPART) this.#multipart = this.#openMultipart(source, disk);
    const form = this.#multipart;
    const receiving = form === undefined ? this.#collect(source) : this.#parse(source, form);
    return receiving?.catch((error: unknown) => {
      this.close();
      throw error;
    });
  }

  /** The bytes as they came; `undefined` of a multipart form, which is not kept. */
  get bytes(): Uint8Array | undefined {
    if (this.#multipart !== undefined) return undefined;
    // A piece as the socket gave it shares its memory with what came before it: headers, other requests.
    if (this.#bytes.buffer.byteLength !== this.#bytes.byteLength) this.#bytes = new Uint8Array(this.#bytes);
    return this.#bytes;
  }

  /** Whether the body is a form that could be read. */
  get isForm(): boolean {
    return this.#type.mimetype === URLENCODED || this.#multipart !== undefined;
  }

  get form(): ImmutableMultiDict {
    this.#form ??=
      this.#multipart === undefined ? this.#parseForm() : new ImmutableMultiDict(this.#multipart.fields);
    return this.#form;
  }

  get files(): ImmutableMultiDict<FileStorage> {
    this.#files ??= new ImmutableMultiDict(this.#multipart?.files);
    return this.#files;
  }

  /** Why a form is empty that is none; known when it has been asked for. */
  get malformed(): string | undefined {
    return this.#multipart?.malformed ?? this.#malformed;
  }

  /** The text of the body. @throws TypeError if it is of no encoding of JSON. */
  get text(): string {
    return decodeJSON(this.#bytes);
  }

  /** The error of the first of these limits that the body is beyond, now that it is here. */
  excess(limits: EffectiveLimits): RequestEntityTooLarge | undefined {
    if (this.#multipart !== undefined) return this.#multipart.excess(limits);
    const { maxContentLength, maxFormMemorySize, maxFormFields } = limits;
    const isForm = this.#type.mimetype === URLENCODED;
    const most = isForm ? Math.min(maxContentLength, maxFormMemorySize) : maxContentLength;
    if (this.#bytes.byteLength > most) return tooLarge(most);
    const text = isForm ? tryDecode(this.#bytes) : undefined;
    if (text === undefined || hasAtMost(maxFormFields, text)) return undefined;
    return tooManyFields(maxFormFields);
  }

  /** Whether anything is held that has to be let go of. */
  get holdsAnything(): boolean {
    return this.#share.isUsed;
  }

  /** Lets go of the files, and of what is counted. */
  close(): void {
    this.#multipart?.close();
    this.#share.release();
  }

  #openMultipart(source: RequestSource, disk: Disk | null | undefined): MultipartForm | undefined {
    try {
      const boundary = this.#type.mimetypeParams.get("boundary") ?? "";
      const place = disk === undefined ? localDisk() : (disk ?? undefined);
      return new MultipartForm(boundary, this.#limits, this.#share, place, source.givesPiecesAway === true);
    } catch (error) {
      if (!(error instanceof MultipartError)) throw error;
      // Without a boundary nothing can be taken apart; the bytes can still be read as data.
      this.#malformed = error.message;
      return undefined;
    }
  }

  #collect(source: RequestSource): Promise<void> | undefined {
    const { maxContentLength, maxFormMemorySize } = this.#limits;
    const isForm = this.#type.mimetype === URLENCODED;
    const limit = isForm ? Math.min(maxContentLength, maxFormMemorySize) : maxContentLength;
    const here = source.takeBody?.(limit);
    if (here !== undefined) {
      this.#countMemory(here.byteLength);
      this.#bytes = here;
      source.replay?.(here);
      return undefined;
    }
    const collected = new ByteCollector(limit);
    const take = (piece: Uint8Array): undefined => {
      this.#share.takeMemory(piece.byteLength);
      if (!collected.add(piece)) throw tooLarge(limit);
    };
    return source.pipeBody(limit, take).then(() => {
      this.#bytes = collected.bytes();
      source.replay?.(this.#bytes);
    });
  }

  #countMemory(bytes: number): void {
    if (bytes <= UNCOUNTED) return;
    try {
      this.#share.takeMemory(bytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #parse(source: RequestSource, form: MultipartForm): Promise<void> {
    await source.pipeBody(this.#limits.maxContentLength, (piece) => form.push(piece));
    await form.finish();
  }

  #parseForm(): ImmutableMultiDict {
    if (this.#type.mimetype !== URLENCODED || this.#bytes.byteLength === 0) return new ImmutableMultiDict();
    const text = tryDecode(this.#bytes);
    if (text !== undefined) return parseURLEncoded(text, this.#limits.maxFormFields);
    // Flask's choice, which a form of a stranger can't be told by: no UTF-8, no fields.
    this.#malformed = "The form is no UTF-8.";
    return new ImmutableMultiDict();
  }
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
