/** Signing, as ItsDangerous does it: signers, serializers, and the encodings under them. */
import {
  BadData,
  BadSignature,
  BadTimeSignature,
  base64Decode,
  base64Encode,
  bytesToInt,
  compactJSON,
  HMACAlgorithm,
  intToBytes,
  NoneAlgorithm,
  pythonJSON,
  Serializer,
  Signer,
  type SignerOptions,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from "../../src/signing/index.ts";
import type { Area, Case, Fields, Mismatch } from "../area.ts";
import { isSame, readBytesOrText, readValue, writeBytesOrText, writeValue } from "../neutral-values.ts";
import { isCompressed, isWorthCompressing, payloadText, wholeFloatsAsIntegers } from "../signed-payload.ts";

const area: Area = {
  file: "flask/signing.json",
  departureLimit: 2,
  departures: [
    {
      cites: 'api.md: "a whole float becomes an integer"; JavaScript has one type of number',
      applies: (testCase) => testCase.kind === "dumps" && hasTag(testCase, "integral-float"),
      expected: (testCase) => ({ payload: wholeFloatsAsIntegers(recordedPayload(testCase)) }),
    },
  ],
  check(testCase: Case, wanted: Fields): Mismatch | undefined {
    const got = outcome(testCase);
    if (testCase.kind === "dumps" && !isSame(wanted, got)) return checkPayload(testCase, wanted, got);
    const comparable = comparableFields(testCase, wanted);
    return isSame(comparable, got) ? undefined : { wanted: comparable, got };
  },
};

export default area;

/** Runs the case; the outcome has the form of a recorded `out`. */
function outcome(testCase: Case): Fields {
  try {
    return run(testCase.kind, testCase.in);
  } catch (error) {
    return failure(testCase.kind, error);
  }
}

function run(kind: string, given: Fields): Fields {
  switch (kind) {
    case "sign":
      return { ok: writeBytesOrText(makeSigner(given).sign(value(given, "value"))) };
    case "unsign":
      return unsign(given);
    case "validate":
      return { ok: validate(given) };
    case "derive_key":
      return { ok: writeBytesOrText(makeSigner(given).deriveKey()) };
    case "get_signature":
      return { ok: writeBytesOrText(makeSigner(given).getSignature(value(given, "value"))) };
    case "verify_signature":
      return { ok: makeSigner(given).verifySignature(value(given, "value"), value(given, "sig")) };
    case "b64encode":
      return { ok: writeBytesOrText(base64Encode(encoded(given))) };
    case "b64decode":
      return { ok: writeBytesOrText(base64Decode(encoded(given))) };
    case "int_to_bytes":
      return {
        ok: writeBytesOrText(intToBytes(readValue(given.value, { dictionary: "map" }) as number | bigint)),
      };
    case "bytes_to_int":
      return { ok: writeValue(bytesToInt(bytesOf(value(given, "value")))) };
    case "dumps":
      return {
        ok: writeBytesOrText(makeSerializer(given).dumps(readValue(given.obj, { dictionary: "map" }))),
      };
    case "loads":
      return loads(given);
    case "loads_unsafe":
      return { ok: makeSerializer(given).loadsUnsafe(value(given, "signed"), maxAge(given)).map(writeValue) };
    default:
      throw new Error(`no way to run a case of the kind "${kind}"`);
  }
}

function unsign(given: Fields): Fields {
  const signer = makeSigner(given);
  const signed = value(given, "signed");
  if (!(signer instanceof TimestampSigner)) return { ok: writeBytesOrText(signer.unsign(signed)) };
  if (given.return_timestamp === false) return { ok: writeBytesOrText(signer.unsign(signed, maxAge(given))) };
  const [unsigned, date] = signer.unsign(signed, { ...maxAge(given), returnTimestamp: true });
  return { ok: writeBytesOrText(unsigned), timestamp: seconds(date) };
}

function validate(given: Fields): boolean {
  const signer = makeSigner(given);
  const signed = value(given, "signed");
  return signer instanceof TimestampSigner ? signer.validate(signed, maxAge(given)) : signer.validate(signed);
}

function loads(given: Fields): Fields {
  const serializer = makeSerializer(given);
  const signed = value(given, "signed");
  if (!(serializer instanceof TimedSerializer)) return { ok: writeValue(serializer.loads(signed)) };
  if (given.return_timestamp !== true) return { ok: writeValue(serializer.loads(signed, maxAge(given))) };
  const [loaded, date] = serializer.loads(signed, { ...maxAge(given), returnTimestamp: true });
  return { ok: writeValue(loaded), timestamp: seconds(date) };
}

function makeSigner(given: Fields): Signer {
  const options = { ...signerOptions(given), salt: optional(given, "salt") };
  const Class = given.cls === "TimestampSigner" ? TimestampSigner : Signer;
  return new Class(secrets(given), options);
}

const SERIALIZERS = { Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer } as const;

function makeSerializer(given: Fields): Serializer | TimedSerializer {
  const Class = SERIALIZERS[given.cls as keyof typeof SERIALIZERS];
  const fallbacks = given.fallback_signers as readonly Fields[] | null | undefined;
  return new Class(secrets(given), {
    salt: given.salt === null ? null : optional(given, "salt"),
    serializer:
      given.serializer === "json" ? pythonJSON : given.serializer === "compact" ? compactJSON : undefined,
    signerOptions: signerOptions((given.signer_kwargs ?? {}) as Fields),
    fallbackSigners: fallbacks?.map(signerOptions),
    signer: signerClass(given.signer),
    // Python inflates without a limit.
    maxInflatedSize: 2 ** 30,
  });
}

function signerClass(name: unknown): typeof Signer | typeof TimestampSigner | undefined {
  if (name === "TimestampSigner") return TimestampSigner;
  return name === "Signer" ? Signer : undefined;
}

function signerOptions(given: Fields): SignerOptions {
  const algorithmDigest = given.algorithm_digest;
  return {
    keyDerivation: (given.key_derivation ?? undefined) as SignerOptions["keyDerivation"],
    digestMethod: (given.digest ?? undefined) as string | undefined,
    sep: optional(given, "sep"),
    algorithm:
      given.algorithm === "none"
        ? new NoneAlgorithm()
        : typeof algorithmDigest === "string"
          ? new HMACAlgorithm(algorithmDigest)
          : undefined,
  };
}

function secrets(given: Fields): (string | Uint8Array)[] {
  return (given.secret as readonly unknown[]).map(readBytesOrText);
}

function maxAge(given: Fields): { readonly maxAge: number | undefined } {
  const age = given.max_age ?? undefined;
  return { maxAge: age === undefined ? undefined : Number(readValue(age, { dictionary: "map" })) };
}

function value(given: Fields, name: string): string | Uint8Array {
  return readBytesOrText(given[name]);
}

function optional(given: Fields, name: string): string | Uint8Array | undefined {
  return given[name] === undefined || given[name] === null ? undefined : readBytesOrText(given[name]);
}

function encoded(given: Fields): string | Uint8Array {
  const read = value(given, "value");
  return given.as === "bytes" ? bytesOf(read) : read;
}

function bytesOf(read: string | Uint8Array): Uint8Array {
  return typeof read === "string" ? new TextEncoder().encode(read) : read;
}

function seconds(date: Date | undefined): number | null {
  return date === undefined ? null : date.getTime() / 1000;
}

/** The recorded form of an error: Python's class, and what the exception carries. */
function failure(kind: string, error: unknown): Fields {
  if (error instanceof BadTimeSignature) {
    return { error: error.name, payload: payload(error), date_signed: seconds(error.dateSigned) };
  }
  if (error instanceof BadSignature) return { error: error.name, payload: payload(error) };
  if (error instanceof BadData) return { error: error.name };
  // A number that does not fit: in Python the packing fails, or else the date.
  if (error instanceof RangeError) return { error: PACKING.has(kind) ? "struct.error" : "TimestampOverflow" };
  if (error instanceof TypeError) return { error: "TypeError" };
  throw error;
}

const PACKING: ReadonlySet<string> = new Set(["sign", "dumps", "int_to_bytes", "bytes_to_int"]);

function payload(error: BadSignature): unknown {
  return error.payload === undefined ? null : writeBytesOrText(error.payload);
}

/** The fields of `wanted` that are compared, with its value as JavaScript has it. */
function comparableFields(testCase: Case, wanted: Fields): Fields {
  const { message: _message, original: _original, ...fields } = wanted;
  if (!("ok" in fields)) return fields;
  if (testCase.kind === "loads") return { ...fields, ok: normalized(fields.ok) };
  if (testCase.kind === "loads_unsafe")
    return { ...fields, ok: (fields.ok as readonly unknown[]).map(normalized) };
  if (BYTES_OR_TEXT.has(testCase.kind))
    return { ...fields, ok: writeBytesOrText(readBytesOrText(fields.ok)) };
  return fields;
}

const BYTES_OR_TEXT: ReadonlySet<string> = new Set([
  "sign",
  "unsign",
  "derive_key",
  "get_signature",
  "b64encode",
  "b64decode",
  "int_to_bytes",
]);

function normalized(neutral: unknown): unknown {
  return writeValue(readValue(neutral, { dictionary: "object" }));
}

/**
 * Compares what a token says rather than its bytes: where one of the two is compressed, as the output of
 * deflate differs from one zlib to another, even in whether it pays; and where a departure states the payload.
 */
function checkPayload(testCase: Case, wanted: Fields, got: Fields): Mismatch | undefined {
  const token = got.ok;
  if (typeof token !== "string") return { wanted, got };
  const signed = unsigned(testCase.in, token);
  const isStated = typeof wanted.payload === "string";
  const payload = isStated ? `${wanted.payload}` : recordedPayload(testCase);
  const urlSafe = isURLSafe(testCase);
  if (!isStated && !isCompressed(signed, urlSafe) && !isCompressed(recordedSigned(testCase), urlSafe)) {
    return { wanted, got };
  }
  const compressed = urlSafe && isWorthCompressing(payload);
  const said = { payload: payloadText(signed, urlSafe), compressed: isCompressed(signed, urlSafe) };
  return isSame(said, { payload, compressed })
    ? undefined
    : { wanted: { payload, compressed }, got: { ...said, token } };
}

/** The JSON of the recorded token. */
function recordedPayload(testCase: Case): string {
  return payloadText(recordedSigned(testCase), isURLSafe(testCase));
}

function recordedSigned(testCase: Case): string {
  const token = writeBytesOrText(readBytesOrText(testCase.out.ok));
  if (typeof token !== "string") throw new Error(`the recorded token of ${testCase.id} is no text`);
  return unsigned(testCase.in, token);
}

/** What a token signs, once its signature was found right. */
function unsigned(given: Fields, token: string): string {
  const [signer] = makeSerializer(given).iterUnsigners();
  if (signer === undefined) throw new Error("the serializer has no signer");
  return signer.unsign(token);
}

function isURLSafe(testCase: Case): boolean {
  return `${testCase.in.cls}`.startsWith("URLSafe");
}

function hasTag(testCase: Case, tag: string): boolean {
  return testCase.tags?.includes(tag) ?? false;
}
