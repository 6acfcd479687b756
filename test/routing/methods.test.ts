import { MethodNotAllowed, NotFound } from "flagon/http";
import { Rule, UrlMap, WebsocketMismatch } from "flagon/routing";
import { describe, expect, test } from "vitest";

const urls = new UrlMap([
  new Rule("/a", { endpoint: "read", methods: ["get"] }),
  new Rule("/a", { endpoint: "write", methods: ["POST", "PUT"] }),
  new Rule("/<x>", { endpoint: "patch", methods: ["PATCH"] }),
  new Rule("/any", { endpoint: "any" }),
  new Rule("/b/", { endpoint: "branch", methods: ["DELETE"] }),
]).bind("example.com");

describe("a method", () => {
  test("decides between rules of a path", () => {
    const endpoint = (method: string) => urls.match("/a", { method }).endpoint;
    expect(["GET", "POST", "PUT", "PATCH"].map(endpoint)).toEqual(["read", "write", "write", "patch"]);
  });

  test("HEAD comes with GET, and not without it", () => {
    expect(urls.match("/a", { method: "HEAD" }).endpoint).toBe("read");
    expect(() => urls.match("/x", { method: "HEAD" })).toThrow(MethodNotAllowed);
    expect(new Rule("/", { methods: ["GET"] }).methods).toEqual(new Set(["GET", "HEAD"]));
    expect(new Rule("/", { methods: ["POST"] }).methods).toEqual(new Set(["POST"]));
  });

  test("is written in any case, and GET unless it is given", () => {
    expect(urls.match("/a", { method: "post" }).endpoint).toBe("write");
    expect(urls.match("/a").endpoint).toBe("read");
    expect(urls.map.bind("example.com", { defaultMethod: "PUT" }).match("/a").endpoint).toBe("write");
  });

  test("of any name is taken by a rule that lists none", () => {
    expect(urls.match("/any", { method: "FOO" }).endpoint).toBe("any");
    expect(new Rule("/").methods).toBe(undefined);
  });

  test("that no rule of the path takes is a 405 with those that are", () => {
    try {
      urls.match("/a", { method: "FOO" });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(MethodNotAllowed);
      expect([...((error as MethodNotAllowed).validMethods ?? [])].sort()).toEqual([
        "GET",
        "HEAD",
        "PATCH",
        "POST",
        "PUT",
      ]);
    }
  });

  test("that the rule behind a missing slash does not take is a 404", () => {
    expect(() => urls.match("/b", { method: "PATCH" })).not.toThrow();
    const branch = new UrlMap([new Rule("/b/", { methods: ["POST"] })]).bind("example.com");
    expect(() => branch.match("/b")).toThrow(NotFound);
    expect(() => branch.match("/b/")).toThrow(MethodNotAllowed);
  });
});

test("the methods of a path can be asked for", () => {
  expect([...urls.allowedMethods("/a")].sort()).toEqual(["GET", "HEAD", "PATCH", "POST", "PUT"]);
  expect(urls.allowedMethods("/x")).toEqual(["PATCH"]);
  expect(urls.allowedMethods("/no/where")).toEqual([]);
});

test("a path can be tried: one that redirects is there", () => {
  const test = (path: string, method?: string) => urls.test(path, { method });
  expect([test("/a"), test("/b", "DELETE"), test("/a", "FOO"), test("/no/where")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("methods are a list", () => {
  expect(() => new Rule("/", { methods: "GET" })).toThrow(/methods of "\/" must be a list, such as/);
});

test("dispatch calls a function with endpoint and values, and gives HTTP errors if it is asked to", () => {
  const view = (endpoint: string, values: Record<string, unknown>) => [endpoint, values];
  expect(urls.dispatch(view, "/x", { method: "PATCH" })).toEqual(["patch", { x: "x" }]);
  expect(() => urls.dispatch(view, "/no/where")).toThrow(NotFound);
  expect(urls.dispatch(view, "/no/where", { catchHttpExceptions: true })).toBeInstanceOf(NotFound);
  expect(urls.dispatch(view, "/b", { method: "DELETE" })).toMatchObject({ code: 308 });
});

describe("a rule for WebSockets", () => {
  const map = new UrlMap([
    new Rule("/chat", { endpoint: "chat", websocket: true }),
    new Rule("/page", { endpoint: "page" }),
  ]);

  test("takes requests for one, and no others, which are a 400", () => {
    const web = map.bind("example.com");
    const socket = map.bind("example.com", { urlScheme: "ws" });
    expect(socket.match("/chat").endpoint).toBe("chat");
    expect(web.match("/chat", { websocket: true }).endpoint).toBe("chat");
    expect(() => web.match("/chat")).toThrow(WebsocketMismatch);
    expect(() => socket.match("/page")).toThrow(WebsocketMismatch);
  });

  test("is always built as a whole URL with its own scheme", () => {
    expect(map.bind("example.com").build("chat")).toBe("ws://example.com/chat");
    expect(map.bind("example.com", { urlScheme: "https" }).build("chat")).toBe("wss://example.com/chat");
    expect(map.bind("example.com", { urlScheme: "wss" }).build("page", {}, { forceExternal: true })).toBe(
      "https://example.com/page",
    );
  });

  test("takes no methods but GET, HEAD and OPTIONS", () => {
    expect(() => new Rule("/", { websocket: true, methods: ["POST"] })).toThrow(/is for WebSockets/);
  });
});
