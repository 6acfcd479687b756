/** The errors of signing: what can be wrong with signed data, from the general to the particular. */

/**
 * Data that cannot be trusted or read; the root of this module's errors, ItsDangerous' `BadData`.
 * Catch this one when any bad token shall have the same answer.
 */
export class BadData extends Error {
  override readonly name: string = "BadData";
}

/** What a {@link BadSignature} may say beside its message. */
export type BadSignatureOptions = {
  /** The data that the signature does not cover, without the signature. Never trust it. */
  readonly payload?: string | Uint8Array | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
};

/** A signature that is missing or does not match; ItsDangerous' `BadSignature`. */
export class BadSignature extends BadData {
  override readonly name: string = "BadSignature";
  /** The data that failed the test, as text if text came in. `undefined` if nothing could be told apart. */
  readonly payload: string | Uint8Array | undefined;

  constructor(message: string, options: BadSignatureOptions = {}) {
    super(message, causeOf(options.cause));
    this.payload = options.payload;
  }
}

/** What a {@link BadTimeSignature} may say beside its message. */
export type BadTimeSignatureOptions = BadSignatureOptions & {
  /** When the data claims to have been signed. */
  readonly dateSigned?: Date | undefined;
};

/** A timed signature that does not match, or has no readable time; ItsDangerous' `BadTimeSignature`. */
export class BadTimeSignature extends BadSignature {
  override readonly name: string = "BadTimeSignature";
  /** When the data was signed; no more than a claim unless this is a {@link SignatureExpired}. */
  readonly dateSigned: Date | undefined;

  constructor(message: string, options: BadTimeSignatureOptions = {}) {
    super(message, options);
    this.dateSigned = options.dateSigned;
  }
}

/** A valid signature that is older than allowed, or from the future; ItsDangerous' `SignatureExpired`. */
export class SignatureExpired extends BadTimeSignature {
  override readonly name: string = "SignatureExpired";
}

/** What a {@link BadHeader} may say beside its message. */
export type BadHeaderOptions = BadSignatureOptions & {
  /** The header as far as it could be read. */
  readonly header?: unknown;
};

/**
 * A signed header that is malformed; ItsDangerous' `BadHeader`. Nothing here throws it: it is for
 * serializers that put a header before the payload, as JSON Web Signatures do.
 */
export class BadHeader extends BadSignature {
  override readonly name: string = "BadHeader";
  /** The header as far as it could be read. */
  readonly header: unknown;
  /** The error that led to this one; the same as `cause`. */
  readonly originalError: unknown;

  constructor(message: string, options: BadHeaderOptions = {}) {
    super(message, options);
    this.header = options.header;
    this.originalError = options.cause;
  }
}

/** A payload that cannot be read although its signature is valid; ItsDangerous' `BadPayload`. */
export class BadPayload extends BadData {
  override readonly name: string = "BadPayload";
  /** The error that led to this one; the same as `cause`. */
  readonly originalError: unknown;

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, causeOf(options.cause));
    this.originalError = options.cause;
  }
}

function causeOf(cause: unknown): ErrorOptions | undefined {
  return cause === undefined ? undefined : { cause };
}
