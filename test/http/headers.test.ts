import fc from "fast-check";
import { Headers, Request, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const { headers: received } = new Request(new WebRequestSource(new globalThis.Request("http://localhost/")));

describe("Headers", () => {
  test("finds a name in any case and keeps its spelling", () => {
    const headers = new Headers({ "X-Powered-BY": "tea" });
    expect(headers.get("x-powered-by")).toBe("tea");
    expect([...headers]).toEqual([["X-Powered-BY", "tea"]]);
  });

  test("gives undefined for a name that is not there", () => {
    expect(new Headers().get("A")).toBeUndefined();
    expect(new Headers().has("A")).toBe(false);
  });

  test("keeps order and duplicates", () => {
    const headers = new Headers([
      ["A", "1"],
      ["B", "2"],
      ["a", "3"],
    ]);
    expect(headers.get("a")).toBe("1");
    expect(headers.getList("A")).toEqual(["1", "3"]);
    expect(headers.toFlat()).toEqual(["A", "1", "B", "2", "a", "3"]);
    expect(headers.size).toBe(3);
  });

  test("is made of an object with lists, of the Web's headers, and of its own kind", () => {
    expect([...new Headers({ A: ["1", "2"], B: "3" }).values()]).toEqual(["1", "2", "3"]);
    expect(new Headers(new globalThis.Headers([["a", "1"]])).get("A")).toBe("1");
    expect(new Headers(new Headers({ A: "1" })).get("A")).toBe("1");
  });

  test("sets a name in the place of its first field and drops the others", () => {
    const headers = new Headers([
      ["A", "1"],
      ["B", "2"],
      ["a", "3"],
    ]);
    headers.set("a", "4");
    expect([...headers]).toEqual([
      ["a", "4"],
      ["B", "2"],
    ]);
  });

  test("sets a list, and removes the name with an empty one", () => {
    const headers = new Headers({ A: "0" });
    headers.setList("A", ["1", "2"]);
    expect(headers.getList("A")).toEqual(["1", "2"]);
    headers.setList("A", []);
    expect(headers.has("A")).toBe(false);
  });

  test("sets a default only where nothing is", () => {
    const headers = new Headers({ A: "1" });
    expect(headers.setDefault("a", "2")).toBe("1");
    expect(headers.setDefault("B", "2")).toBe("2");
    expect(headers.size).toBe(2);
  });

  test("deletes every field of a name, and says whether there was one", () => {
    const headers = new Headers({ A: ["1", "2"], B: "3" });
    expect(headers.delete("a")).toBe(true);
    expect(headers.delete("a")).toBe(false);
    expect(headers.pop("b")).toBe("3");
    expect(headers.size).toBe(0);
  });

  test("updates by replacing, with all values of a name, and extends by adding", () => {
    const headers = new Headers({ A: "1", B: "2" });
    headers.update([
      ["a", "3"],
      ["A", "4"],
    ]);
    expect(headers.getList("A")).toEqual(["3", "4"]);
    headers.extend({ B: "5" });
    expect(headers.getList("B")).toEqual(["2", "5"]);
  });

  test("take over what other headers hold, checked unless those only came in", () => {
    const headers = new Headers({ A: "1" });
    headers.extend(
      new Headers([
        ["a", "2"],
        ["B", "é"],
      ]),
    );
    expect([...headers]).toEqual([
      ["A", "1"],
      ["a", "2"],
      ["B", "é"],
    ]);
    expect(headers.isASCII).toBe(false);
    headers.extend(headers);
    expect(headers.getList("B")).toEqual(["é", "é"]);
    expect(() => headers.extend(Headers.received([["C", "3\r\nD: 4"]]))).toThrow(TypeError);
    expect(() => received.extend(headers)).toThrow("can't be changed");
  });

  test("can be changed without changing what toFlat gave", () => {
    const headers = new Headers({ A: "1" });
    const flat = headers.toFlat();
    headers.set("A", "2");
    expect(flat).toEqual(["A", "1"]);
  });

  test("refuses a line break, naming header and character", () => {
    const headers = new Headers();
    expect(() => headers.add("X-Name", "a\r\nSet-Cookie: x=y")).toThrow(
      /value of header X-Name holds the character U\+000D at index 1/,
    );
    expect(() => headers.set("X-Name", "☃")).toThrow(/U\+2603 at index 0; percent-encode/);
    expect(() => new Headers({ "X-Name": "a\nb" })).toThrow(TypeError);
    expect(headers.size).toBe(0);
  });

  test("refuses a name that is no token", () => {
    for (const name of ["", "a b", "a:", "ä", "a\n"]) {
      expect(() => new Headers().add(name, "x")).toThrow(/is no header name/);
    }
  });

  test("refuses what is no string", () => {
    expect(() => new Headers().add("A", undefined as unknown as string)).toThrow(
      /must be a string, not undefined/,
    );
  });

  test("holds any text of tabs and printable Latin-1, and nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const legal = [...value].every((character) => {
          const code = character.codePointAt(0) ?? 0;
          return code === 9 || (code >= 0x20 && code < 0x7f) || (code >= 0x80 && code <= 0xff);
        });
        const headers = new Headers();
        if (!legal) expect(() => headers.add("A", value)).toThrow(TypeError);
        else {
          headers.add("A", value);
          expect(headers.get("a")).toBe(value);
        }
      }),
    );
  });

  test("adds parameters to a value, in quotes where they must be", () => {
    const headers = new Headers();
    headers.add("Content-Disposition", "attachment", { filename: 'tea "list".txt', size: 5 });
    expect(headers.get("Content-Disposition")).toBe('attachment; filename="tea \\"list\\".txt"; size=5');
  });

  test("gives a default, and converts as a dictionary does", () => {
    const headers = new Headers({ "X-Count": ["5", "many"] });
    expect(headers.get("X-None", "tea")).toBe("tea");
    expect(headers.get("X-Count", 0, Number)).toBe(5);
    expect(new Headers({ "X-Count": "many" }).get("X-Count", 0, Number)).toBe(0);
    expect(headers.getList("X-Count", Number)).toEqual([5]);
  });
});
