import { deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import { BadPayload, Signer, URLSafeSerializer } from "flagon/signing";
import { describe, expect, test } from "vitest";

const text = { dumps: (value: unknown) => `${value}`, loads: (payload: string) => payload };
const serializer = new URLSafeSerializer("swordfish", { serializer: text });
const signer = new Signer("swordfish", { salt: "itsdangerous" });

/** A text that never repeats three characters, so deflate has only its Huffman codes to shorten it with. */
function withoutRepeats(alphabet: string, choices: readonly number[]): string {
  let text = "";
  const seen = new Set<string>();
  for (const choice of choices) {
    const free = [...alphabet].filter((next) => !seen.has(text.slice(-2) + next));
    const next = free[choice % free.length];
    if (next === undefined) break;
    text += next;
    seen.add(text.slice(-3));
  }
  return text;
}

const unrepeated = fc
  .tuple(
    fc.constantFrom(
      "abcd",
      "abcde",
      "abcdefgh",
      "acegik",
      "01234567",
      "0123456789abcdef",
      "{}:,ab",
      "aA0_-é",
    ),
    fc.array(fc.nat(1000), { minLength: 20, maxLength: 100, size: "max" }),
  )
  .map(([alphabet, choices]) => withoutRepeats(alphabet, choices));

// The bound that spares deflate must never be wrong, so it meets payloads of every kind.
const payloads = fc.oneof(
  { arbitrary: unrepeated, weight: 6 },
  fc.json({ maxDepth: 2 }),
  fc.string({ unit: fc.constantFrom(..."ab"), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("é", "日", "a"), maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 8 }), fc.string({ maxLength: 20 }))
    .map(([start, word, end]) => start + word + end + word),
  fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), fc.nat(30)).map(([unit, count]) => unit.repeat(count)),
);

describe("the payload of a URL-safe token", () => {
  test("is compressed behind a dot where that is shorter by two bytes or more", () => {
    const written = new URLSafeSerializer("swordfish").dumps("tide ".repeat(40));
    const [empty, payload] = written.split(".");
    expect(empty).toBe("");
    expect(inflateSync(Buffer.from(`${payload}`, "base64url")).toString()).toBe(`"${"tide ".repeat(40)}"`);
  });

  test("is read if Python has compressed it", () => {
    const token = ".eJxTKslMSVUYBoQSAFhsRzU.X0BiPJSxylNeOBm-r64Z__KdXpM";
    expect(new URLSafeSerializer("swordfish").loads(token)).toBe("tide ".repeat(40));
  });

  test("is compressed if and only if deflate makes it shorter", () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const size = Buffer.byteLength(payload);
        const pays = deflateSync(payload).length < size - 1;
        expect(serializer.dumpPayload(payload).startsWith(".")).toBe(pays);
      }),
      { numRuns: 4000 },
    );
  });

  test("comes back whatever its form", () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(serializer.loads(serializer.dumps(payload))).toBe(payload);
        const compressed = `.${deflateSync(payload).toString("base64url")}`;
        expect(serializer.loads(signer.sign(compressed))).toBe(payload);
      }),
    );
  });
});

describe("inflating", () => {
  const bomb = (size: number) =>
    signer.sign(`.${deflateSync(Buffer.alloc(size, " ")).toString("base64url")}`);

  test("stops at 1 MiB", () => {
    expect(serializer.loads(bomb(1_048_576))).toHaveLength(1_048_576);
    expect(() => serializer.loads(bomb(1_048_577))).toThrow(/1048576 bytes \(maxInflatedSize\)/);
  });

  test("stops before a bomb has taken the memory", () => {
    const token = bomb(64 * 1024 * 1024);
    expect(token.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => serializer.loads(token)).toThrow(BadPayload);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test("stops where the options say", () => {
    const small = new URLSafeSerializer("swordfish", { serializer: text, maxInflatedSize: 100 });
    expect(small.loads(bomb(100))).toHaveLength(100);
    expect(() => small.loads(bomb(101))).toThrow(BadPayload);
    expect(small.loads(signer.sign(Buffer.alloc(200, "x").toString("base64url")))).toHaveLength(200);
  });

  test("ignores what follows the stream, and refuses a stream that breaks off, as Python does", () => {
    const stream = deflateSync('{"a":[1,2,3]}');
    const token = (bytes: Buffer) => signer.sign(`.${bytes.toString("base64url")}`);
    expect(serializer.loads(token(Buffer.concat([stream, Buffer.from("more")])))).toBe('{"a":[1,2,3]}');
    expect(() => serializer.loads(token(stream.subarray(0, -1)))).toThrow(BadPayload);
    expect(() => serializer.loads(token(Buffer.alloc(0)))).toThrow(BadPayload);
  });
});
