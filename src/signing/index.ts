/**
 * Signs data so that it can be handed to others and taken back: all of ItsDangerous, byte for byte.
 *
 * @example
 * ```ts
 * import { URLSafeTimedSerializer } from "flagon/signing";
 *
 * const serializer = new URLSafeTimedSerializer("secret-key", { salt: "confirm" });
 * const token = serializer.dumps({ user: 42 });
 * serializer.loads(token, { maxAge: 3600 });
 * ```
 *
 * @module
 */
export { HMACAlgorithm, NoneAlgorithm, SigningAlgorithm } from "./algorithms.ts";
export { base64Decode, base64Encode } from "./base64.ts";
export type { TextOrBytes } from "./bytes.ts";
export { equalBytes, equalText } from "./compare.ts";
export { type Digest, type DigestName, findDigest, hashSize } from "./digests.ts";
export {
  BadData,
  BadHeader,
  type BadHeaderOptions,
  BadPayload,
  BadSignature,
  type BadSignatureOptions,
  BadTimeSignature,
  type BadTimeSignatureOptions,
  SignatureExpired,
} from "./errors.ts";
export { bytesToInt, intToBytes } from "./integers.ts";
export { compactJSON, JSONSerializer, type PayloadSerializer, pythonJSON } from "./json-serializer.ts";
export {
  type FallbackSigner,
  type LoadOptions,
  Serializer,
  type SerializerOptions,
  type UnsafeResult,
} from "./serializer.ts";
export {
  type Checked,
  type KeyDerivation,
  type SecretKey,
  Signer,
  type SignerClass,
  type SignerOptions,
} from "./signer.ts";
export { type TimedLoadOptions, TimedSerializer } from "./timed-serializer.ts";
export { type Timed, TimestampSigner, type UnsignOptions } from "./timestamp-signer.ts";
export { type URLSafeOptions, URLSafeSerializer, URLSafeTimedSerializer } from "./url-safe-serializer.ts";
