import { type Config, Flagon } from "flagon";
import { expectTypeOf, test } from "vitest";

declare module "flagon" {
  interface Config {
    typedMailServer?: string;
    typedMailPort: number;
  }
}

const app = new Flagon({ config: { typedMailServer: "localhost", trustedHosts: undefined } });

test("an extension's keys have the types it declares", () => {
  expectTypeOf(app.config.typedMailServer).toEqualTypeOf<string | undefined>();
  expectTypeOf(app.config.typedMailPort).toBeNumber();
  app.config.typedMailServer ??= "localhost";
  // @ts-expect-error of another type
  app.config.typedMailPort = "25";
});

test("a misspelt key, one of the wrong type and a method are errors where the application is made", () => {
  // @ts-expect-error no such key
  new Flagon({ config: { secretKeys: "x" } });
  // @ts-expect-error of another type
  new Flagon({ config: { debug: "yes" } });
  // @ts-expect-error a method
  new Flagon({ config: { fromObject: () => {} } });
  // @ts-expect-error Flask's name is for what is loaded
  app.config.SECRET_KEY = "x";
});

test("the loader of a file is given text, or bytes where it asks for them", () => {
  const config: Config = app.config;
  config.fromFile("a", (content) => {
    expectTypeOf(content).toBeString();
    return {};
  });
  config.fromFile("a", (content) => ({ content: content.byteLength }), { text: false });
  // @ts-expect-error bytes for a loader of text
  config.fromFile("a", (content: string) => ({ content }), { text: false });
});
