import { Flagon } from "flagon";
import { describe, expect, test } from "vitest";

/** As a program that no compiler has checked. */
const unchecked = (options: object): never => options as never;

describe("an option that does not exist is refused, with what may be meant", () => {
  test.each([
    [{ secretkey: "x" }, 'new Flagon() has no option "secretkey"; did you mean secretKey?'],
    [{ template_folder: "x" }, "did you mean templateFolder?"],
    [{ strange: 1 }, "there are root, secretKey, config, "],
  ])("of an application: %j", (options, message) => {
    expect(() => new Flagon(unchecked(options))).toThrow(message);
  });

  test.each([
    [{ strictSlash: false }, 'The rule "/a" has no option "strictSlash"; did you mean strictSlashes?'],
    [{ strict_slashes: false }, "did you mean strictSlashes?"],
    [{ default: {} }, "did you mean defaults?"],
    [{ constructor: 1 }, "there are methods, endpoint, "],
  ])("of a route: %j", (options, message) => {
    const app = new Flagon();
    expect(() => app.route("/a", unchecked(options), () => "")).toThrow(message);
  });

  test.each(["SECRET_KEY", "secretkey", "MAX_CONTENT_LENGTH"])("of the configuration: %s", (name) => {
    expect(() => new Flagon({ config: { [name]: "x" } })).toThrow(`no key "${name}"; did you mean `);
  });
});

test("the configuration may hold keys of others", () => {
  expect(new Flagon({ config: { mailServer: "localhost" } as object }).config).toHaveProperty("mailServer");
});
