/** An option that does not exist is an error: one of ItsDangerous' names would let a token live for ever without a word. */
import {
  Serializer,
  Signer,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { describe, expect, test } from "vitest";

/** As a program that no compiler has checked. */
const unchecked = (options: unknown): never => options as never;

const CLASSES = [Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer] as const;

describe.each(CLASSES.map((Class) => [Class.name, Class] as const))("%s", (name, Class) => {
  test("takes its salt as an option, not as text", () => {
    expect(() => new Class("swordfish", unchecked("reset"))).toThrow(
      new TypeError(`new ${name}() takes its options as an object, { … }, not "reset".`),
    );
  });

  test("has no option of ItsDangerous' name", () => {
    expect(() => new Class("swordfish", unchecked({ signer_kwargs: {} }))).toThrow("has no option");
    expect(() => new Class("swordfish", unchecked({ fallback_signers: [] }))).toThrow(
      `new ${name}() has no option "fallback_signers"; did you mean fallbackSigners?`,
    );
  });
});

describe.each([TimedSerializer, URLSafeTimedSerializer])("a token of %o", (Class) => {
  const serializer = new Class("swordfish");
  const token = serializer.dumps(1);

  test("is not read with max_age, nor with an age alone", () => {
    const message = 'loads() has no option "max_age"; did you mean maxAge?';
    expect(() => serializer.loads(token, unchecked({ max_age: 60 }))).toThrow(new TypeError(message));
    expect(() => serializer.loadsUnsafe(token, unchecked({ max_age: 60 }))).toThrow(message);
    expect(() => serializer.loads(token, unchecked(60))).toThrow(
      "loads() takes its options as an object, { … }, not 60.",
    );
  });
});

test("a serializer without time has no maxAge", () => {
  const serializer = new URLSafeSerializer("swordfish");
  expect(() => serializer.loads(serializer.dumps(1), unchecked({ maxAge: 60 }))).toThrow(
    'loads() has no option "maxAge"; there are salt',
  );
  expect(serializer.loads(serializer.dumps(1), unchecked({ maxAge: undefined }))).toBe(1);
});

test("a signer has its options by name", () => {
  expect(() => new Signer("swordfish", unchecked({ key_derivation: "hmac" }))).toThrow(
    'new Signer() has no option "key_derivation"; did you mean keyDerivation?',
  );
  const signer = new TimestampSigner("swordfish");
  const signed = signer.sign("tea");
  for (const options of [{ max_age: 60 }, 60]) {
    expect(() => signer.unsign(signed, unchecked(options))).toThrow(/^unsign\(\) (has no|takes its) option/);
    expect(() => signer.validate(signed, unchecked(options))).toThrow(
      /^validate\(\) (has no|takes its) option/,
    );
  }
});
