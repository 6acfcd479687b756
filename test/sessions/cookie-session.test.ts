import { Flagon, session } from "flagon";
import {
  SecureCookieSessionInterface,
  type SessionRejection,
  TaggedJSONSerializer,
  Tuple,
} from "flagon/sessions";
import { URLSafeTimedSerializer } from "flagon/signing";
import { afterEach, describe, expect, test, vi } from "vitest";

const KEY = "a test key of some length";

/** The cookie that a Flask application with the key would set. */
function flaskCookie(data: unknown, key = KEY): string {
  const signing = new URLSafeTimedSerializer(key, {
    salt: "cookie-session",
    serializer: { dumps: (text: unknown) => String(text), loads: (text: string) => text },
    signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" },
  });
  return signing.dumps(typeof data === "string" ? data : new TaggedJSONSerializer().dumps(data));
}

/** An application whose one view is the function. */
function appWith(view: () => unknown, config: Flagon["config"] | object = {}): Flagon {
  const app = new Flagon({ secretKey: KEY, config });
  app.get("/", () => {
    const result = view();
    return typeof result === "object" && result !== null ? result : String(result);
  });
  return app;
}

/** What the application answers to a request with these Cookie headers' pairs. */
async function answer(app: Flagon, cookie?: string, url = "http://localhost/") {
  const headers: Record<string, string> = cookie === undefined ? {} : { Cookie: cookie };
  const response = await app.fetch(new Request(url, { headers }));
  return {
    status: response.status,
    setCookie: response.headers.getSetCookie(),
    vary: response.headers.get("Vary"),
    cacheControl: response.headers.get("Cache-Control"),
    text: await response.text(),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("when a cookie is set", () => {
  test("a changed session is sent with safe attributes", async () => {
    const { setCookie, vary, cacheControl } = await answer(appWith(() => session.set("a", 1).size));
    expect(setCookie).toHaveLength(1);
    expect(setCookie[0]).toMatch(/^session=[\w.-]+; HttpOnly; Path=\/; SameSite=Lax$/);
    expect([vary, cacheControl]).toEqual(["Cookie", "private"]);
  });

  test("on https it is Secure", async () => {
    const { setCookie } = await answer(
      appWith(() => session.set("a", 1).size),
      undefined,
      "https://localhost/",
    );
    expect(setCookie[0]).toContain("; Secure;");
  });

  test("an untouched session leaves no trace", async () => {
    const { setCookie, vary, cacheControl } = await answer(
      appWith(() => "hi"),
      `session=${flaskCookie({ a: 1 })}`,
    );
    expect([setCookie, vary, cacheControl]).toEqual([[], null, null]);
  });

  test("reading sets Vary and no cookie, whatever Flask put in", async () => {
    const text =
      '{"f":1.0,"i":12345678901234567890,"n":NaN,"s":"\\u00e9","t":{" t":[1.0,{" d":"Thu, 01 Jan 1970 00:00:00 GMT"}]}}';
    const app = appWith(() => JSON.stringify(Object.keys(session.toObject())));
    const { setCookie, vary, text: body } = await answer(app, `session=${flaskCookie(text)}`);
    expect([setCookie, vary, body]).toEqual([[], "Cookie", '["f","i","n","s","t"]']);
  });

  test("a change deep inside is saved, and what was not touched stays as it came", async () => {
    const app = appWith(() => (session.get("cart") as unknown[]).push(3));
    const { setCookie } = await answer(app, `session=${flaskCookie('{"cart":[1],"price":1.0}')}`);
    const payload = setCookie[0]?.slice("session=".length).split(".")[0] ?? "";
    expect(Buffer.from(payload, "base64url").toString()).toBe('{"cart":[1,3],"price":1.0}');
  });

  test("an emptied session's cookie is deleted with the same attributes", async () => {
    const { setCookie } = await answer(
      appWith(() => session.clear()),
      `session=${flaskCookie({ a: 1 })}`,
    );
    expect(setCookie).toEqual([
      "session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=/; SameSite=Lax",
    ]);
  });

  test.each([
    [undefined, "private"],
    ["max-age=60", "max-age=60, private"],
    ["no-cache", "no-cache, private"],
    ["no-store", "no-store"],
    ["private, max-age=60", "private, max-age=60"],
    ["public, max-age=60", "public, max-age=60"],
    ["max-age=0, S-Maxage=60", "max-age=0, S-Maxage=60"],
  ])("no shared cache keeps it, unless the view says so: %s", async (own, sent) => {
    const app = new Flagon({ secretKey: KEY });
    app.get("/", () => {
      session.set("a", 1);
      return new Response("x", own === undefined ? {} : { headers: { "Cache-Control": own } });
    });
    expect((await answer(app)).cacheControl).toBe(sent);
  });

  test("it is also sent with an error page, as Flask does", async () => {
    const app = appWith(() => {
      session.set("a", 1);
      throw new Error("broken");
    });
    app.logger = { warn: () => {}, error: () => {} };
    const { status, setCookie } = await answer(app);
    expect([status, setCookie.length]).toEqual([500, 1]);
  });
});

describe("permanent sessions", () => {
  const permanent = () => `session=${flaskCookie({ _permanent: true, a: 1 })}`;

  test("are renewed on every response, even untouched", async () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    const cookie = permanent();
    vi.setSystemTime(1_700_000_060_000);
    const { setCookie, vary } = await answer(
      appWith(() => "hi"),
      cookie,
    );
    expect(setCookie[0]).toContain("; Expires=Fri, 15 Dec 2023 22:14:20 GMT;");
    expect(setCookie[0]?.startsWith(cookie)).toBe(false);
    expect(vary).toBe("Cookie");
  });

  test("are not renewed if sessionRefreshEachRequest is off, nor opened", async () => {
    const rejected: SessionRejection[] = [];
    class Watching extends SecureCookieSessionInterface {
      override onRejected(rejection: SessionRejection) {
        rejected.push(rejection);
      }
    }
    const app = appWith(() => "hi", { sessionRefreshEachRequest: false });
    app.sessionInterface = new Watching();
    expect((await answer(app, permanent())).setCookie).toEqual([]);
    await answer(app, "session=junk");
    expect(rejected).toEqual([]);
  });

  test("are not renewed by a static file", async () => {
    const app = new Flagon({ secretKey: KEY, staticFolder: null });
    app.get("/static.css", { endpoint: "static" }, () => "body {}");
    const headers = { Cookie: permanent() };
    const response = await app.fetch(new Request("http://localhost/static.css", { headers }));
    expect([response.headers.getSetCookie(), response.headers.get("Vary")]).toEqual([[], null]);
  });

  test("end permanentSessionLifetime seconds after they were signed", async () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    const cookie = permanent();
    const app = appWith(() => String(session.get("a")), { permanentSessionLifetime: 60 });
    vi.setSystemTime(1_700_000_060_000);
    expect((await answer(app, cookie)).text).toBe("1");
    vi.setSystemTime(1_700_000_061_000);
    expect((await answer(app, cookie)).text).toBe("undefined");
  });
});

describe("a cookie that is not accepted", () => {
  const junk: [string, string, string][] = [
    ["signature", "text without dots", "junk"],
    ["signature", "another key", flaskCookie({ a: 1 }, "another key")],
    ["payload", "no JSON", flaskCookie("{")],
    ["payload", "no dictionary", flaskCookie("[1]")],
    ["payload", "a tag that does not fit", flaskCookie('{"a":{" u":"zz"}}')],
    ["payload", "a tagged whole", flaskCookie('{" t":[1]}')],
  ];

  test.each(junk)("gives a new session and is reported as %s: %s", async (reason, _name, cookie) => {
    const reasons: string[] = [];
    class Watching extends SecureCookieSessionInterface {
      override onRejected(rejection: SessionRejection) {
        reasons.push(rejection.reason);
      }
    }
    const app = appWith(() => JSON.stringify(session.toObject()));
    app.sessionInterface = new Watching();
    const { status, text, setCookie } = await answer(app, `session=${cookie}`);
    expect([status, text, setCookie, reasons]).toEqual([200, "{}", [], [reason]]);
  });

  test("from the future is reported as expired", async () => {
    vi.useFakeTimers({ now: 1_700_000_001_000 });
    const cookie = flaskCookie({ a: 1 });
    vi.setSystemTime(1_700_000_000_000);
    expect(
      (
        await answer(
          appWith(() => session.size),
          `session=${cookie}`,
        )
      ).text,
    ).toBe("0");
  });

  test("does not hide a valid one of the same name", async () => {
    const cookie = `session=junk; session=${flaskCookie({ a: 1 })}; session=${flaskCookie({ a: 2 })}`;
    expect(
      (
        await answer(
          appWith(() => session.get("a")),
          cookie,
        )
      ).text,
    ).toBe("1");
  });

  test("a second spelling of a valid signature is refused", async () => {
    const cookie = flaskCookie({ a: 1 });
    const app = appWith(() => session.size);
    expect((await answer(app, `session=${cookie}`)).text).toBe("1");
    for (const other of [
      `${cookie}=`,
      `${cookie}!`,
      cookie.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    ]) {
      expect((await answer(app, `session=${other}`)).text).toBe("0");
    }
  });

  test("a bomb is refused, not inflated", async () => {
    const bomb = flaskCookie(JSON.stringify({ a: "0".repeat(3_000_000) }));
    expect(bomb.length).toBeLessThan(10_000);
    expect(
      (
        await answer(
          appWith(() => session.size),
          `session=${bomb}`,
        )
      ).text,
    ).toBe("0");
  });
});

describe("keys", () => {
  test("a fallback key is read, and the new key signs", async () => {
    const old = flaskCookie({ a: 1 }, "the old key");
    const app = appWith(() => session.set("b", 2).get("a"), {
      secretKeyFallbacks: ["older still", "the old key"],
    });
    const { text, setCookie } = await answer(app, `session=${old}`);
    expect(text).toBe("1");
    const next = appWith(() => session.get("a"));
    expect((await answer(next, setCookie[0]?.split(";")[0])).text).toBe("1");
  });

  test.each([
    [undefined],
    [""],
    [new Uint8Array()],
  ])("without a key (%o) reads work and a write says what to set", async (key) => {
    const errors: string[] = [];
    const app = new Flagon(key === undefined ? {} : { secretKey: key });
    app.logger = { warn: () => {}, error: (message) => errors.push(message) };
    app.get("/read", () => String(session.get("a", "nothing")));
    app.get("/write", () => String(session.set("a", 1)));
    const read = await app.testClient().get("/read");
    expect([read.text(), read.headers.get("Vary")]).toEqual(["nothing", undefined]);
    expect((await app.testClient().get("/write")).status).toBe(500);
    expect(errors[0]).toContain("session.set needs a secret key");
  });

  test("a key that changes while the application runs is used at once", async () => {
    const app = appWith(() => session.set("a", 1).size);
    const before = (await answer(app)).setCookie[0];
    app.secretKey = "quite another key";
    expect((await answer(app)).setCookie[0]).not.toBe(before);
  });

  test("a short key is warned about once", async () => {
    const warnings: string[] = [];
    const app = new Flagon({ secretKey: "short" });
    app.logger = { warn: (message) => warnings.push(message), error: () => {} };
    app.get("/", () => String(session.size));
    await app.testClient().get("/");
    await app.testClient().get("/");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("only 5 bytes");
    expect(warnings[0]).not.toContain("short");
  });
});

describe("the cookie's size", () => {
  const filler = (length: number) =>
    Array.from({ length }, (_, i) => ((i * 7919) % 10_007).toString(36)).join("");

  test("over the limit it is an error that names size, limit and remedy, and the old cookie stays", async () => {
    const errors: string[] = [];
    const app = appWith(() => session.set("a", filler(3000)).size);
    app.logger = { warn: () => {}, error: (message) => errors.push(message) };
    const { status, setCookie } = await answer(app);
    expect([status, setCookie]).toEqual([500, []]);
    expect(errors[0]).toMatch(
      /The session cookie "session" would take \d+ bytes; the limit is 4093 bytes \(maxCookieSize\)/,
    );
  });

  test("what no browser would keep is an error whatever is configured", async () => {
    const app = appWith(() => session.set("a", filler(3000)).size, { maxCookieSize: 0 });
    app.logger = { warn: () => {}, error: () => {} };
    expect((await answer(app)).status).toBe(500);
  });
});

describe("the cookie's attributes", () => {
  test("follow the configuration", async () => {
    const { setCookie } = await answer(
      appWith(() => session.set("a", 1).size, {
        sessionCookieName: "sid",
        sessionCookieDomain: ".example.com",
        sessionCookiePath: "/app",
        sessionCookieHttpOnly: false,
        sessionCookieSecure: true,
        sessionCookieSameSite: "Strict",
        sessionCookiePartitioned: true,
      }),
    );
    expect(setCookie[0]).toMatch(
      /^sid=[\w.-]+; Domain=example\.com; Secure; Path=\/app; SameSite=Strict; Partitioned$/,
    );
  });

  test.each([
    ["a semicolon in the domain", { sessionCookieDomain: "a.example; Secure" }],
    ["a name with a line break", { sessionCookieName: "a\r\nSet-Cookie: b" }],
    ["__Host- without Secure", { sessionCookieName: "__Host-s" }],
    [
      "__Host- with a domain",
      { sessionCookieName: "__Host-s", sessionCookieSecure: true, sessionCookieDomain: "a.example" },
    ],
    [
      "__Host- with a path",
      { sessionCookieName: "__Host-s", sessionCookieSecure: true, sessionCookiePath: "/app" },
    ],
    ["__Secure- without Secure", { sessionCookieName: "__Secure-s" }],
  ])("are refused: %s", async (_name, config) => {
    const errors: string[] = [];
    const app = appWith(() => session.set("a", 1).size, config);
    app.logger = { warn: () => {}, error: (message) => errors.push(message) };
    const { status, setCookie } = await answer(app);
    expect([status, setCookie, errors.length]).toEqual([500, [], 1]);
    expect(errors.join()).not.toContain(KEY);
  });

  test("a line break in the path is encoded", async () => {
    const { setCookie } = await answer(
      appWith(() => session.set("a", 1).size, { sessionCookiePath: "/a\r\nb" }),
    );
    expect(setCookie[0]).toContain("; Path=/a%0D%0Ab;");
  });

  test("__Host- is fine on https", async () => {
    const app = appWith(() => session.set("a", 1).size, { sessionCookieName: "__Host-s" });
    expect((await answer(app, undefined, "https://localhost/")).setCookie[0]).toMatch(/^__Host-s=/);
  });
});

test("regenerate signs afresh and keeps the data", async () => {
  const app = appWith(() => {
    session.regenerate();
    return JSON.stringify(session.get("t"));
  });
  const { setCookie, text } = await answer(app, `session=${flaskCookie({ t: new Tuple(1, 2) })}`);
  expect([setCookie.length, text]).toEqual([1, "[1,2]"]);
});
