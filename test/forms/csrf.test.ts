import { Flagon, session } from "flagon";
import { csrfMetaTag, generateCsrf, ValidationError, validateCsrf } from "flagon/forms";
import { URLSafeTimedSerializer } from "flagon/signing";
import { afterEach, describe, expect, test, vi } from "vitest";

const KEY = "a key for these tests";

/** Runs the function in a view of an application, and gives what it returns or throws. */
async function inView<T>(fn: () => T, options: ConstructorParameters<typeof Flagon>[0] = {}): Promise<T> {
  const app = new Flagon({ secretKey: KEY, ...options });
  let result: (() => T) | undefined;
  app.get("/", function view() {
    try {
      const value = fn();
      result = () => value;
    } catch (error) {
      result = () => {
        throw error;
      };
    }
    return "";
  });
  await app.testClient().get("/");
  if (result === undefined) throw new Error("The view did not run.");
  return result();
}

afterEach(() => vi.useRealTimers());

describe("a CSRF token", () => {
  test("is signed and dated, over a random value that the session keeps", async () => {
    const [token, raw] = await inView(() => [generateCsrf(), session.get("csrf_token")]);

    expect(raw).toMatch(/^[0-9a-f]{40}$/);
    expect(new URLSafeTimedSerializer(KEY, { salt: "wtf-csrf-token" }).loads(token as string)).toBe(raw);
  });

  test("is the same all through a request, and another one once the session has lost its value", async () => {
    const [first, second, third] = await inView(() => {
      const tokens = [generateCsrf(), generateCsrf()];
      session.clear();
      return [...tokens, generateCsrf()];
    });

    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("is good in its session", async () => {
    await expect(inView(() => validateCsrf(generateCsrf()))).resolves.toBeUndefined();
  });

  test("stands in a meta tag for scripts, escaped", async () => {
    const config = { wtfCsrfMetaName: 'a"b' };

    expect(
      await inView(() => String(csrfMetaTag()) === `<meta name="a&#34;b" content="${generateCsrf()}">`, {
        config,
      }),
    ).toBe(true);
  });

  test.each([
    ["a missing one", () => undefined, "The CSRF token is missing."],
    ["an empty one", () => "", "The CSRF token is missing."],
    ["garbage", () => "garbage", "The CSRF token is invalid."],
    ["one that was changed", () => `${generateCsrf()}x`, "The CSRF token is invalid."],
    ["one of another key", () => generateCsrf({ secretKey: "other" }), "The CSRF token is invalid."],
    ["one of another session", () => tokenOf("another"), "The CSRF tokens do not match."],
  ])("is refused if it is %s", async (_, make, message) => {
    const check = inView(() => {
      generateCsrf();
      validateCsrf(make());
    });

    await expect(check).rejects.toThrow(new ValidationError(message));
  });

  test("is refused in a session that has none", async () => {
    const check = inView(() => validateCsrf(tokenOf("raw")));

    await expect(check).rejects.toThrow(new ValidationError("The CSRF session token is missing."));
  });

  test("is refused an hour later, or when it is told to, or never", async () => {
    const check = (age: number, timeLimit?: number | null) =>
      inView(() => {
        vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
        const token = generateCsrf();
        vi.setSystemTime(Date.now() + age * 1000);
        validateCsrf(token, { timeLimit });
      });

    const expired = new ValidationError("The CSRF token has expired.");
    await expect(check(3600)).resolves.toBeUndefined();
    await expect(check(3602)).rejects.toThrow(expired);
    await expect(check(62, 60)).rejects.toThrow(expired);
    await expect(check(1_000_000, null)).resolves.toBeUndefined();
  });

  test("is a mistake of the application if the session holds something else under its key", async () => {
    const check = inView(() => {
      session.set("csrf_token", 5);
      validateCsrf(generateCsrf());
    });

    await expect(check).rejects.toThrow(TypeError);
  });

  test("needs a secret key", async () => {
    await expect(inView(() => generateCsrf(), { secretKey: undefined })).rejects.toThrow(/secretKey/);
  });
});

function tokenOf(raw: string): string {
  return new URLSafeTimedSerializer(KEY, { salt: "wtf-csrf-token" }).dumps(raw);
}
