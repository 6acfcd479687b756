import { describe, expect, test } from "vitest";
import { exchange, RawClient } from "../raw-client.ts";
import { answering, get, HELLO, proxying } from "./upstream.ts";

/** The header lines of a head, by lower-case name; several of a name in a list. */
const fieldsOf = (head: string): Map<string, string[]> => {
  const fields = new Map<string, string[]>();
  for (const line of head.split("\r\n\r\n", 1)[0]?.split("\r\n").slice(1) ?? []) {
    const [name = "", value = ""] = line.split(/: (.*)/s);
    fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value]);
  }
  return fields;
};

describe("a request that is passed on", () => {
  test("has its method, target, Host and headers as they came", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(
        server,
        get("/a%20b//c/..d/?x=%zz&y", "Accept: text/*\r\nX-Token: a b\r\nCookie: a=1\r\nCookie: b=2\r\n"),
      );
      expect(received()).toMatch(/^GET \/a%20b\/\/c\/\.\.d\/\?x=%zz&y HTTP\/1\.1\r\nHost: site\.example\r\n/);
      const fields = fieldsOf(received());
      expect(fields.get("accept")).toEqual(["text/*"]);
      expect(fields.get("x-token")).toEqual(["a b"]);
      expect(fields.get("cookie")).toEqual(["a=1", "b=2"]);
    });
  });

  test.each([
    "/public/../admin",
    "/./admin",
    "/public/%2e%2E/admin",
    "/public%2f..%2fadmin",
    "/public/..",
    "/public\\..\\admin",
    "/public/..;a=b/admin",
    "/public\\admin",
  ])("has no path that could be read as another one: %s", async (path) => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      expect(await exchange(server, get(path))).toMatch(/^HTTP\/1\.1 400 [\s\S]*shortest form/);
      expect(received()).toBe("");
    });
  });

  test("says where it came from", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(server, get("/"));
      const fields = fieldsOf(received());
      expect(fields.get("x-forwarded-for")).toEqual(["127.0.0.1"]);
      expect(fields.get("x-forwarded-proto")).toEqual(["http"]);
      expect(fields.get("x-forwarded-host")).toEqual(["site.example"]);
      expect(fields.get("x-forwarded-prefix")).toBeUndefined();
      expect(fields.get("forwarded")).toEqual(["for=127.0.0.1;host=site.example;proto=http"]);
    });
  });

  test("has the upstream's own Host if that is wanted, and says which it was", async () => {
    await proxying(
      answering(HELLO),
      async ({ server, received }) => {
        await exchange(server, get("/"));
        const fields = fieldsOf(received());
        expect(fields.get("host")?.[0]).toMatch(/^127\.0\.0\.1:\d+$/);
        expect(fields.get("x-forwarded-host")).toEqual(["site.example"]);
      },
      { host: "replace" },
    );
  });

  test("has nothing of what a client claims about itself", async () => {
    const claims = [
      "X-Forwarded-For: 6.6.6.6",
      "x-forwarded-proto: https",
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Prefix: /evil",
      "X-Forwarded-Port: 666",
      "X-Forwarded-Ssl: on",
      "X-Forwarded: for=6.6.6.6",
      "X_Forwarded_For: 6.6.6.6",
      "X-Forwarded_For: 6.6.6.6",
      "Forwarded: for=6.6.6.6",
      "X-Real-IP: 6.6.6.6",
      "X-Scheme: https",
      "X-Original-URL: /evil",
      "Proxy: http://evil.example",
      "SCRIPT_NAME: /evil",
      "PATH_INFO: /evil",
    ];
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(server, get("/", `${claims.join("\r\n")}\r\n`));
      expect(received()).not.toMatch(/6\.6\.6\.6|evil|666|ssl|https/i);
      expect(fieldsOf(received()).get("x-forwarded-for")).toEqual(["127.0.0.1"]);
    });
  });

  test("can't lose what the proxy writes by naming it in Connection", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(
        server,
        "GET / HTTP/1.1\r\nHost: site.example\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\n" +
          "Connection: close, X-Hop, X-Forwarded-For, Host, Forwarded\r\n\r\n",
      );
      const fields = fieldsOf(received());
      expect(fields.get("x-forwarded-for")).toEqual(["127.0.0.1"]);
      expect(fields.get("host")).toEqual(["site.example"]);
      for (const name of ["x-hop", "keep-alive", "proxy-authorization", "connection"])
        expect(fields.has(name)).toBe(false);
    });
  });

  test("says what a trusted proxy says, one value each", async () => {
    await proxying(
      answering(HELLO),
      async ({ server, received }) => {
        const fields =
          "X-Forwarded-For: 6.6.6.6, 2001:db8::1\r\nX-Forwarded-Proto: http, https\r\n" +
          "X-Forwarded-Host: shop.example:8443\r\nX-Forwarded-Prefix: /shop\r\n";
        await exchange(server, get("/", fields));
        const seen = fieldsOf(received());
        expect(seen.get("x-forwarded-for")).toEqual(["2001:db8::1"]);
        expect(seen.get("x-forwarded-proto")).toEqual(["https"]);
        expect(seen.get("x-forwarded-host")).toEqual(["shop.example:8443"]);
        expect(seen.get("x-forwarded-prefix")).toEqual(["/shop"]);
        expect(seen.get("forwarded")).toEqual(['for="[2001:db8::1]";host="shop.example:8443";proto=https']);
        expect(received()).not.toContain("6.6.6.6");
      },
      { trusts: { xFor: 1, xProto: 1, xHost: 1, xPrefix: 1 } },
    );
  });

  test("has the path of a target that names a host, and that host", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(
        server,
        "GET http://other.example/a?b HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n",
      );
      expect(received()).toMatch(/^GET \/a\?b HTTP\/1\.1\r\nHost: other\.example\r\n/);
      expect(received()).toContain("X-Forwarded-Host: other.example\r\n");
      expect(received()).not.toContain("site.example");
    });
  });

  test("may be OPTIONS of the whole server", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(server, "OPTIONS * HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n");
      expect(received()).toMatch(/^OPTIONS \* HTTP\/1\.1\r\n/);
    });
  });

  test("is told of as one that may have trailers in its answer only if the client takes them", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(
        server,
        "GET / HTTP/1.1\r\nHost: a\r\nTE: gzip, trailers\r\nConnection: close, TE\r\n\r\n",
      );
      expect(received()).toContain("Connection: TE\r\nTE: trailers\r\n");
      expect(received()).not.toContain("gzip");
    });
  });

  test.each([
    ["a fragment", "/admin#x"],
    ["a raw byte beyond ASCII", "/caf\xe9"],
  ])("is refused with a 400 if its target has %s", async (_what, target) => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      expect(await exchange(server, get(target))).toMatch(/^HTTP\/1\.1 400 /);
      expect(received()).toBe("");
    });
  });

  test("is refused with a 508 if it comes back to the process that sent it", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(server, get("/"));
      const via = fieldsOf(received()).get("via")?.[0] ?? "";
      expect(via).toMatch(/^1\.1 flagon-[0-9a-f]{12}$/);
      expect(await exchange(server, get("/", `Via: 1.1 nginx, ${via}\r\n`))).toMatch(/^HTTP\/1\.1 508 /);
    });
  });
});

describe("the body of a request", () => {
  test("goes out with its length", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(
        server,
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
      );
      expect(received()).toMatch(/\r\nContent-Length: 3\r\n/);
      expect(received()).toMatch(/\r\n\r\nabc$/);
      expect(received()).not.toMatch(/transfer-encoding/i);
    });
  });

  test("goes out in chunks if it came so, without chunk extensions and trailers", async () => {
    const whole = (
      head: string,
      connection: { received(): string; socket: { write(text: string): void } },
    ): void => {
      const timer = setInterval(() => {
        if (!connection.received().endsWith("0\r\n\r\n")) return;
        clearInterval(timer);
        connection.socket.write(HELLO);
      }, 5);
      void head;
    };
    await proxying(whole, async ({ server, received }) => {
      await exchange(
        server,
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3;x=y\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n",
      );
      expect(received()).toMatch(/\r\nTransfer-Encoding: chunked\r\n/);
      expect(received()).toMatch(/\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/);
      expect(received()).not.toMatch(/content-length|x-late|x=y/i);
    });
  });

  test("that is empty is said to be so", async () => {
    await proxying(answering(HELLO), async ({ server, received }) => {
      await exchange(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      expect(received()).toMatch(/\r\nContent-Length: 0\r\n/);
    });
  });

  test("is not asked of a client that waits before the upstream wants it", async () => {
    await proxying(
      (_head, { socket }) => socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"),
      async ({ server, received }) => {
        const text = await exchange(
          server,
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
        );
        expect(text).toMatch(/^HTTP\/1\.1 413 Too Large\r\n/);
        expect(text).not.toContain("100 Continue");
        expect(received()).toMatch(/\r\nExpect: 100-continue\r\n/);
      },
    );
  });

  test("is asked for when the upstream says so", async () => {
    await proxying(
      (_head, connection) => {
        connection.socket.write("HTTP/1.1 100 Continue\r\n\r\n");
        connection.socket.on("data", () => {
          if (connection.received().endsWith("later")) connection.socket.write(HELLO);
        });
      },
      async ({ server }) => {
        const client = new RawClient(server);
        client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        );
        await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
        client.send("later");
        expect(await client.all()).toMatch(/hello$/);
      },
    );
  });
});
