/** Signs any value that a payload serializer can write. */
import { checkOptionNames } from "../python/index.ts";
import { decodeUtf8, type TextOrBytes, toBuffer, toBytes } from "./bytes.ts";
import { BadPayload, BadSignature } from "./errors.ts";
import { type PayloadSerializer, pythonJSON } from "./json-serializer.ts";
import { keyList, newest, type SecretKey, Signer, type SignerClass, type SignerOptions } from "./signer.ts";

/**
 * Another way in which tokens may be signed: options for the same signer class, or a class with the same
 * options, or both.
 */
export type FallbackSigner =
  | SignerOptions
  | SignerClass
  | readonly [signer: SignerClass, options: SignerOptions];

/** The choices of a {@link Serializer}. */
export type SerializerOptions<Payload extends string | Uint8Array = string> = {
  /** A name for what is signed; default `"itsdangerous"`, and `null` for the signer's own default. */
  readonly salt?: TextOrBytes | null | undefined;
  /** Writes and reads the payload; default: the class's `defaultSerializer`. */
  readonly serializer?: PayloadSerializer<Payload> | undefined;
  /** Given to the payload serializer's `dumps`. */
  readonly serializerOptions?: Readonly<Record<string, unknown>> | undefined;
  /** The class that signs; default: the class's `defaultSigner`. */
  readonly signer?: SignerClass | undefined;
  /** Given to the signer. */
  readonly signerOptions?: SignerOptions | undefined;
  /** Accepted beside the signer, which alone signs, with each of the secret keys. */
  readonly fallbackSigners?: readonly FallbackSigner[] | undefined;
};

/** How a token is read. */
export type LoadOptions = {
  /** Default: the serializer's own. */
  readonly salt?: TextOrBytes | undefined;
};

const OPTIONS: Readonly<Record<keyof SerializerOptions | "maxInflatedSize", true>> = {
  salt: true,
  serializer: true,
  serializerOptions: true,
  signer: true,
  signerOptions: true,
  fallbackSigners: true,
  // Of the serializers that are safe in URLs.
  maxInflatedSize: true,
};

const LOAD_OPTIONS: Readonly<Record<keyof LoadOptions, true>> = { salt: true };

/** What `loadsUnsafe` found: whether the signature is right, and the payload, `undefined` if unreadable. */
export type UnsafeResult = readonly [signatureValid: boolean, payload: unknown];

/**
 * Writes a value as JSON and signs it; ItsDangerous' `Serializer`.
 *
 * @example
 * ```ts
 * const serializer = new Serializer("secret-key", { salt: "unsubscribe" });
 * const token = serializer.dumps({ id: 42 });
 * serializer.loads(token); // { id: 42 }, or a BadSignature
 * ```
 */
export class Serializer<Payload extends string | Uint8Array = string> {
  /** What writes payloads if the options name nothing. */
  static readonly defaultSerializer: PayloadSerializer<string> = pythonJSON;
  /** What signs if the options name nothing. */
  static readonly defaultSigner: SignerClass = Signer;
  /** What else is accepted if the options name nothing. */
  static readonly defaultFallbackSigners: readonly FallbackSigner[] = [];

  /** A name for what is signed; `null` for the signer's own default. */
  readonly salt: Uint8Array | null;
  /** Writes and reads the payload. */
  readonly serializer: PayloadSerializer<Payload>;
  /** Given to the payload serializer's `dumps`. */
  readonly serializerOptions: Readonly<Record<string, unknown>> | undefined;
  /** Whether payloads are text. */
  readonly isTextSerializer: boolean;
  /** The class that signs. */
  readonly signer: SignerClass;
  /** Given to the signer. */
  readonly signerOptions: SignerOptions;
  /** Accepted beside the signer. */
  readonly fallbackSigners: readonly FallbackSigner[];

  readonly #secretKeys: readonly Uint8Array[];
  /** The signers of each salt in use: they remember their derived keys. */
  readonly #signers = new Map<string, readonly Signer[]>();
  #ownSigners: readonly Signer[] | undefined;

  /**
   * @param secretKey The secret key, or a list with the newest last: that one signs, each is accepted.
   * @throws TypeError if there is no key, or an option cannot be used.
   */
  constructor(secretKey: SecretKey, options: SerializerOptions<Payload> = {}) {
    checkOptionNames(options, OPTIONS, `new ${new.target.name}()`);
    const defaults = this.constructor as unknown as SerializerDefaults<Payload>;
    this.#secretKeys = keyList(secretKey);
    const salt = options.salt === undefined ? "itsdangerous" : options.salt;
    this.salt = salt === null ? null : toBytes(toBuffer(salt, "the salt"));
    this.serializer = options.serializer ?? defaults.defaultSerializer;
    this.serializerOptions = options.serializerOptions;
    this.isTextSerializer = typeof this.serializer.dumps({}) === "string";
    this.signer = options.signer ?? defaults.defaultSigner;
    this.signerOptions = options.signerOptions ?? {};
    this.fallbackSigners = options.fallbackSigners ?? defaults.defaultFallbackSigners;
    // Made now, so that an option that cannot be used is an error here and not at the first token; but not
    // by a subclass's method, which may need fields that are not set yet.
    if (this.makeSigner === Serializer.prototype.makeSigner) this.#ownSigners = this.#makeSigners(undefined);
  }

  /** The secret keys, the oldest first. */
  get secretKeys(): readonly Uint8Array[] {
    return this.#secretKeys;
  }

  /** The newest secret key, which signs. */
  get secretKey(): Uint8Array {
    return newest(this.#secretKeys);
  }

  /**
   * Writes and signs a value.
   *
   * @param salt Default: the serializer's own.
   * @throws TypeError if the value cannot be written.
   */
  dumps(value: unknown, salt?: TextOrBytes | undefined): Payload {
    const signer = this.#signersFor(salt)[0];
    // What signs text gives text, what signs bytes gives bytes.
    return (signer as Signer).sign(this.dumpPayload(value)) as Payload;
  }

  /**
   * Reads a token.
   *
   * @throws BadSignature if neither the signer nor a fallback signer accepts it.
   * @throws BadPayload if the signature is right, but the payload cannot be read.
   * @throws TypeError for an option that does not exist.
   */
  loads(token: TextOrBytes, options: LoadOptions = {}): unknown {
    // A `maxAge` here, or Flask's `max_age`, would let a token live for ever without a word.
    checkOptionNames(options, LOAD_OPTIONS, "loads()");
    let failure: BadSignature | undefined;
    for (const signer of this.iterUnsigners(options.salt)) {
      try {
        return this.loadPayload(signer.unsign(token));
      } catch (error) {
        if (!(error instanceof BadSignature)) throw error;
        failure = error;
      }
    }
    throw failure ?? noSigner();
  }

  /**
   * Reads a token even if its signature is wrong, to look at what it claims. Trust nothing in it.
   *
   * @throws BadPayload if the signature is right, but the payload cannot be read.
   */
  loadsUnsafe(token: TextOrBytes, options: LoadOptions = {}): UnsafeResult {
    return this.unsafely(() => this.loads(token, options));
  }

  /** What is signed for a value: its payload, in this class as the payload serializer writes it. */
  dumpPayload(value: unknown): TextOrBytes {
    return this.serializer.dumps(value, this.serializerOptions);
  }

  /**
   * The value of a payload whose signature is right.
   *
   * @throws BadPayload if it cannot be read; its `cause` says why.
   */
  loadPayload(payload: TextOrBytes): unknown {
    try {
      return this.serializer.loads(this.#ownKind(payload));
    } catch (cause) {
      throw new BadPayload("the payload cannot be read", { cause });
    }
  }

  /** A new signer for the salt, by default the serializer's own. It is asked once for each salt in use. */
  makeSigner(salt?: TextOrBytes | undefined): Signer {
    return new this.signer(this.#secretKeys, { ...this.signerOptions, salt: salt ?? this.salt });
  }

  /** The signers that may accept a token of the salt: the signer first, then the fallback signers. */
  iterUnsigners(salt?: TextOrBytes | undefined): Iterable<Signer> {
    return this.#signersFor(salt);
  }

  /** What `loadsUnsafe` gives for a way to load. */
  protected unsafely(load: () => unknown): UnsafeResult {
    try {
      return [true, load()];
    } catch (error) {
      if (!(error instanceof BadSignature)) throw error;
      return [false, this.#claim(error.payload)];
    }
  }

  #claim(payload: TextOrBytes | undefined): unknown {
    if (payload === undefined) return undefined;
    try {
      return this.loadPayload(payload);
    } catch (error) {
      if (error instanceof BadPayload) return undefined;
      throw error;
    }
  }

  #ownKind(payload: TextOrBytes): Payload {
    const isText = typeof payload === "string";
    if (isText === this.isTextSerializer) return payload as Payload;
    return (isText ? toBytes(toBuffer(payload, "the payload")) : decodeUtf8(payload)) as Payload;
  }

  #signersFor(salt: TextOrBytes | undefined): readonly Signer[] {
    if (salt === undefined) {
      this.#ownSigners ??= this.#makeSigners(undefined);
      return this.#ownSigners;
    }
    const name =
      typeof salt === "string" ? `text:${salt}` : `bytes:${toBuffer(salt, "the salt").toString("latin1")}`;
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const signers = this.#makeSigners(salt);
    if (this.#signers.size >= MAX_SALTS) this.#signers.clear();
    this.#signers.set(name, signers);
    return signers;
  }

  #makeSigners(salt: TextOrBytes | undefined): readonly Signer[] {
    const signers = [this.makeSigner(salt)];
    for (const fallback of this.fallbackSigners) {
      const [signer, options] = this.#fallback(fallback);
      for (const secretKey of this.#secretKeys) {
        signers.push(new signer(secretKey, { ...options, salt: salt ?? this.salt }));
      }
    }
    return signers;
  }

  #fallback(fallback: FallbackSigner): readonly [SignerClass, SignerOptions] {
    if (typeof fallback === "function") return [fallback, this.signerOptions];
    if (isPair(fallback)) return fallback;
    return [this.signer, fallback];
  }
}

/** A program that makes up salts as it goes must not fill the memory with their signers. */
const MAX_SALTS = 64;

/** The defaults of a class of serializers, seen with the types that its instances have. */
type SerializerDefaults<Payload extends string | Uint8Array> = {
  readonly defaultSerializer: PayloadSerializer<Payload>;
  readonly defaultSigner: SignerClass;
  readonly defaultFallbackSigners: readonly FallbackSigner[];
};

function isPair(
  fallback: FallbackSigner,
): fallback is readonly [signer: SignerClass, options: SignerOptions] {
  return Array.isArray(fallback);
}

/** What a serializer throws whose `iterUnsigners` was overridden and gives none. */
export function noSigner(): BadSignature {
  return new BadSignature("there is no signer for the token");
}
