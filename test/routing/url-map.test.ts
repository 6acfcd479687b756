import fc from "fast-check";
import { MethodNotAllowed, NotFound } from "flagon/http";
import { BuildError, Rule, UrlMap } from "flagon/routing";
import { describe, expect, test } from "vitest";

function mapOf(
  ...rules: readonly (readonly [rule: string, endpoint: string, methods?: readonly string[]])[]
) {
  const map = new UrlMap();
  for (const [rule, endpoint, methods = ["GET"]] of rules) map.add(new Rule(rule, { endpoint, methods }));
  return map;
}

function endpointFor(map: UrlMap, path: string, method = "GET"): string {
  return map.match(path, method).rule.endpoint;
}

describe("which rule is taken", () => {
  test.each([
    ["a static rule before a variable one", "/new", ["/<name>", "/new"]],
    ["an int before text", "/7", ["/<name>", "/<int:id>"]],
    ["a static segment before a variable one, wherever it stands", "/x/b", ["/<a>/b", "/x/<b>"]],
    ["text around a variable before none", "/v1", ["/<name>", "/v<n>"]],
    ["several variables in a segment before one", "/a-b", ["/<name>", "/<a>-<b>"]],
    ["the first of equals", "/a", ["/<second>", "/<first>"]],
  ])("%s, whatever their order", (name, path, [other, wanted]) => {
    if (!name.includes("equals")) {
      expect(endpointFor(mapOf([other as string, "other"], [wanted as string, "wanted"]), path)).toBe(
        "wanted",
      );
    }
    expect(endpointFor(mapOf([wanted as string, "wanted"], [other as string, "other"]), path)).toBe("wanted");
  });

  test("a rule of another method does not hide one that answers", () => {
    const map = mapOf(["/new", "make", ["POST"]], ["/<name>", "show", ["GET"]]);
    expect(map.match("/new", "GET")).toMatchObject({ rule: { endpoint: "show" }, values: { name: "new" } });
    expect(endpointFor(map, "/new", "POST")).toBe("make");
  });
});

describe("no rule", () => {
  test("for the path is a 404", () => {
    expect(() => mapOf(["/a", "a"]).match("/b", "GET")).toThrow(NotFound);
  });

  test("for the method is a 405 that knows the methods of every rule of the path", () => {
    const map = mapOf(["/a", "read"], ["/a", "write", ["POST"]], ["/<x>", "put", ["PUT"]]);
    expect(() => map.match("/a", "DELETE")).toThrow(MethodNotAllowed);
    expect(map.allowedMethods("/a").sort()).toEqual(["GET", "HEAD", "POST", "PUT"]);
    expect(map.allowedMethods("/nothing/here")).toEqual([]);
  });

  test.each([
    ["100 kB", `/${"a".repeat(100_000)}/`],
    ["thousands of slashes", "/".repeat(50_000)],
    ["thousands of dashes", `/${"-".repeat(100_000)}`],
    ["thousands of digits", `/${"9".repeat(100_000)}`],
    ["dots", "/../../etc/passwd"],
    ["a null byte", "/\0/\0"],
    ["a replacement character", "/\ufffd/a"],
    ["the name of a prototype's member", "/__proto__/constructor"],
  ])("has a path of %s, and that is a 404", (_, path) => {
    const map = mapOf(["/<a>-<b>-<c>-<d>x", "cut"], ["/u/<name>", "show"], ["/<int:id>", "number"]);
    expect(() => map.match(path, "GET")).toThrow(NotFound);
  });
});

describe("building", () => {
  test("takes the rule that uses the most of the values", () => {
    const map = mapOf(["/", "list"], ["/<a>", "list"], ["/<a>/<b>", "list"]);
    expect(map.build("list", {})).toBe("/");
    expect(map.build("list", { a: 1 })).toBe("/1");
    expect(map.build("list", { a: 1, b: 2 })).toBe("/1/2");
    expect(map.build("list", { b: 2 })).toBe("/?b=2");
    expect(map.build("list", { a: null, b: 2 })).toBe("/?b=2");
  });

  test("finds a rule by its text, that one and no other of its endpoint", () => {
    const map = mapOf(["/", "index"], ["/home", "index"]);
    expect(map.build("/home", {})).toBe("/home");
    expect(map.build("index", {})).toBe("/");
  });

  test("says which endpoints there are, or which was meant", () => {
    const map = mapOf(["/", "index"], ["/a", "about"]);
    expect(() => map.build("home", {})).toThrow(BuildError);
    expect(() => map.build("home", {})).toThrow(/the endpoints are "index", "about"/);
    expect(() => map.build("Index", {})).toThrow(/did you mean "index"\?/);
    expect(() => new UrlMap().build("index", {})).toThrow(/none yet/);
  });
});

test("rules are listed, those without variables first", () => {
  const map = mapOf(["/<a>", "a"], ["/b", "b"]);
  expect([...map.iterRules()].map((rule) => rule.endpoint)).toEqual(["b", "a"]);
});

test("a path that was built gives back the values it was built of", () => {
  const map = mapOf(["/<int:id>/<name>/<first>-<last>", "show"]);
  const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((value) => !value.includes("/"));
  const word = text.filter((value) => !value.includes("-"));
  fc.assert(
    fc.property(fc.maxSafeNat(), text, word, word, (id, name, first, last) => {
      const path = decodeURIComponent(map.build("show", { id, name, first, last }));
      expect(map.match(path, "GET").values).toEqual({ id, name, first, last });
    }),
  );
});

test("a query that was built gives back the values it was built of", () => {
  const map = mapOf(["/", "index"]);
  const values = fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
  );
  fc.assert(
    fc.property(values, (given) => {
      const url = new URL(map.build("index", given), "http://localhost");
      for (const [key, items] of Object.entries(given)) expect(url.searchParams.getAll(key)).toEqual(items);
      expect([...url.searchParams].length).toBe(Object.values(given).flat().length);
    }),
  );
});

test("any path is matched or is a 404 or 405, never another error", () => {
  const map = mapOf(["/", "index"], ["/<a>-<int:b>/<c>", "c"], ["/<int:d>", "d"], ["/p", "p", ["POST"]]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("GET", "POST", "FOO"), (path, method) => {
      try {
        map.match(`/${path}`, method);
      } catch (error) {
        expect(error instanceof NotFound || error instanceof MethodNotAllowed).toBe(true);
      }
    }),
  );
});
