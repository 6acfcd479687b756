import fc from "fast-check";
import { Markup } from "flagon/markup";
import { NullSession, Session, SessionClosedError, TaggedJSONSerializer, Tuple, UUID } from "flagon/sessions";
import { describe, expect, test } from "vitest";

const codec = new TaggedJSONSerializer();

/** A session as it would be opened from a cookie with this text. */
const stored = (text: string) => new Session(codec, () => codec.loadEntries(text));

describe("a dictionary", () => {
  test("set, get, has, delete, size", () => {
    const session = new Session(codec);
    expect(session.isNew).toBe(false);
    session.set("a", 1).set("b", [2]);
    expect([session.get("a"), session.has("b"), session.size]).toEqual([1, true, 2]);
    expect([session.delete("a"), session.delete("a"), session.get("a")]).toEqual([true, false, undefined]);
  });

  test("a default is given, not stored", () => {
    const session = new Session(codec);
    expect(session.get("n", 0)).toBe(0);
    expect(session.has("n")).toBe(false);
    expect(session.modified).toBe(false);
  });

  test("pop, popItem and setDefault", () => {
    const session = stored('{"a":1,"b":2}');
    expect(session.pop("a")).toBe(1);
    expect(session.pop("a", "none")).toBe("none");
    expect(session.setDefault("b", 9)).toBe(2);
    expect(session.setDefault("c", 3)).toBe(3);
    expect(session.popItem()).toEqual(["c", 3]);
    expect(session.toObject()).toEqual({ b: 2 });
  });

  test("update takes objects, Maps and pairs; clear empties", () => {
    const session = new Session(codec);
    session.update({ a: 1 });
    session.update(new Map([["b", 2]]));
    session.update([["c", 3]]);
    expect([...session]).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    expect([[...session.keys()], [...session.values()], [...session.entries()].length]).toEqual([
      ["a", "b", "c"],
      [1, 2, 3],
      3,
    ]);
    session.clear();
    expect(session.size).toBe(0);
  });

  test("__proto__ and constructor are ordinary keys", () => {
    const session = new Session(codec);
    session.set("__proto__", { admin: true });
    session.set("constructor", 1);
    expect(session.get("toString")).toBeUndefined();
    expect(Object.keys(session.toObject())).toEqual(["__proto__", "constructor"]);
    expect(session.dump()).toBe('{"__proto__":{"admin":true},"constructor":1}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("permanent lives under _permanent", () => {
    const session = new Session(codec);
    expect(session.permanent).toBe(false);
    session.permanent = true;
    expect(session.dump()).toBe('{"_permanent":true}');
  });
});

describe("opening", () => {
  test("the stored data is read at the first touch, once", () => {
    let reads = 0;
    const session = new Session(codec, () => {
      reads++;
      return codec.loadEntries('{"a":1}');
    });
    expect([session.opened, reads]).toEqual([false, 0]);
    expect([session.get("a"), session.get("a"), reads, session.accessed]).toEqual([1, 1, 1, true]);
  });

  test("opening for the interface's own sake is no access", () => {
    const session = stored('{"a":1}');
    session.open();
    expect([session.opened, session.accessed]).toEqual([true, false]);
  });
});

describe("changes inside a value", () => {
  const text = codec.dumps({
    array: [1],
    bytes: new Uint8Array([1]),
    date: new Date(0),
    map: { inner: { deep: [1] } },
    tuple: new Tuple([1], 2),
  });

  test.each<[string, (session: Session) => void]>([
    ["an array", (session) => (session.get("array") as number[]).push(2)],
    ["bytes", (session) => (session.get("bytes") as Uint8Array).set([2])],
    ["a Date", (session) => (session.get("date") as Date).setUTCFullYear(2000)],
    ["a nested array", (session) => (session.get("map") as { inner: { deep: number[] } }).inner.deep.push(2)],
    ["an item of a Tuple", (session) => (session.get("tuple") as unknown as [number[]])[0].push(2)],
    ["a Tuple itself", (session) => ((session.get("tuple") as unknown as unknown[])[1] = 3)],
    ["a deleted inner key", (session) => delete (session.get("map") as { inner?: unknown }).inner],
    ["through iteration", (session) => ([...session.values()][0] as number[]).push(2)],
    ["through toObject", (session) => (session.toObject().array as number[]).push(2)],
  ])("are noticed: %s", (_name, change) => {
    const session = stored(text);
    change(session);
    expect(session.modified).toBe(true);
    expect(session.dump()).not.toBe(text);
    expect(codec.loads(session.dump())).toEqual(session.toObject());
  });

  test("a Map that was set and then changed is saved as changed", () => {
    const map = new Map([["a", 1]]);
    const session = new Session(codec);
    session.set("map", map);
    map.set("b", 2);
    expect(session.dump()).toBe('{"map":{"a":1,"b":2}}');
  });

  test("a change and its undoing is none", () => {
    const session = stored(text);
    const array = session.get("array") as number[];
    array.push(2);
    array.pop();
    expect(session.modified).toBe(false);
  });

  test("reading everything is no change", () => {
    const session = stored('{"b": {"z":1.0, "a":[1e5, NaN]},"a":1e22}');
    session.toObject();
    expect(session.modified).toBe(false);
    expect(session.accessed).toBe(true);
  });

  test("modified = false takes the state of the moment for unchanged", () => {
    const session = stored(text);
    (session.get("array") as number[]).push(2);
    session.set("new", [1]);
    session.modified = false;
    expect(session.modified).toBe(false);
    (session.get("new") as number[]).push(2);
    expect(session.modified).toBe(true);
    expect((codec.loads(session.dump()) as { array: number[] }).array).toEqual([1, 2]);
  });
});

describe("what nobody touched is written back as it came", () => {
  test("whole floats, large integers, NaN and spelling", () => {
    const session = stored('{"a":1.0,"b":[1.0,12345678901234567890],"c":NaN,"d":"\\u0041"}');
    session.get("b");
    session.set("e", 1);
    expect(session.dump()).toBe('{"a":1.0,"b":[1.0,12345678901234567890],"c":NaN,"d":"\\u0041","e":1}');
  });

  test("a changed value is written anew; its whole floats become integers", () => {
    const session = stored('{"b":[1.0]}');
    (session.get("b") as number[]).push(2);
    expect(session.dump()).toBe('{"b":[1,2]}');
  });

  test("a session that looks like a tag as a whole keeps its key", () => {
    const session = stored('{" di":{" t__":[1.0]}}');
    expect(session.get(" t")).toEqual([1]);
    expect(session.modified).toBe(false);
    expect(session.dump()).toBe('{" di":{" t__":[1.0]}}');
  });
});

describe("refusals", () => {
  test("a null session reads as empty and says what to set when written to", () => {
    const session = new NullSession(codec);
    expect([session.get("a", 1), session.has("a"), session.size, [...session]]).toEqual([1, false, 0, []]);
    const writes: (() => unknown)[] = [
      () => session.set("a", 1),
      () => session.delete("a"),
      () => session.pop("a"),
      () => session.clear(),
      () => session.update({}),
      () => session.setDefault("a", 1),
      () => session.popItem(),
      () => session.regenerate(),
      () => (session.permanent = true),
    ];
    for (const write of writes) expect(write).toThrow("secretKey: process.env.SECRET_KEY");
  });

  test("a write after the save throws, a read does not", () => {
    const session = stored('{"a":1}');
    session.get("a");
    session.close();
    expect(session.get("a")).toBe(1);
    expect(() => session.set("a", 2)).toThrow(SessionClosedError);
  });

  test("a first read after the save throws: the response did not say that it depends on the cookie", () => {
    const session = stored('{"a":1}');
    session.close();
    expect(() => session.get("a")).toThrow(SessionClosedError);
  });

  test("a value that cannot be stored is named with its path", () => {
    const session = new Session(codec);
    session.set("cart", [{ price: () => 1 }] as never);
    expect(() => session.dump()).toThrow("session.cart[0].price: a function cannot be stored");
  });

  test("a value changed into one that cannot be stored is modified, so that the save names it", () => {
    const session = stored('{"a":[]}');
    (session.get("a") as unknown[]).push(new Set());
    expect(session.modified).toBe(true);
    expect(() => session.dump()).toThrow("session.a[0]: an instance of Set");
  });
});

test("a logged session shows its data", () => {
  expect(JSON.stringify(stored('{"a":1}'))).toBe('{"a":1}');
});

const change = fc.oneof(
  fc.record({ op: fc.constant("set" as const), key: fc.string(), value: fc.jsonValue() }),
  fc.record({ op: fc.constant("delete" as const), key: fc.string() }),
  fc.record({ op: fc.constant("push" as const), value: fc.jsonValue() }),
);

test("property: after any changes, what is saved is what the session holds", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(change), (start, changes) => {
      const session = stored(codec.dumps({ ...start, list: [new UUID("0".repeat(32)), new Markup("a")] }));
      for (const step of changes) {
        if (step.op === "set") session.set(step.key, step.value as never);
        else if (step.op === "delete") session.delete(step.key);
        else if (Array.isArray(session.get("list"))) (session.get("list") as unknown[]).push(step.value);
      }
      expect(codec.loads(session.dump())).toEqual(codec.loads(codec.dumps(session.toObject())));
    }),
  );
});
