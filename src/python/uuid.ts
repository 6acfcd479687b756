/** A UUID as a value of its own, as Python's `uuid.UUID`, so that it crosses the wire as a UUID. */

const FORM = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * A UUID (RFC 9562) that a session stores as one: Flask reads back a `uuid.UUID`.
 *
 * @example
 * ```ts
 * session.set("cart_id", new UUID(crypto.randomUUID()));
 * ```
 */
export class UUID {
  /** The 32 hexadecimal digits in lower case, without hyphens. */
  readonly hex: string;

  /**
   * @param text 32 hexadecimal digits, with or without hyphens, in either case.
   * @throws TypeError if the text is no UUID.
   */
  constructor(text: string) {
    if (typeof text !== "string" || !FORM.test(text)) {
      throw new TypeError(`${JSON.stringify(text)} is not a UUID: expected 32 hexadecimal digits`);
    }
    this.hex = text.replaceAll("-", "").toLowerCase();
  }

  /** The canonical form, `8-4-4-4-12` digits in lower case. */
  toString(): string {
    const hex = this.hex;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** The canonical form, so that `JSON.stringify` prints it as Flask's `jsonify` does. */
  toJSON(): string {
    return this.toString();
  }

  /** Whether the other UUID has the same digits. */
  equals(other: UUID): boolean {
    return this.hex === other.hex;
  }
}
