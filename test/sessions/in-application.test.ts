/** The session from one request to the next: when it is opened and saved, and what an interface of one's own sees. */
import { Flagon, type Request, request, session, urlFor } from "flagon";
import { Markup } from "flagon/markup";
import { SecureCookieSessionInterface, type Session, type SessionHost, Tuple } from "flagon/sessions";
import { describe, expect, test } from "vitest";

const KEY = "a key for these tests only";

describe("the session", () => {
  test("tells whether it was read and whether it was changed", async () => {
    const app = new Flagon({ secretKey: KEY });
    const flags: [boolean, boolean][] = [];
    app.post("/set", () => {
      session.set("value", request.form.require("value"));
      flags.push([session.accessed, session.modified]);
      return "set";
    });
    app.get("/get", () => {
      const value = session.get("value", "None");
      flags.push([session.accessed, session.modified]);
      return String(value);
    });
    const client = app.testClient();
    await client.post("/set", { form: { value: "42" } });
    expect((await client.get("/get")).text()).toBe("42");
    expect(flags).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  test("keeps what a function after the view puts in", async () => {
    const app = new Flagon({ secretKey: KEY });
    app.afterRequest((response) => {
      session.set("count", Number(session.get("count", 0)) + 1);
      return response;
    });
    app.get("/", () => String(session.get("count", 0)));
    const client = app.testClient();
    expect((await client.get("/")).text()).toBe("0");
    expect((await client.get("/")).text()).toBe("1");
  });

  test("keeps every type that Flask's does", async () => {
    const given = {
      t: new Tuple(1, 2, new Tuple(3)),
      b: new Uint8Array([255, 0]),
      m: new Markup("Hello!"),
      u: "3fe8a2d4-9f0b-4e7c-8a1d-5b6c7d8e9f00",
      d: new Date(1_700_000_000_000),
      l: [new Tuple(1, 2), "x", null, true, 1.5],
      n: { " t": "not a tuple" },
    };
    const app = new Flagon({ secretKey: KEY });
    app.get("/", () => {
      session.update(given);
      return "";
    });
    const client = app.testClient();
    await client.get("/");
    expect(await client.sessionTransaction((stored) => stored.toObject())).toEqual(given);
  });

  test("that is cleared takes its cookie away", async () => {
    const app = new Flagon({ secretKey: KEY });
    app.get("/set", () => String(session.set("a", 1).size));
    app.get("/clear", () => {
      session.clear();
      return "";
    });
    const client = app.testClient();
    await client.get("/set");
    const { headers } = await client.get("/clear");
    expect(headers.get("Set-Cookie")).toMatch(/^session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0;/);
    expect(client.getCookie("session")).toBeUndefined();
  });
});

describe("the cookie", () => {
  async function cookieOf(config: object, fill = () => void session.set("a", 1)): Promise<string> {
    const app = new Flagon({ secretKey: KEY, config });
    app.get("/", () => {
      fill();
      return "";
    });
    const response = await app.testClient().get("/", { baseUrl: "http://example.com:8080/" });
    return response.headers.get("Set-Cookie") ?? "";
  }

  test("is for the path that the application is at, unless another is given", async () => {
    expect(await cookieOf({ applicationRoot: "/foo" })).toMatch(/; Path=\/foo(;|$)/);
    expect(await cookieOf({ applicationRoot: "/foo", sessionCookiePath: "/bar" })).toMatch(
      /; Path=\/bar(;|$)/,
    );
  });

  test("is for the host alone, whatever the server is called", async () => {
    expect(await cookieOf({ serverName: "example.com:8080" })).not.toMatch(/domain/i);
  });

  test("of a permanent session has a date of its own end, of another it has none", async () => {
    const permanent = await cookieOf({}, () => {
      session.permanent = true;
      session.set("a", 1);
    });
    const expires = new Date(/; Expires=([^;]+)/.exec(permanent)?.[1] ?? "");
    const days = Math.round((expires.getTime() - Date.now()) / 86_400_000);
    expect(days).toBe(31);
    expect(await cookieOf({})).not.toMatch(/expires/i);
  });
});

describe("an interface of one's own", () => {
  test("knows the endpoint while it opens the session", async () => {
    let seen: unknown[] = [];
    class Noting extends SecureCookieSessionInterface {
      override openSession(
        app: SessionHost,
        given: Request,
      ): ReturnType<SecureCookieSessionInterface["openSession"]> {
        seen = [given.endpoint, given.viewArgs, urlFor("show", { id: 2 })];
        return super.openSession(app, given);
      }
    }
    const app = new Flagon({ secretKey: KEY });
    app.sessionInterface = new Noting();
    app.get("/<int:id>", { endpoint: "show" }, () => "");
    await app.testClient().get("/1");
    expect(seen).toEqual(["show", { id: 1 }, "/2"]);
  });

  test("may name the cookie by the request", async () => {
    class Named extends SecureCookieSessionInterface {
      override getCookieName(app: SessionHost): string {
        return request.path.startsWith("/dynamic") ? "dynamic" : super.getCookieName(app);
      }
    }
    const app = new Flagon({ secretKey: KEY });
    app.sessionInterface = new Named();
    const write = () => String(session.set("path", request.path).size);
    const read = () => String(session.get("path"));
    for (const path of ["/plain", "/dynamic"]) {
      app.get(`${path}/set`, { endpoint: `${path} set` }, write);
      app.get(`${path}/get`, { endpoint: `${path} get` }, read);
    }
    const client = app.testClient();
    await client.get("/plain/set");
    await client.get("/dynamic/set");
    expect((await client.get("/plain/get")).text()).toBe("/plain/set");
    expect((await client.get("/dynamic/get")).text()).toBe("/dynamic/set");
    expect(client.getCookie("dynamic")).toBeDefined();
  });

  test("that fails to open a session leaves no context, and the request is answered", async () => {
    class Broken extends SecureCookieSessionInterface {
      override openSession(): never {
        throw new Error("the store is down");
      }
    }
    const app = new Flagon({ secretKey: KEY });
    const errors: string[] = [];
    const ended: unknown[] = [];
    app.logger = { warn: () => undefined, error: (entry) => errors.push(entry) };
    app.sessionInterface = new Broken();
    app.teardownAppContext((error) => ended.push((error as Error).message));
    app.get("/", () => "");
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(errors.join()).toContain("the store is down");
    expect(ended).toEqual(["the store is down"]);
  });

  test("may give no session, which reads as an empty one and refuses to be written to", async () => {
    class None extends SecureCookieSessionInterface {
      override openSession(): Session | undefined {
        return undefined;
      }
    }
    const app = new Flagon({ secretKey: KEY });
    app.sessionInterface = new None();
    app.testing = true;
    app.get("/read", () => String(session.get("a", "nothing")));
    app.get("/write", () => String(session.set("a", 1).size));
    const client = app.testClient();
    expect((await client.get("/read")).text()).toBe("nothing");
    await expect(client.get("/write")).rejects.toThrow("secretKey");
    await expect(client.sessionTransaction(() => undefined)).rejects.toThrow("no session to change");
  });
});
