import {
  type PayloadSerializer,
  Serializer,
  Signer,
  TimestampSigner,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { expectTypeOf, test } from "vitest";

const bytes = new Uint8Array();

test("text in is text out, bytes in is bytes out", () => {
  const signer = new Signer("k");
  expectTypeOf(signer.sign("v")).toEqualTypeOf<string>();
  expectTypeOf(signer.sign(bytes)).toEqualTypeOf<Uint8Array>();
  expectTypeOf(signer.unsign("v")).toEqualTypeOf<string>();
  expectTypeOf(signer.unsign(bytes)).toEqualTypeOf<Uint8Array>();
});

test("a timestamp comes only if it is asked for", () => {
  const signer = new TimestampSigner("k");
  expectTypeOf(signer.unsign("v", { maxAge: 1 })).toEqualTypeOf<string>();
  expectTypeOf(signer.unsign("v", { returnTimestamp: true })).toEqualTypeOf<
    readonly [value: string, dateSigned: Date]
  >();
  expectTypeOf(signer.unsign(bytes, { returnTimestamp: true })[0]).toEqualTypeOf<Uint8Array>();
  const serializer = new URLSafeTimedSerializer("k");
  expectTypeOf(serializer.loads("t")).toEqualTypeOf<unknown>();
  expectTypeOf(serializer.loads("t", { returnTimestamp: true })[1]).toEqualTypeOf<Date>();
});

test("the payload serializer says whether tokens are text or bytes", () => {
  expectTypeOf(new Serializer("k").dumps(1)).toEqualTypeOf<string>();
  const packed: PayloadSerializer<Uint8Array> = { dumps: () => bytes, loads: (payload) => payload.length };
  expectTypeOf(new Serializer("k", { serializer: packed }).dumps(1)).toEqualTypeOf<Uint8Array>();
  expectTypeOf(new URLSafeTimedSerializer("k").dumps(1)).toEqualTypeOf<string>();
});

test("keys are text, bytes or a list of them", () => {
  expectTypeOf(Signer).toBeConstructibleWith(["old", bytes, "new"] as const);
  // @ts-expect-error A setting that may be missing is no key.
  new Signer(undefined as string | undefined);
  // @ts-expect-error There is no such derivation.
  new Signer("k", { keyDerivation: "scrypt" });
});
