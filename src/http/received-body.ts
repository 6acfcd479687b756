/** The body of a request once it is here, and what it is parsed into. */
import { UnsupportedMediaType } from "./errors.ts";
import { ImmutableMultiDict } from "./multi-dict.ts";
import type { RequestSource } from "./request-source.ts";
import { parseURLEncoded } from "./urlencoded.ts";

/** How much of a body is taken. `null` is no limit. */
export interface BodyLimits {
  /** The most bytes that a body may have; 16 MiB if it is left out. */
  readonly maxContentLength?: number | null | undefined;
  /** The most bytes that a form may take in memory; 500,000 if it is left out. */
  readonly maxFormMemorySize?: number | null | undefined;
  /** The most parts that a multipart form may have; 1,000 if it is left out. */
  readonly maxFormParts?: number | null | undefined;
  /** The most fields that an urlencoded form may have; 1,000 if it is left out. */
  readonly maxFormFields?: number | null | undefined;
}

const DEFAULT_CONTENT_LENGTH = 16 * 1024 * 1024;
const DEFAULT_FORM_MEMORY_SIZE = 500_000;
const DEFAULT_FORM_FIELDS = 1000;
const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
const NOTHING: Uint8Array = new Uint8Array(0);

/** The body of a request: read once, within limits, and parsed on first use. */
export class ReceivedBody {
  readonly #limits: BodyLimits;
  #bytes: Uint8Array = NOTHING;
  #form: ImmutableMultiDict | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /** Reads all of it; a form may be smaller than another body. */
  async receive(source: RequestSource, mimetype: string): Promise<void> {
    let limit = limitOf(this.#limits.maxContentLength, DEFAULT_CONTENT_LENGTH);
    if (mimetype === URLENCODED) {
      limit = Math.min(limit, limitOf(this.#limits.maxFormMemorySize, DEFAULT_FORM_MEMORY_SIZE));
    }
    this.#bytes = await source.readBody(limit);
  }

  form(mimetype: string): ImmutableMultiDict {
    this.#form ??= this.#parseForm(mimetype);
    return this.#form;
  }

  data(mimetype: string): Uint8Array {
    return mimetype === URLENCODED || mimetype === MULTIPART ? NOTHING : this.#bytes;
  }

  json(): unknown {
    this.#json ??= { value: JSON.parse(decodeText(this.#bytes)) };
    return this.#json.value;
  }

  #parseForm(mimetype: string): ImmutableMultiDict {
    if (mimetype === MULTIPART) {
      throw new UnsupportedMediaType(
        "Forms with files (multipart/form-data) can't be read yet; leave enctype out of a form without files.",
      );
    }
    if (mimetype !== URLENCODED || this.#bytes.byteLength === 0) return new ImmutableMultiDict();
    const text = tryDecode(this.#bytes);
    // Flask's choice, which a form of a stranger can't be told by: no UTF-8, no fields.
    if (text === undefined) return new ImmutableMultiDict();
    return parseURLEncoded(text, limitOf(this.#limits.maxFormFields, DEFAULT_FORM_FIELDS));
  }
}

function limitOf(limit: number | null | undefined, standard: number): number {
  return limit === null ? Number.POSITIVE_INFINITY : (limit ?? standard);
}

/** A byte order mark is no part of JSON (RFC 8259, section 8.1), so it is left out. */
function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
