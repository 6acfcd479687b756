/** What turns values into the payload that is signed, by default Python's JSON. */
import {
  COMPACT,
  type JSONFormat,
  JSONWriter,
  PYTHON_DEFAULT,
  parseJSON,
  writeJSON,
} from "../python/index.ts";

/**
 * Writes values as payloads and reads them again. Whether payloads are text or bytes is seen from what
 * `dumps` gives for an empty object; `loads` is given the same kind.
 */
export interface PayloadSerializer<Payload extends string | Uint8Array = string> {
  /** Writes a value; `options` are the `serializerOptions` of the serializer that calls. */
  dumps(value: unknown, options?: Readonly<Record<string, unknown>>): Payload;
  /** Reads what `dumps` wrote, or throws. */
  loads(payload: Payload): unknown;
}

/**
 * JSON to the letter as Python writes and reads it: a `Map` is a dictionary, an integer beyond 2^53 is a
 * bigint. As `serializerOptions` it takes what its constructor does.
 */
export class JSONSerializer implements PayloadSerializer<string> {
  readonly #format: JSONFormat;
  readonly #writer: JSONWriter;

  /** @param format Default: that of Python's `json.dumps`. */
  constructor(format: JSONFormat = PYTHON_DEFAULT) {
    this.#format = format;
    this.#writer = new JSONWriter(format);
  }

  /** @throws TypeError for a value that has no JSON; the message says where it stands. */
  dumps(value: unknown, options?: Readonly<Record<string, unknown>>): string {
    return options === undefined
      ? this.#writer.write(value)
      : writeJSON(value, { ...this.#format, ...options });
  }

  /** @throws SyntaxError if the text is not JSON. */
  loads(text: string): unknown {
    return parseJSON(text);
  }
}

/** `json.dumps(value)`: spaces after the separators, ASCII only. The default of `Serializer`. */
export const pythonJSON: JSONSerializer = new JSONSerializer(PYTHON_DEFAULT);

/** No spaces, characters as they are. The default of the URL-safe serializers. */
export const compactJSON: JSONSerializer = new JSONSerializer(COMPACT);
