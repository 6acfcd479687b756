/** Signs any value together with the time of signing. */
import { checkOptionNames } from "../python/index.ts";
import type { TextOrBytes } from "./bytes.ts";
import { BadSignature, SignatureExpired } from "./errors.ts";
import {
  type FallbackSigner,
  type LoadOptions,
  noSigner,
  Serializer,
  type SerializerOptions,
  type UnsafeResult,
} from "./serializer.ts";
import type { SecretKey, SignerClass } from "./signer.ts";
import { type Timed, TimestampSigner, type UnsignOptions } from "./timestamp-signer.ts";

/** How a timed token is read. */
export type TimedLoadOptions = LoadOptions & UnsignOptions;

const LOAD_OPTIONS: Readonly<Record<keyof TimedLoadOptions, true>> = {
  salt: true,
  maxAge: true,
  returnTimestamp: true,
};

/**
 * A serializer whose tokens can expire; ItsDangerous' `TimedSerializer`.
 *
 * @example
 * ```ts
 * const serializer = new TimedSerializer("secret-key", { salt: "reset password" });
 * serializer.loads(serializer.dumps({ id: 42 }), { maxAge: 3600 });
 * ```
 */
export class TimedSerializer<Payload extends string | Uint8Array = string> extends Serializer<Payload> {
  static override readonly defaultSigner: SignerClass<TimestampSigner> = TimestampSigner;

  /**
   * @param secretKey The secret key, or a list with the newest last: that one signs, each is accepted.
   * @throws TypeError if there is no key, an option cannot be used, or a signer is no {@link TimestampSigner}.
   */
  constructor(secretKey: SecretKey, options: SerializerOptions<Payload> = {}) {
    super(secretKey, options);
    checkTimed(this.signer);
    for (const fallback of this.fallbackSigners) checkTimed(fallback);
  }

  override iterUnsigners(salt?: TextOrBytes | undefined): Iterable<TimestampSigner> {
    return super.iterUnsigners(salt) as Iterable<TimestampSigner>;
  }

  /**
   * Reads a token, if it is not too old.
   *
   * @returns The value, or with `returnTimestamp` the value and the date of signing.
   * @throws SignatureExpired if it is older than `maxAge` seconds, or from the future.
   * @throws BadSignature if neither the signer nor a fallback signer accepts it.
   * @throws BadPayload if the signature is right, but the payload cannot be read.
   * @throws RangeError if the signature is right, and the time is after the year 9999.
   * @throws TypeError for an option that does not exist.
   */
  override loads(
    token: TextOrBytes,
    options: TimedLoadOptions & { readonly returnTimestamp: true },
  ): Timed<unknown>;
  override loads(token: TextOrBytes, options?: TimedLoadOptions): unknown;
  override loads(token: TextOrBytes, options: TimedLoadOptions = {}): unknown {
    // With Flask's `max_age` every age would do, without a word.
    checkOptionNames(options, LOAD_OPTIONS, "loads()");
    let failure: BadSignature | undefined;
    for (const signer of this.iterUnsigners(options.salt)) {
      try {
        // With an age to check, a time that no date can hold is found without making the date.
        if (options.maxAge !== undefined && options.returnTimestamp !== true) {
          return this.loadPayload(signer.unsign(token, { maxAge: options.maxAge }));
        }
        const [payload, dateSigned] = signer.unsign(token, { maxAge: options.maxAge, returnTimestamp: true });
        const value = this.loadPayload(payload);
        return options.returnTimestamp === true ? [value, dateSigned] : value;
      } catch (error) {
        // Expired is valid: no other signer could say more.
        if (!(error instanceof BadSignature) || error instanceof SignatureExpired) throw error;
        failure = error;
      }
    }
    throw failure ?? noSigner();
  }

  /**
   * Reads a token even if its signature is wrong or expired, to look at what it claims. Trust nothing in it.
   *
   * @throws BadPayload if the signature is right, but the payload cannot be read.
   */
  override loadsUnsafe(
    token: TextOrBytes,
    options: LoadOptions & { readonly maxAge?: number | undefined } = {},
  ): UnsafeResult {
    return this.unsafely(() => this.loads(token, options));
  }
}

/** A signer without a time would give back values that were split in the wrong place. */
function checkTimed(signer: SignerClass | FallbackSigner): void {
  const given: unknown = Array.isArray(signer) ? signer[0] : signer;
  if (typeof given !== "function") return;
  if (given === TimestampSigner || given.prototype instanceof TimestampSigner) return;
  throw new TypeError(
    `the signer ${given.name} knows no time: expected TimestampSigner or a class that extends it`,
  );
}
