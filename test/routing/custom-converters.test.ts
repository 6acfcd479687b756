import { NotFound } from "flagon/http";
import { BaseConverter, BuildError, Rule, UrlMap, ValidationError } from "flagon/routing";
import { describe, expect, test } from "vitest";

class ListConverter extends BaseConverter<string[]> {
  override toValue(text: string): string[] {
    return text.split("+");
  }
  override toUrl(value: string[]): string {
    return value.map((item) => super.toUrl(item as never)).join("+");
  }
}

class YearConverter extends BaseConverter<number> {
  override readonly regex: string = "\\d{4}";
  override toValue(text: string): number {
    if (text === "0000") throw new ValidationError("there was no year 0");
    return Number(text);
  }
}

class RestConverter extends BaseConverter<string> {
  override readonly regex: string = ".*";
  override readonly partIsolating: boolean = false;
}

class LightConverter extends BaseConverter {
  override readonly weight: number = 10;
}

describe("a converter of one's own", () => {
  test("reads and writes values", () => {
    const map = new UrlMap([new Rule("/<list:tags>", { endpoint: "e" })], {
      converters: [["list", ListConverter]],
    });
    const urls = map.bind("example.com");
    expect(urls.match("/a+b c").values).toEqual({ tags: ["a", "b c"] });
    expect(urls.build("e", { tags: ["a", "b c"] })).toBe("/a+b%20c");
  });

  test("can be added to a map that is there", () => {
    const map = new UrlMap();
    map.converters.set("list", ListConverter);
    map.add(new Rule("/<list:tags>"));
    expect(map.bind("example.com").match("/a+b").values).toEqual({ tags: ["a", "b"] });
  });

  test("can take the place of one that is there, in this map only", () => {
    const map = new UrlMap([new Rule("/<x>")], { converters: [["default", ListConverter]] });
    expect(map.bind("example.com").match("/a+b").values).toEqual({ x: ["a", "b"] });
    expect(new UrlMap([new Rule("/<x>")]).bind("example.com").match("/a+b").values).toEqual({ x: "a+b" });
  });

  test("matches its expression as a whole, alone and beside other variables", () => {
    const map = new UrlMap([new Rule("/<year:y>"), new Rule("/<year:y>-<name>"), new Rule("/of/<year:y>!")], {
      converters: [["year", YearConverter]],
    });
    const urls = map.bind("example.com");
    expect(urls.match("/1999").values).toEqual({ y: 1999 });
    expect(urls.match("/1999-a-b").values).toEqual({ y: 1999, name: "a-b" });
    expect(urls.match("/of/1999!").values).toEqual({ y: 1999 });
    for (const path of ["/19999", "/x1999", "/1999\n", "/19999-a"]) {
      expect(() => urls.match(path)).toThrow(NotFound);
    }
  });

  test("stands beside listed texts of any characters", () => {
    const map = new UrlMap([new Rule('/<any("a-b", "c.d", "[e]"):x>~<year:y>')], {
      converters: [["year", YearConverter]],
    });
    const urls = map.bind("example.com");
    for (const x of ["a-b", "c.d", "[e]"]) expect(urls.match(`/${x}~1999`).values).toEqual({ x, y: 1999 });
    expect(() => urls.match("/cxd~1999")).toThrow(NotFound);
  });

  test("can say that a text is no value, which is not found", () => {
    const map = new UrlMap([new Rule("/<year:y>")], { converters: [["year", YearConverter]] });
    expect(() => map.bind("example.com").match("/0000")).toThrow(NotFound);
  });

  test("can take several segments", () => {
    const map = new UrlMap([new Rule("/files/<rest:x>"), new Rule("/p/<rest:x>/edit")], {
      converters: [["rest", RestConverter]],
    });
    const urls = map.bind("example.com");
    expect(urls.match("/files/a//b/").values).toEqual({ x: "a//b/" });
    expect(urls.match("/files/").values).toEqual({ x: "" });
    expect(urls.match("/p/a/b/edit").values).toEqual({ x: "a/b" });
  });

  test("takes several segments if its expression names a slash, unless it says otherwise", () => {
    class Pair extends BaseConverter {
      override readonly regex: string = "\\w+/\\w+";
    }
    const urls = new UrlMap([new Rule("/<pair:x>")], { converters: [["pair", Pair]] }).bind("example.com");
    expect(urls.match("/a/b").values).toEqual({ x: "a/b" });
    expect(() => urls.match("/a/b/c")).toThrow(NotFound);
  });

  test("is tried before others if it is lighter, whichever came first", () => {
    const map = new UrlMap(
      [new Rule("/<x>", { endpoint: "text" }), new Rule("/<light:x>", { endpoint: "light" })],
      {
        converters: [["light", LightConverter]],
      },
    );
    expect(map.bind("example.com").match("/a").endpoint).toBe("light");
  });

  test("whose error is its own is no 404", () => {
    class Broken extends BaseConverter {
      override toValue(): never {
        throw new RangeError("broken");
      }
    }
    const map = new UrlMap([new Rule("/<broken:x>")], { converters: [["broken", Broken]] });
    expect(() => map.bind("example.com").match("/a")).toThrow(RangeError);
  });

  test("that throws at a value gives a BuildError", () => {
    const map = new UrlMap([new Rule("/<list:x>", { endpoint: "e" })], {
      converters: [["list", ListConverter]],
    });
    expect(() => map.bind("example.com").build("e", { x: 5 })).toThrow(BuildError);
  });
});
