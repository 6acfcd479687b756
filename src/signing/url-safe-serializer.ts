/** Serializers whose tokens are safe in a URL, a cookie or a header. */
import type { TextOrBytes } from "./bytes.ts";
import { compactJSON, type PayloadSerializer } from "./json-serializer.ts";
import { Serializer, type SerializerOptions } from "./serializer.ts";
import type { SecretKey } from "./signer.ts";
import { TimedSerializer } from "./timed-serializer.ts";
import { URLSafePayload } from "./url-safe-payload.ts";

/** The choices of a URL-safe serializer. */
export type URLSafeOptions = SerializerOptions & {
  /** The greatest size in bytes to which a compressed payload may inflate; default 1 MiB (1,048,576). */
  readonly maxInflatedSize?: number | undefined;
};

/**
 * A serializer whose tokens have only letters, digits, `-`, `_` and `.` in them; ItsDangerous'
 * `URLSafeSerializer`. The payload is compressed where that makes it shorter.
 */
export class URLSafeSerializer extends Serializer {
  static override readonly defaultSerializer: PayloadSerializer<string> = compactJSON;

  readonly #payload: URLSafePayload;

  /**
   * @param secretKey The secret key, or a list with the newest last: that one signs, each is accepted.
   * @throws TypeError if there is no key, or an option cannot be used.
   */
  constructor(secretKey: SecretKey, options: URLSafeOptions = {}) {
    super(secretKey, options);
    this.#payload = new URLSafePayload(options.maxInflatedSize);
  }

  /** What is signed for a value: base64, behind a dot if it is compressed. */
  override dumpPayload(value: unknown): string {
    return this.#payload.encode(super.dumpPayload(value));
  }

  override loadPayload(payload: TextOrBytes): unknown {
    return super.loadPayload(this.#payload.decode(payload));
  }
}

/**
 * A serializer whose tokens are URL-safe and can expire; ItsDangerous' `URLSafeTimedSerializer`, which Flask
 * makes its session cookies with.
 *
 * @example
 * ```ts
 * const serializer = new URLSafeTimedSerializer(["old-key", "new-key"], { salt: "reset password" });
 * const token = serializer.dumps({ id: 42 });
 * serializer.loads(token, { maxAge: 3600 }); // { id: 42 }; an hour later a SignatureExpired
 * ```
 */
export class URLSafeTimedSerializer extends TimedSerializer {
  static override readonly defaultSerializer: PayloadSerializer<string> = compactJSON;

  readonly #payload: URLSafePayload;

  /**
   * @param secretKey The secret key, or a list with the newest last: that one signs, each is accepted.
   * @throws TypeError if there is no key, or an option cannot be used.
   */
  constructor(secretKey: SecretKey, options: URLSafeOptions = {}) {
    super(secretKey, options);
    this.#payload = new URLSafePayload(options.maxInflatedSize);
  }

  /** What is signed for a value: base64, behind a dot if it is compressed. */
  override dumpPayload(value: unknown): string {
    return this.#payload.encode(super.dumpPayload(value));
  }

  override loadPayload(payload: TextOrBytes): unknown {
    return super.loadPayload(this.#payload.decode(payload));
  }
}
