/** A session interface is changed by overriding one decision at a time. */
import { Flagon, session } from "flagon";
import { NullSession, SecureCookieSessionInterface, type Session, type SessionHost } from "flagon/sessions";
import { expect, test } from "vitest";

async function cookieOf(sessionInterface: SecureCookieSessionInterface): Promise<string> {
  const app = new Flagon({ secretKey: "the key of these tests" });
  app.sessionInterface = sessionInterface;
  app.get("/", () => {
    session.set("a", 1);
    return "";
  });
  const response = await app.testClient().get("/");
  return response.headers.getList("Set-Cookie").join();
}

test("every attribute of the cookie is a decision of its own", async () => {
  class Own extends SecureCookieSessionInterface {
    override getCookieName(): string {
      return "own";
    }
    override getCookieDomain(): string {
      return "example.com";
    }
    override getCookiePath(): string {
      return "/shop";
    }
    override getCookieHttpOnly(): boolean {
      return false;
    }
    override getCookieSecure(): boolean {
      return true;
    }
    override getCookieSameSite(): "None" {
      return "None";
    }
    override getCookiePartitioned(): boolean {
      return true;
    }
    override getExpirationTime(): Date {
      return new Date(Date.UTC(2040, 0, 1));
    }
  }
  const cookie = await cookieOf(new Own());
  expect(cookie.replace(/=[^;]*;/, "=…;")).toBe(
    "own=…; Domain=example.com; Expires=Sun, 01 Jan 2040 00:00:00 GMT; Secure; Path=/shop; SameSite=None; Partitioned",
  );
});

test("whether the cookie is set at all, and what signs it, are decisions too", async () => {
  class Unset extends SecureCookieSessionInterface {
    override shouldSetCookie(): boolean {
      return false;
    }
  }
  class Unsigned extends SecureCookieSessionInterface {
    override getSigningSerializer(): undefined {
      return undefined;
    }
    override makeNullSession(host: SessionHost): Session {
      const none = super.makeNullSession(host);
      expect([none instanceof NullSession, this.isNullSession(none)]).toEqual([true, true]);
      return none;
    }
  }
  expect(await cookieOf(new Unset())).toBe("");
  const app = new Flagon({ secretKey: "the key of these tests" });
  app.sessionInterface = new Unsigned();
  app.get("/", () => [session.size]);
  expect((await app.testClient().get("/")).json()).toEqual([0]);
});
