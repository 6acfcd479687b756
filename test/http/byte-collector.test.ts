import fc from "fast-check";
import { ByteCollector } from "flagon/http";
import { expect, test } from "vitest";

test("property: it holds what it was given, up to the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat(2000), (chunks, limit) => {
      const collector = new ByteCollector(limit);
      const taken: number[] = [];
      for (const chunk of chunks) {
        if (!collector.add(chunk)) break;
        taken.push(...chunk);
      }
      expect([...collector.bytes()]).toEqual(taken);
      expect(taken.length).toBeLessThanOrEqual(limit);
    }),
  );
});

test("single bytes take no more memory than they are", () => {
  const collector = new ByteCollector(1 << 20);
  for (let i = 0; i < 1 << 20; i++) collector.add(Uint8Array.of(i & 255));
  expect(collector.bytes().buffer.byteLength).toBe(1 << 20);
  expect(collector.add(Uint8Array.of(0))).toBe(false);
});
