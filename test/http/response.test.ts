import { Response } from "flagon/http";
import { Markup } from "flagon/markup";
import { describe, expect, test } from "vitest";

describe("Response", () => {
  test("is an empty 200 of HTML if nothing is said", () => {
    const response = new Response();
    expect(response.status).toBe(200);
    expect(response.statusText).toBe("OK");
    expect([...response.headers]).toEqual([["Content-Type", "text/html; charset=utf-8"]]);
    expect(response.text).toBe("");
  });

  test("of a class of one's own has a default type of its own", () => {
    class Feed extends Response {
      override get defaultMimetype(): string {
        return "application/atom+xml";
      }
    }
    expect(new Feed("").mimetype).toBe("application/atom+xml");
  });

  test("counts the bytes of its body", () => {
    expect(new Response("é☃").contentLength).toBe(5);
    expect(new Response(new Uint8Array(3)).contentLength).toBe(3);
    expect(new Response(new Markup("<b>")).text).toBe("<b>");
  });

  test("puts the pieces of an array together", () => {
    expect(new Response(["a", "b"]).text).toBe("ab");
    expect(new Response(["a", new Uint8Array([0x62])]).data).toEqual(new Uint8Array([0x61, 0x62]));
  });

  test("refuses what is no body", () => {
    for (const body of [1, true, {}, Symbol("x"), () => "x", new Map().size]) {
      expect(() => new Response(body as never)).toThrow(/response body must be a string, bytes/);
    }
  });

  test("adds a charset to text types, and to them only", () => {
    const type = (mimetype: string): string | undefined => new Response("", { mimetype }).contentType;
    expect(type("text/plain")).toBe("text/plain; charset=utf-8");
    expect(type("image/svg+xml")).toBe("image/svg+xml; charset=utf-8");
    expect(type("application/javascript")).toBe("application/javascript; charset=utf-8");
    expect(type("application/json")).toBe("application/json");
    expect(type("image/png")).toBe("image/png");
  });

  test("takes the type from contentType first, then mimetype, then the headers", () => {
    const headers = { "content-type": "x/a" };
    expect(new Response("", { headers, mimetype: "x/b", contentType: "text/c" }).contentType).toBe("text/c");
    expect(new Response("", { headers, mimetype: "x/b" }).contentType).toBe("x/b");
    expect(new Response("", { headers }).contentType).toBe("x/a");
    expect(new Response("", { headers }).headers.size).toBe(2);
  });

  test("has a mimetype that can be read and set", () => {
    const response = new Response("", { contentType: "text/html; charset=latin1" });
    expect(response.mimetype).toBe("text/html");
    response.mimetype = "text/csv";
    expect(response.contentType).toBe("text/csv; charset=utf-8");
    response.contentType = undefined;
    expect(response.mimetype).toBeUndefined();
  });

  test("takes whole numbers from 100 to 599 as its status", () => {
    const response = new Response("", { status: 299 });
    expect(response.statusText).toBe("Unknown");
    response.status = 404;
    expect(response.statusText).toBe("Not Found");
    for (const status of [0, 99, 600, 200.5, Number.NaN, "200" as unknown as number]) {
      expect(() => new Response("", { status })).toThrow(/is no status code/);
    }
    expect(() => new Response("", { status: "200" as never })).toThrow('"200" is no status code');
  });

  test("takes a reason of its own, without line breaks", () => {
    const response = new Response("", { statusText: "Fine" });
    expect(response.statusText).toBe("Fine");
    response.status = 404;
    expect(response.statusText).toBe("Not Found");
    expect(() => {
      response.statusText = "a\r\nb: c";
    }).toThrow(TypeError);
  });

  test("replaces its body and its length together", () => {
    const response = new Response("long text");
    response.data = "é";
    expect(response.contentLength).toBe(2);
    expect(response.data).toEqual(new Uint8Array([0xc3, 0xa9]));
    response.data = new Uint8Array([0x61]);
    expect(response.text).toBe("a");
  });

  test("reads its body as JSON", () => {
    const response = new Response('{"a":1}', { mimetype: "application/json" });
    expect(response.isJson).toBe(true);
    expect(response.json()).toEqual({ a: 1 });
    expect(() => new Response("{").json()).toThrow(SyntaxError);
  });

  test("encodes what is set as its location, and keeps it relative", () => {
    const response = new Response();
    response.location = "/ü?q=☃#é";
    expect(response.location).toBe("/%C3%BC?q=%E2%98%83#%C3%A9");
    response.location = undefined;
    expect(response.headers.has("Location")).toBe(false);
  });

  test("is readable when it is logged", () => {
    const inspect = Symbol.for("nodejs.util.inspect.custom");
    const shown: unknown = Reflect.get(new Response("tea"), inspect).call(new Response("tea"));
    expect(shown).toBe("Response { 200 OK, text/html; charset=utf-8, 3 bytes }");
  });
});

describe("vary", () => {
  test("adds names once, in any case, live", () => {
    const response = new Response("", { headers: { Vary: "accept" } });
    response.vary.add("Cookie");
    response.vary.add("cookie");
    response.vary.add("Accept");
    expect(response.headers.get("Vary")).toBe("accept, Cookie");
    expect(response.vary.has("COOKIE")).toBe(true);
    expect([...response.vary]).toEqual(["accept", "Cookie"]);
    expect(response.vary.size).toBe(2);
  });

  test("removes names, and the header with the last", () => {
    const response = new Response();
    response.vary.update(["A", "B"]);
    expect(response.vary.delete("a")).toBe(true);
    expect(response.vary.delete("a")).toBe(false);
    response.vary.delete("B");
    expect(response.headers.has("Vary")).toBe(false);
    response.vary = ["C", "D"];
    expect(String(response.vary)).toBe("C, D");
    response.vary.clear();
    expect(response.vary.size).toBe(0);
  });

  test("joins several headers into one", () => {
    const response = new Response("", { headers: { Vary: ["A", "B"] } });
    response.vary.add("C");
    expect(response.headers.getList("Vary")).toEqual(["A, B, C"]);
  });
});

describe("sending", () => {
  const sent = (response: Response, method = "GET"): Record<string, string> => {
    const flat = response.headersToSend(method);
    const headers: Record<string, string> = {};
    for (let index = 0; index < flat.length; index += 2) headers[flat[index] ?? ""] = flat[index + 1] ?? "";
    return headers;
  };

  test("a whole body always has its true length", () => {
    expect(sent(new Response())["Content-Length"]).toBe("0");
    expect(sent(new Response("tea", { headers: { "content-length": "99" } }))["content-length"]).toBe(
      undefined,
    );
    const response = new Response("tea");
    response.contentLength = 99;
    expect(sent(response)["Content-Length"]).toBe("3");
    response.contentLength = undefined;
    expect(sent(response)["Content-Length"]).toBe("3");
  });

  test("a HEAD may announce the length of a body that was not made", () => {
    expect(sent(new Response(null, { headers: { "Content-Length": "99" } }), "HEAD")["Content-Length"]).toBe(
      "99",
    );
    expect(new Response("tea").bodyToSend("HEAD")).toBeNull();
    expect(sent(new Response("tea"), "HEAD")["Content-Length"]).toBe("3");
  });

  test("a 204 has no body and no length, a 304 no header that describes one", () => {
    const noContent = new Response("tea", { status: 204 });
    expect(noContent.bodyToSend("GET")).toBeNull();
    expect(sent(noContent)).toEqual({ "Content-Type": "text/html; charset=utf-8" });
    const notModified = new Response("tea", {
      status: 304,
      headers: { ETag: '"a"', Allow: "GET", Expires: "0" },
    });
    expect(notModified.bodyToSend("GET")).toBeNull();
    expect(sent(notModified)).toEqual({ ETag: '"a"', Expires: "0" });
  });

  test("a 205 has no body and says so, be it whole or streamed", () => {
    const stream = new globalThis.ReadableStream<string>();
    for (const body of ["tea", "", stream]) {
      const resetContent = new Response(body, { status: 205, headers: { "Content-Length": "9" } });
      expect(resetContent.bodyToSend("POST")).toBeNull();
      expect(sent(resetContent)["Content-Length"]).toBe("0");
    }
  });

  test("a location is encoded even if it was set as a plain header", () => {
    expect(sent(new Response("", { status: 302, headers: { Location: "/é" } })).Location).toBe("/%C3%A9");
    expect(sent(new Response("", { headers: { "Content-Location": "/é" } }))["Content-Location"]).toBe(
      "/%C3%A9",
    );
  });

  test("a transfer encoding is not the application's to choose", () => {
    expect(sent(new Response("tea", { headers: { "transfer-encoding": "chunked" } }))).not.toHaveProperty(
      "transfer-encoding",
    );
  });
});
