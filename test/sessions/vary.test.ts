/** Vary: Cookie: a response that was made with the session says so to caches, and another does not. */
import { Flagon, flash, getFlashedMessages, makeResponse, type Response, request, session } from "flagon";
import { describe, expect, test } from "vitest";

async function varyOf(view: () => unknown, config: object = {}): Promise<string | undefined> {
  const app = new Flagon({ secretKey: "a key for these tests only", config });
  app.get("/", () => {
    const result = view();
    return typeof result === "string" || typeof result === "object" ? (result as object) : "";
  });
  return (await app.testClient().get("/")).headers.get("Vary");
}

describe("a response varies by the cookie", () => {
  test.each<[string, () => unknown]>([
    ["set", () => session.set("a", 1)],
    ["get", () => session.get("a")],
    ["has", () => session.has("a")],
    ["setDefault", () => session.setDefault("a", 1)],
    ["pop", () => session.pop("a", 1)],
    ["size", () => session.size],
    ["clear", () => session.clear()],
    ["iteration", () => [...session]],
    ["toObject", () => session.toObject()],
    ["permanent", () => session.permanent],
    ["flash", () => flash("a")],
    ["getFlashedMessages", () => getFlashedMessages()],
  ])("that a view made with %s of its session", async (_, view) => {
    expect(await varyOf(() => void view())).toBe("Cookie");
  });

  test("that a hook made with it", async () => {
    const app = new Flagon({ secretKey: "a key for these tests only" });
    app.beforeRequest(() => void session.get("user"));
    app.get("/", () => "");
    expect((await app.testClient().get("/")).headers.get("Vary")).toBe("Cookie");
  });
});

test("a response that needed no session does not vary", async () => {
  expect(await varyOf(() => request.method)).toBeUndefined();
});

describe("what else a response varies by", () => {
  const withVary =
    (...values: string[]) =>
    (): Response => {
      session.set("a", 1);
      return makeResponse("", 200, { Vary: values });
    };

  test.each([
    [["Accept-Encoding"], "Accept-Encoding, Cookie"],
    [["Accept-Encoding, Accept-Language"], "Accept-Encoding, Accept-Language, Cookie"],
    [["Accept-Encoding", "Accept-Language"], "Accept-Encoding, Accept-Language, Cookie"],
    [["Cookie"], "Cookie"],
    [["cookie, Accept"], "cookie, Accept"],
  ])("stays, and the cookie is named once: %j", async (given, expected) => {
    expect(await varyOf(withVary(...given))).toBe(expected);
  });
});

describe("a permanent session that is refreshed", () => {
  test.each([
    [true, "Cookie", true],
    [false, undefined, false],
  ])("makes the response vary, though nobody looked at it: %s", async (refreshes, vary, isSet) => {
    const app = new Flagon({
      secretKey: "a key for these tests only",
      config: { sessionRefreshEachRequest: refreshes },
    });
    app.get("/", () => "untouched");
    const client = app.testClient();
    await client.sessionTransaction((stored) => {
      stored.permanent = true;
      stored.set("a", 1);
    });
    const { headers } = await client.get("/");
    expect([headers.get("Vary"), headers.has("Set-Cookie")]).toEqual([vary, isSet]);
  });
});
