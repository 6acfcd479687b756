/** One site of two: Flagon in front, the real Flask under gunicorn behind it, one session. */
import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { Flagon, flash, getFlashedMessages, redirect, request, session } from "flagon";
import { ProxyFix } from "flagon/http";
import { type NodeServer, serve } from "flagon/servers/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWith, gunicorn as gunicornProgram } from "../requirements.ts";
import { exchange } from "../servers/raw-client.ts";
import { type Gunicorn, startGunicorn } from "./gunicorn.ts";
import { Visitor } from "./visitor.ts";

const SECRET_KEY = "a secret that both servers know";

describeWith(gunicornProgram, "Flagon in front of Flask", () => {
  let gunicorn: Gunicorn;
  let server: NodeServer;
  let app: Flagon;
  let visitor: Visitor;

  const makeApp = (): Flagon => {
    const made = new Flagon({ secretKey: SECRET_KEY, staticFolder: null });
    made.get("/flagon/who", () => String(session.get("user", "nobody")));
    made.post("/flagon/login", () => {
      session.set("user", request.form.require("user"));
      if (request.form.get("remember") === "yes") session.permanent = true;
      return redirect("/flagon/who");
    });
    made.get("/flagon/logout", () => {
      session.pop("user");
      return "bye";
    });
    made.post("/flagon/flash", () => {
      flash(request.form.require("message"), "flagon");
      return "said";
    });
    made.get("/flagon/flashes", () =>
      getFlashedMessages({ withCategories: true })
        .map(([category, message]) => `${category}:${String(message)}`)
        .join(" "),
    );
    made.get("/flagon/add/<item>", ({ item }) => {
      const cart = [...(session.get("cart", []) as string[]), item];
      session.set("cart", cart);
      return cart.join(",");
    });
    made.get("/form", () => "the form has moved");
    made.get("/folder/<int:id>", ({ id }) => String(id));
    made.fallback(gunicorn.url);
    return made;
  };

  beforeAll(async () => {
    gunicorn = await startGunicorn("behind:app", { SECRET_KEY });
    app = makeApp();
    server = await serve(app, { port: 0, onError: () => {} });
  }, 30_000);

  afterAll(async () => {
    await server?.close();
    await gunicorn?.close();
  });

  beforeEach(() => {
    visitor = new Visitor();
  });

  const at = (path: string): string => server.url + path;

  describe.each([
    ["flask", "flagon"],
    ["flagon", "flask"],
  ])("what %s does to the session", (one, other) => {
    test(`is a login to ${other} at the next request`, async () => {
      await visitor.post(at(`/${one}/login`), { user: "mia" });
      expect(await visitor.get(at(`/${other}/who`))).toBe("mia");
      expect(await visitor.get(at(`/${one}/who`))).toBe("mia");
    });

    test(`is a logout to ${other}`, async () => {
      await visitor.post(at(`/${other}/login`), { user: "mia" });
      await visitor.get(at(`/${one}/logout`));
      expect(await visitor.get(at(`/${other}/who`))).toBe("nobody");
    });

    test(`is a message that ${other} shows once`, async () => {
      await visitor.post(at(`/${one}/flash`), { message: "hello" });
      await visitor.post(at(`/${other}/flash`), { message: "again" });
      expect(await visitor.get(at(`/${other}/flashes`))).toBe(`${one}:hello ${other}:again`);
      expect(await visitor.get(at(`/${one}/flashes`))).toBe("");
    });

    test(`is kept when ${other} changes it in turn`, async () => {
      await visitor.get(at(`/${one}/add/tea`));
      await visitor.get(at(`/${other}/add/milk`));
      await visitor.get(at(`/${one}/add/sugar`));
      expect(await visitor.get(at(`/${other}/add/cake`))).toBe("tea,milk,sugar,cake");
    });

    test(`lasts, and ${other} refreshes it by itself`, async () => {
      await visitor.post(at(`/${one}/login`), { user: "mia", remember: "yes" });
      const before = visitor.received.get("session");
      expect(before).toMatch(/Expires=/);
      visitor.received.clear();
      await visitor.get(at(`/${other}/who`));
      // One cookie, of the side that answered.
      expect(visitor.received.get("session")).toMatch(/Expires=/);
    });
  });

  test("Flagon adds no cookie of its own to what Flask answers", async () => {
    await visitor.post(at("/flagon/login"), { user: "mia", remember: "yes" });
    const cookie = `session=${visitor.cookies.get("session")}`;
    const response = await fetch(at("/flask/who"), { headers: { cookie } });
    expect(response.headers.getSetCookie()).toHaveLength(1);
    const direct = await fetch(`${gunicorn.url}/flask/who`, { headers: { cookie } });
    expect(direct.headers.getSetCookie()).toHaveLength(1);
  });

  describe("a route of which one method has moved", () => {
    test("answers each method where it is", async () => {
      expect(await visitor.get(at("/form"))).toBe("the form has moved");
      expect(await visitor.post(at("/form"), { name: "tea" })).toBe("Flask took tea");
    });
  });

  describe("a path with or without a slash", () => {
    test("is redirected by Flask if the rule is Flask's", async () => {
      const response = await fetch(at("/folder"), { redirect: "manual" });
      expect(response.status).toBe(308);
      expect(response.headers.get("location")).toMatch(/\/folder\/$/);
      expect(new URL(response.headers.get("location") ?? "", server.url).origin).toBe(server.url);
      expect(await (await fetch(at("/folder"))).text()).toBe("the folder");
    });
  });

  describe("what Flask says of the request", () => {
    test("is what the visitor sees", async () => {
      expect(await visitor.get(at("/where"))).toBe(`127.0.0.1 ${server.url}/where ${server.url}/where`);
    });

    test("is what a trusted proxy in front of both says", async () => {
      const behind = await serve(new ProxyFix(app, { xFor: 1, xProto: 1, xHost: 1, xPrefix: 1 }), {
        port: 0,
      });
      try {
        const headers = {
          "X-Forwarded-For": "6.6.6.6, 203.0.113.9",
          "X-Forwarded-Proto": "https",
          "X-Forwarded-Host": "shop.example",
          "X-Forwarded-Prefix": "/shop",
        };
        const response = await fetch(`${behind.url}/where`, { headers });
        const url = "https://shop.example/shop/where";
        expect(await response.text()).toBe(`203.0.113.9 ${url} ${url}`);
        const forged = await fetch(at("/where"), { headers });
        expect(await forged.text()).toBe(`127.0.0.1 ${server.url}/where ${server.url}/where`);
      } finally {
        await behind.close();
      }
    });
  });

  describe("bodies", () => {
    test.each([["with a length"], ["in chunks"]])("of 32 MB go up %s", async (how) => {
      const size = 32 * 1024 * 1024;
      const headers = how === "in chunks" ? {} : { "Content-Length": size };
      const text = await new Promise<string>((resolve, reject) => {
        const sent = httpRequest(at("/upload"), { method: "POST", headers }, async (response) => {
          let all = "";
          for await (const piece of response) all += String(piece);
          resolve(all);
        });
        sent.on("error", reject);
        for (let index = 0; index < 32; index++) sent.write(Buffer.alloc(1024 * 1024));
        sent.end();
      });
      expect(text).toBe(String(size));
    }, 30_000);

    test("come down whole", async () => {
      const hash = createHash("sha1");
      const response = await fetch(at("/download/20"));
      for await (const piece of response.body ?? []) hash.update(piece);
      const expected = createHash("sha1")
        .update(Buffer.alloc(20 * 1024 * 1024, "flagon!!"))
        .digest("hex");
      expect(hash.digest("hex")).toBe(expected);
    }, 30_000);

    test("that break off in Flask break off here", async () => {
      const text = await exchange(server, "GET /breaks HTTP/1.1\r\nHost: a\r\n\r\n");
      expect(text).toContain("begun");
      expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
    });

    test("come in parts, and only if they have changed", async () => {
      const whole = await fetch(at("/file"));
      const text = await whole.text();
      const part = await fetch(at("/file"), { headers: { Range: "bytes=0-9" } });
      expect([part.status, await part.text()]).toEqual([206, text.slice(0, 10)]);
      expect(part.headers.get("content-range")).toBe(`bytes 0-9/${text.length}`);
      const again = await fetch(at("/file"), {
        headers: { "If-None-Match": whole.headers.get("etag") ?? "" },
      });
      expect(again.status).toBe(304);
      const head = await fetch(at("/file"), { method: "HEAD" });
      expect(head.headers.get("content-length")).toBe(String(text.length));
    });
  });

  test("several cookies come back as several", async () => {
    const response = await fetch(at("/cookies"));
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"]);
  });

  test("OPTIONS are Flask's where the path is", async () => {
    const response = await fetch(at("/flask/who"), { method: "OPTIONS" });
    expect(response.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "OPTIONS"]);
  });

  test("a path that neither side knows is Flask's 404", async () => {
    const response = await fetch(at("/nowhere"));
    expect(response.status).toBe(404);
    expect(response.headers.get("server")).toBe("gunicorn");
  });

  test("Flask's end is a 502 that the log tells of, and its return is noticed", async () => {
    const other = await startGunicorn("behind:app", { SECRET_KEY });
    const front = new Flagon({ secretKey: SECRET_KEY });
    const lines: string[] = [];
    front.logger = { warn: () => {}, error: (text: string) => lines.push(text) };
    front.fallback(other.url);
    front.errorHandler(502, () => "the old site is being restarted");
    await using running = await serve(front, { port: 0 });
    expect(await (await fetch(`${running.url}/flask/who`)).text()).toBe("nobody");
    await other.close();
    expect(await (await fetch(`${running.url}/flask/who`)).text()).toBe("the old site is being restarted");
    expect(lines[0]).toMatch(
      /^"GET \/flask\/who" fell back to http:\/\/127\.0\.0\.1:\d+: .*\(ECONNREFUSED\)/,
    );
    expect(front.fallbackStats).toMatchObject({ total: 1, failed: 1 });
  }, 30_000);
});
