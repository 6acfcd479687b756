import fc from "fast-check";
import {
  appendSlashRedirect,
  ForwardedSource,
  ProxyFix,
  Request,
  Response,
  type TrustedProxies,
  WebRequestSource,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const source = (headers: Record<string, string>, url = "http://inner.example:8000/a?b=c") =>
  new WebRequestSource(new globalThis.Request(url, { headers: { Host: new URL(url).host, ...headers } }), {
    remoteAddr: "192.0.2.1",
  });

const seen = (headers: Record<string, string>, proxies?: TrustedProxies): Request => {
  let request: Request | undefined;
  const app = {
    handle(received: Request) {
      request = received;
      return new Response("");
    },
  };
  new ProxyFix(app, proxies).handle(new Request(source(headers)));
  if (request === undefined) throw new Error("no request came");
  return request;
};

describe("ProxyFix", () => {
  test("takes address and scheme of one proxy, unless told otherwise", () => {
    const request = seen({
      "X-Forwarded-For": "203.0.113.1, 203.0.113.2",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Port": "666",
      "X-Forwarded-Prefix": "/evil",
    });
    expect(request.remoteAddr).toBe("203.0.113.2");
    expect(request.url).toBe("https://inner.example:8000/a?b=c");
    expect(request.rootPath).toBe("");
  });

  test("counts the proxies from the application, and takes nothing if there were fewer", () => {
    const headers = { "X-Forwarded-For": "203.0.113.1, 203.0.113.2" };
    expect(seen(headers, { xFor: 2 }).remoteAddr).toBe("203.0.113.1");
    expect(seen(headers, { xFor: 3 }).remoteAddr).toBe("192.0.2.1");
    expect(seen(headers, { xFor: 0 }).remoteAddr).toBe("192.0.2.1");
  });

  test.each([
    '"',
    '"spoofed',
    "spoofed,",
    ",,",
    "\\",
  ])("finds what the proxy added after %j of the client", (sent) => {
    const request = seen({
      "X-Forwarded-For": `${sent}, 203.0.113.2`,
      "X-Forwarded-Proto": `${sent}, https`,
    });
    expect([request.remoteAddr, request.scheme]).toEqual(["203.0.113.2", "https"]);
  });

  test("takes no scheme that requests don't come by", () => {
    expect(seen({ "X-Forwarded-Proto": "javascript" }).scheme).toBe("http");
    expect(seen({ "X-Forwarded-Proto": "https://evil.example/?" }).scheme).toBe("http");
    expect(seen({ "X-Forwarded-Proto": "HTTPS" }).scheme).toBe("HTTPS");
  });

  test("takes host, port and prefix where it is told to", () => {
    const request = seen(
      { "X-Forwarded-Host": "shop.example", "X-Forwarded-Port": "8443", "X-Forwarded-Prefix": "/store/" },
      { xHost: 1, xPort: 1, xPrefix: 1 },
    );
    expect([request.host, request.rootPath, request.scriptRoot]).toEqual([
      "shop.example:8443",
      "/store",
      "/store",
    ]);
    expect(request.urlRoot).toBe("http://shop.example:8443/store/");
    expect(request.headers.get("Host")).toBe("shop.example:8443");
    expect(request.source.header("host")).toBe("shop.example:8443");
  });

  test("puts the port in the place of the one that is there", () => {
    expect(seen({ "X-Forwarded-Port": "81" }, { xPort: 1 }).host).toBe("inner.example:81");
    expect(
      seen({ "X-Forwarded-Host": "[::1]:5", "X-Forwarded-Port": "6" }, { xHost: 1, xPort: 1 }).host,
    ).toBe("[::1]:6");
  });

  test("makes no host of a prefix", () => {
    expect(seen({ "X-Forwarded-Prefix": "//evil.example" }, { xPrefix: 1 }).rootPath).toBe("/evil.example");
  });

  test("keeps the request as it came", () => {
    const request = seen({ "X-Forwarded-For": "203.0.113.1" });
    expect(request.source).toBeInstanceOf(ForwardedSource);
    expect((request.source as ForwardedSource).original.remoteAddr).toBe("192.0.2.1");
    expect(request.accessRoute).toEqual(["203.0.113.1"]);
  });

  test("shows the forwarded URL in the Web's request too", () => {
    const forwarded = {
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "shop.example",
      "X-Forwarded-Prefix": "/caf\u00e9/",
    };
    const request = seen(forwarded, { xHost: 1, xPrefix: 1 });
    expect(request.raw.url).toBe("https://shop.example/caf%C3%A9/a?b=c");
    expect(request.raw.headers.get("Host")).toBe("shop.example");
    expect(request.raw).toBe(request.raw);
    const { original } = request.source as ForwardedSource;
    expect(original.raw.url).toBe("http://inner.example:8000/a?b=c");
  });

  test("leaves the Web's request alone if nothing was forwarded, or the host is none", () => {
    const plain = seen({});
    expect(plain.raw).toBe((plain.source as ForwardedSource).original.raw);
    const wrong = seen({ "X-Forwarded-Host": "shop.example@evil.example/" }, { xHost: 1 });
    expect(wrong.raw.url).toBe("http://inner.example:8000/a?b=c");
  });

  test("never shows a Web request of a host that the application would refuse, nor fails to show one", () => {
    const pieces = [
      "shop.example",
      "evil",
      "@",
      ":",
      "80",
      "/",
      "//",
      "\\",
      "?",
      "#",
      "%2f",
      "[::1]",
      ".",
      "é",
      " ",
      "%",
    ];
    const value = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((parts) => parts.join(""));
    const scheme = fc.constantFrom("http", "https", "javascript", "ws", "");
    fc.assert(
      fc.property(value, value, scheme, (host, prefix, proto) => {
        const headers = {
          "X-Forwarded-Host": host,
          "X-Forwarded-Prefix": prefix,
          "X-Forwarded-Proto": proto,
        };
        const request = seen(headers, { xHost: 1, xPrefix: 1 });
        const shown = new URL(request.raw.url);
        expect(shown.pathname.endsWith("/a") && shown.search === "?b=c").toBe(true);
        if (shown.host === "inner.example:8000") return;
        const { hostname } = new URL(`http://${request.host}/`);
        expect([shown.hostname, shown.username, shown.hash]).toEqual([hostname, "", ""]);
      }),
      { numRuns: 500 },
    );
  });

  test("has a Web request with the body as long as nobody has read it", async () => {
    const bodies: unknown[] = [];
    const app = {
      async handle(request: Request) {
        if (request.path === "/received") await request.receiveBody();
        bodies.push([request.raw.url, request.raw.method, await request.raw.text()]);
        return new Response("");
      },
    };
    const fixed = new ProxyFix(app);
    const send = (path: string) =>
      fixed.fetch(
        new globalThis.Request(`http://localhost${path}`, {
          method: "POST",
          body: "four",
          headers: { "X-Forwarded-Proto": "https" },
        }),
      );
    await send("/");
    await send("/received");
    expect(bodies).toEqual([
      ["https://localhost/", "POST", "four"],
      ["https://localhost/received", "POST", ""],
    ]);
  });

  test("hands on the body, the environment and the rest", async () => {
    const app = {
      async handle(request: Request) {
        await request.receiveBody();
        return new Response(`${request.method} ${request.data.length} ${request.env}`);
      },
    };
    const fixed = new ProxyFix(app);
    const web = new globalThis.Request("http://localhost/", { method: "POST", body: "four" });
    const response = await fixed.fetch(web, "an environment");
    expect(await response.text()).toBe("POST 4 an environment");
  });

  test("refuses headers that it does not know, such as Werkzeug's names", () => {
    const app = { handle: () => new Response("") };
    expect(() => new ProxyFix(app, { x_for: 2 } as never)).toThrow(
      'new ProxyFix() has no option "x_for"; did you mean xFor?',
    );
  });

  test("refuses numbers that are none", () => {
    const app = { handle: () => new Response("") };
    for (const xFor of [-1, 1.5, Number.NaN]) expect(() => new ProxyFix(app, { xFor })).toThrow(RangeError);
  });
});

describe("appendSlashRedirect", () => {
  const location = (url: string) => appendSlashRedirect(new Request(source({}, url))).location;

  test("stays where it is, with the query", () => {
    expect(location("http://localhost/a/b?c=%C3%A9&d")).toBe("b/?c=%C3%A9&d");
    expect(location("http://localhost/")).toBe("./");
    expect(location("http://localhost/a/")).toBe("./");
  });

  test("leaves the site for no scheme or host that stands in the path", () => {
    expect(location("http://localhost/javascript:alert(1)")).toBe("javascript%3Aalert(1)/");
    expect(location("http://localhost/a%3Fb")).toBe("a%3Fb/");
    expect(location("http://localhost//evil.example")).toBe("evil.example/");
  });

  test("is permanent and keeps the method, unless told otherwise", () => {
    const request = new Request(source({}));
    expect(appendSlashRedirect(request).status).toBe(308);
    expect(appendSlashRedirect(request, 301).status).toBe(301);
  });
});
