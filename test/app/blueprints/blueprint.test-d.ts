import { Blueprint, Flagon, type Scaffold, urlFor } from "flagon";
import { expectTypeOf, test } from "vitest";

const app = new Flagon();

test("the variables of a prefix are arguments of each view, and values of its URL", () => {
  const bp = new Blueprint("shop", { urlPrefix: "/shops/<int:shop>" });
  const show = bp.get("/items/<item>", (values) => {
    expectTypeOf(values).toEqualTypeOf<{ shop: number; item: string }>();
    return "";
  });
  const index = bp.get("", ({ shop }) => {
    expectTypeOf(shop).toBeNumber();
    return "";
  });
  expectTypeOf(urlFor(show, { shop: 1, item: "tea", page: 2 })).toBeString();
  expectTypeOf(urlFor(index, { shop: 1 })).toBeString();
  // @ts-expect-error the value of the prefix is missing
  urlFor(show, { item: "tea" });
  // @ts-expect-error it is a number
  urlFor(index, { shop: "one" });
});

test("options count as those of an application's routes", () => {
  const bp = new Blueprint("b", { urlPrefix: "/<lang>" });
  const list = bp.route("/<kind>", { methods: ["GET", "POST"], defaults: { page: 1 } }, (values) => {
    expectTypeOf(values).toEqualTypeOf<{ lang: string; kind: string; page: number }>();
    return "";
  });
  expectTypeOf(urlFor(list, { lang: "en", kind: "a" })).toBeString();
  const host = bp.get("/u", { subdomain: "<user>" }, ({ lang, user }) => `${lang} ${user}`);
  expectTypeOf(urlFor(host, { lang: "en", user: "ann" })).toBeString();
  const known = bp.get("/k", { defaults: { lang: "en" } }, ({ lang }) => lang);
  expectTypeOf(urlFor(known)).toBeString();
});

test("a blueprint without a prefix has rules as an application has", () => {
  const bp = new Blueprint("b");
  bp.get("/<int:id>", ({ id }) => {
    expectTypeOf(id).toBeNumber();
    return "";
  });
  // @ts-expect-error it does not start with a slash
  bp.get("x", () => "");
  // @ts-expect-error there is no such option
  bp.route("/", { metods: ["GET"] }, () => "");
});

test("variables from elsewhere can be told to the compiler", () => {
  const bp = new Blueprint<"/<int:shop>/<user>">("items", { subdomain: "<user>" });
  bp.get("/<item>", (values) => {
    expectTypeOf(values).toEqualTypeOf<{ shop: number; user: string; item: string }>();
    return "";
  });
  app.registerBlueprint(bp, { urlPrefix: "/<int:shop>" });
});

test("a prefix that is not known to the letter leaves the arguments open", () => {
  const bp = new Blueprint("b", { urlPrefix: `/${"x" as string}` });
  bp.get("/<int:id>", (values) => {
    expectTypeOf(values).toEqualTypeOf<Record<string, unknown>>();
    return "";
  });
});

test("any blueprint is registered without a cast, on an application or on another", () => {
  const plain = new Blueprint("a");
  const outer = new Blueprint("b", { urlPrefix: "/<int:b>" });
  const inner = new Blueprint("c", { urlPrefix: "/c/<uuid:c>" });
  outer.registerBlueprint(inner);
  plain.registerBlueprint(outer, { name: "again", urlPrefix: "/again" });
  for (const bp of [plain, outer, inner]) app.registerBlueprint(bp);
  const list: Blueprint<string>[] = [plain, outer, inner];
  expectTypeOf(list).items.toEqualTypeOf<Blueprint<string>>();
  // @ts-expect-error there is no such option
  app.registerBlueprint(plain, { prefix: "/x" });
});

test("an application and a blueprint of any prefix are one type, for what registers the same on both", () => {
  const add = (on: Scaffold<string>): void => {
    on.get("/health/<int:level>", ({ level }) => {
      // Their prefix may have a variable of that name.
      expectTypeOf(level).toBeUnknown();
      return "";
    });
    on.beforeRequest(() => undefined);
    on.errorHandler(RangeError, (error) => error.message);
  };
  add(new Flagon());
  add(new Blueprint("a"));
  add(new Blueprint("b", { urlPrefix: "/<int:id>" }));
});
