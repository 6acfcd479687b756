/** Signs values together with the time of signing, so that they can expire. */
import { checkOptionNames } from "../python/index.ts";
import { base64Encode } from "./base64.ts";
import type { TextOrBytes } from "./bytes.ts";
import { BadSignature, BadTimeSignature, SignatureExpired } from "./errors.ts";
import { decodeInt, intToBytes } from "./integers.ts";
import { Signer } from "./signer.ts";

/** How a timed value is taken back. */
export type UnsignOptions = {
  /** The greatest age in seconds; by default any age will do. A value from the future is refused too. */
  readonly maxAge?: number | undefined;
  /** Gives the value together with the date of signing. */
  readonly returnTimestamp?: boolean | undefined;
};

const UNSIGN_OPTIONS: Readonly<Record<keyof UnsignOptions, true>> = { maxAge: true, returnTimestamp: true };

/** A value and the date on which it was signed. */
export type Timed<T> = readonly [value: T, dateSigned: Date];

type WithTimestamp = UnsignOptions & { readonly returnTimestamp: true };
type WithoutTimestamp = UnsignOptions & { readonly returnTimestamp?: false | undefined };

/**
 * A signer that puts the time between value and signature; ItsDangerous' `TimestampSigner`.
 *
 * @example
 * ```ts
 * const signer = new TimestampSigner("secret-key");
 * const signed = signer.sign("user 42");
 * signer.unsign(signed, { maxAge: 3600 }); // a SignatureExpired after an hour
 * ```
 */
export class TimestampSigner extends Signer {
  #lastTimestamp = Number.NaN;
  #lastText = "";

  /** The time that is signed, in whole seconds since 1970; override it for another clock. */
  getTimestamp(): number {
    return Math.trunc(Date.now() / 1000);
  }

  /**
   * The date of a timestamp; ItsDangerous' `timestamp_to_datetime`.
   *
   * @param timestamp Seconds since 1970.
   * @throws RangeError after the year 9999, where Python's dates end.
   */
  timestampToDate(timestamp: number): Date {
    if (timestamp > LAST_TIMESTAMP) {
      throw new RangeError(`the timestamp ${timestamp} is after the year 9999: expected seconds since 1970`);
    }
    return new Date(timestamp * 1000);
  }

  /**
   * Signs a value and the present time.
   *
   * @returns The value, the time, and the signature, parted by separators.
   * @throws TypeError if the value is a text with a lone surrogate.
   * @throws RangeError if the clock stands before 1970.
   */
  override sign(value: string): string;
  override sign(value: Uint8Array): Uint8Array;
  override sign(value: TextOrBytes): TextOrBytes;
  override sign(value: TextOrBytes): TextOrBytes {
    return super.sign(this.join(value, this.#timestampText(this.getTimestamp())));
  }

  /**
   * Gives back the value that was signed, if it is not too old.
   *
   * @throws SignatureExpired if the signature is right, but older than `maxAge` or from the future.
   * @throws BadTimeSignature if the signature is wrong or there is no time in it.
   * @throws BadSignature if the signature is wrong and there is not even a place for a time.
   * @throws RangeError if the signature is right, and the time is after the year 9999.
   * @throws TypeError if `maxAge` is no number, and for an option that does not exist.
   */
  override unsign(signedValue: string, options?: WithoutTimestamp): string;
  override unsign(signedValue: Uint8Array, options?: WithoutTimestamp): Uint8Array;
  override unsign(signedValue: TextOrBytes, options?: WithoutTimestamp): TextOrBytes;
  override unsign(signedValue: string, options: WithTimestamp): Timed<string>;
  override unsign(signedValue: Uint8Array, options: WithTimestamp): Timed<Uint8Array>;
  override unsign(signedValue: TextOrBytes, options: WithTimestamp): Timed<TextOrBytes>;
  override unsign(signedValue: TextOrBytes, options: UnsignOptions = {}): TextOrBytes | Timed<TextOrBytes> {
    checkOptionNames(options, UNSIGN_OPTIONS, "unsign()");
    const { maxAge } = options;
    if (maxAge !== undefined) checkMaxAge(maxAge);
    const checked = this.check(signedValue);
    const parts = checked.value === undefined ? undefined : this.split(checked.value);
    if (parts === undefined) {
      if (checked.fault !== undefined) throw new BadSignature(checked.fault, { payload: checked.value });
      throw new BadTimeSignature("there is no timestamp", { payload: checked.value });
    }
    const value = parts.head;
    const timestamp = decodeInt(parts.tail);
    if (checked.fault !== undefined) throw this.#wrongSignature(checked.fault, value, timestamp);
    if (timestamp === undefined) throw new BadTimeSignature("the timestamp is malformed", { payload: value });
    if (maxAge !== undefined) this.#checkAge(timestamp, maxAge, value);
    return options.returnTimestamp === true ? [value, this.timestampToDate(timestamp)] : value;
  }

  /**
   * Whether the value is signed, rightly, and no older than `maxAge` seconds.
   *
   * @throws RangeError as {@link unsign} does.
   */
  override validate(
    signedValue: TextOrBytes,
    options: { readonly maxAge?: number | undefined } = {},
  ): boolean {
    checkOptionNames(options, UNSIGN_OPTIONS, "validate()");
    try {
      this.unsign(signedValue, { maxAge: options.maxAge });
      return true;
    } catch (error) {
      if (error instanceof BadSignature) return false;
      throw error;
    }
  }

  #checkAge(timestamp: number, maxAge: number, payload: TextOrBytes): void {
    const age = this.getTimestamp() - timestamp;
    if (age >= 0 && age <= maxAge) return;
    const reason =
      age < 0
        ? `was made ${-age} seconds in the future`
        : `is ${age} seconds old: expected at most ${maxAge}`;
    throw new SignatureExpired(`the signature ${reason}`, {
      payload,
      dateSigned: this.timestampToDate(timestamp),
    });
  }

  #wrongSignature(fault: string, payload: TextOrBytes, timestamp: number | undefined): BadTimeSignature {
    if (timestamp === undefined) return new BadTimeSignature(fault, { payload });
    try {
      return new BadTimeSignature(fault, { payload, dateSigned: this.timestampToDate(timestamp) });
    } catch (cause) {
      return new BadTimeSignature("the timestamp is malformed", { payload, cause });
    }
  }

  #timestampText(timestamp: number): string {
    if (timestamp !== this.#lastTimestamp) {
      this.#lastText = base64Encode(intToBytes(timestamp));
      this.#lastTimestamp = timestamp;
    }
    return this.#lastText;
  }
}

/** 9999-12-31 23:59:59 UTC. */
const LAST_TIMESTAMP = 253_402_300_799;

function checkMaxAge(maxAge: number): void {
  // Comparing with NaN would let every age pass.
  if (typeof maxAge === "number" && !Number.isNaN(maxAge)) return;
  throw new TypeError(
    `maxAge is ${typeof maxAge === "number" ? "NaN" : typeof maxAge}: expected a number of seconds`,
  );
}
