import { Flagon, urlFor } from "flagon";
import { BaseConverter } from "flagon/routing";
import { expectTypeOf, test } from "vitest";

class ListConverter extends BaseConverter<string[]> {
  override toValue(text: string): string[] {
    return text.split("+");
  }
  override toUrl(value: string[]): string {
    return value.map((item) => super.toUrl(item as never)).join("+");
  }
}

declare module "flagon/routing" {
  interface ConverterValues {
    typedList: string[];
  }
}

test("a custom converter joins by declaration merging", () => {
  const app = new Flagon();
  app.urlMap.converters.set("typedList", ListConverter);
  const show = app.get("/tags/<typedList:tags>", ({ tags }) => {
    expectTypeOf(tags).toEqualTypeOf<string[]>();
    return tags;
  });
  expectTypeOf(urlFor(show, { tags: ["a"] })).toBeString();
  // @ts-expect-error the value has another type
  urlFor(show, { tags: "a" });
});
