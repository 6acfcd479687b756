/** Tokens of ItsDangerous and of `flagon/signing`: each reads what the other signed, with every derivation. */
import {
  BadSignature,
  type KeyDerivation,
  Serializer,
  Signer,
  TimedSerializer,
  TimestampSigner,
  URLSafeSerializer,
  URLSafeTimedSerializer,
} from "flagon/signing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { type FlaskServer, startFlask } from "./flask-server.ts";

const keys = ["an old key", "the key: ü ☃"];
const salt = "a salt of its own: ß";
const value = { id: 42, name: "Zoë ☃", roles: ["a", "b"], nothing: null };

const derivations: readonly KeyDerivation[] = ["concat", "django-concat", "hmac", "none"];
const digests = ["sha1", "sha256", "sha512", "md5"];
const styles = derivations.flatMap((keyDerivation) => digests.map((digest) => ({ keyDerivation, digest })));

describeWith(flaskPython, "a token", (python) => {
  let flask: FlaskServer;

  beforeAll(async () => {
    flask = await startFlask(python, { secretKey: "not used here" });
  }, 60_000);

  afterAll(() => flask?.close());

  describe.each([
    ["Signer", Signer],
    ["TimestampSigner", TimestampSigner],
  ] as const)("of a %s", (name, Class) => {
    test.each(styles)("with $keyDerivation and $digest is good on both sides", async ({
      keyDerivation,
      digest,
    }) => {
      const order = { class: name, keys, salt, keyDerivation, digest };
      const signer = new Class(keys, { salt, keyDerivation, digestMethod: digest });

      const theirs = await flask.ask("/sign", { ...order, value: "text: ü" });
      const answer = await flask.ask("/unsign", { ...order, value: signer.sign("text: ü") });

      expect(answer).toEqual({ value: "text: ü" });
      expect(signer.unsign((theirs as { token: string }).token)).toBe("text: ü");
    });
  });

  describe.each([
    ["Serializer", Serializer],
    ["TimedSerializer", TimedSerializer],
    ["URLSafeSerializer", URLSafeSerializer],
    ["URLSafeTimedSerializer", URLSafeTimedSerializer],
  ] as const)("of a %s", (name, Class) => {
    test.each(styles)("with $keyDerivation and $digest is good on both sides", async ({
      keyDerivation,
      digest,
    }) => {
      const order = { class: name, keys, salt, keyDerivation, digest };
      const serializer = new Class(keys, { salt, signerOptions: { keyDerivation, digestMethod: digest } });

      const theirs = await flask.ask("/sign", { ...order, value });
      const answer = await flask.ask("/unsign", { ...order, value: serializer.dumps(value) });

      expect(answer).toEqual({ value });
      expect(serializer.loads((theirs as { token: string }).token)).toEqual(value);
    });

    test("under the old key is good on both sides", async () => {
      const style = { keyDerivation: "hmac", digest: "sha1" } as const;
      const old = new Class("an old key", {
        salt,
        signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" },
      });
      const both = new Class(keys, { salt, signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" } });

      const theirs = await flask.ask("/sign", { class: name, keys: ["an old key"], salt, ...style, value });
      const answer = await flask.ask("/unsign", {
        class: name,
        keys,
        salt,
        ...style,
        value: old.dumps(value),
      });

      expect(answer).toEqual({ value });
      expect(both.loads((theirs as { token: string }).token)).toEqual(value);
    });

    test("with another salt is refused on both sides", async () => {
      const style = { keyDerivation: "hmac", digest: "sha1" } as const;
      const serializer = new Class(keys, {
        salt,
        signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" },
      });
      const other = "another salt";

      const theirs = await flask.ask("/sign", { class: name, keys, salt: other, ...style, value });
      const token = serializer.dumps(value, other);
      const answer = await flask.ask("/unsign", { class: name, keys, salt, ...style, value: token });

      expect(answer).toEqual({ error: name.includes("Timed") ? "BadTimeSignature" : "BadSignature" });
      expect(() => serializer.loads((theirs as { token: string }).token)).toThrow(BadSignature);
    });
  });
});
