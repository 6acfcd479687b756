import { inspect } from "node:util";
import { Flagon } from "flagon";
import { describe, expect, test } from "vitest";

const KEY = "a key that must stay out of every log";

describe("what is logged", () => {
  test("of an application is its folder, and never its key", () => {
    const app = new Flagon({ root: "/srv/shop", secretKey: KEY });
    expect(inspect(app)).toBe('<Flagon "/srv/shop">');
  });
});
