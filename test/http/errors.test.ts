import {
  abort,
  BadRequest,
  BadRequestKeyError,
  defaultExceptions,
  HTTPException,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  RequestedRangeNotSatisfiable,
  Response,
  ServiceUnavailable,
  Unauthorized,
} from "flagon/http";
import { describe, expect, test } from "vitest";

describe("HTTPException", () => {
  test("is an error with code, name and description", () => {
    const error = new NotFound("No such page.");
    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe(404);
    expect(error.statusText).toBe("Not Found");
    expect(error.name).toBe("NotFound");
    expect(error.message).toBe("404 Not Found: No such page.");
  });

  test("answers with a page of Werkzeug's structure, the description escaped", () => {
    const response = new NotFound("<b>\nnothing").getResponse();
    expect(response.status).toBe(404);
    expect(response.contentType).toBe("text/html; charset=utf-8");
    expect(response.text).toBe(
      "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>&lt;b&gt;<br>nothing</p>\n",
    );
  });

  test("says something of its own where nothing is given", () => {
    for (const Class of defaultExceptions.values()) {
      expect((Class as unknown as { description: string }).description).toMatch(/\w+.*\.$/);
    }
  });

  test("answers with the response that it is given", () => {
    const response = new Response("gone fishing", { status: 410 });
    const error = new NotFound(undefined, { response });
    expect(error.getResponse()).toBe(response);
    expect(error.code).toBe(404);
  });

  test("is a 500 if its class has no code", () => {
    expect(new HTTPException("x").getResponse().status).toBe(500);
  });

  test("can be subclassed with a code and a description", () => {
    class OutOfTea extends HTTPException {
      static override readonly code: number = 418;
      static override readonly description: string = "The pot is empty.";
    }
    expect(new OutOfTea().message).toBe("418 I'm a teapot: The pot is empty.");
    expect(new OutOfTea().getBody()).toContain("<h1>I&#39;m a teapot</h1>");
  });

  test("keeps the cause", () => {
    const cause = new Error("x");
    expect(new BadRequest(undefined, { cause }).cause).toBe(cause);
    const error = new InternalServerError(undefined, { originalException: cause });
    expect(error.originalException).toBe(cause);
    expect(error.cause).toBe(cause);
    expect(new InternalServerError().originalException).toBeUndefined();
  });
});

describe("errors with headers", () => {
  const header = (error: HTTPException, name: string): string | undefined =>
    error.getResponse().headers.get(name);

  test("a 405 lists the methods that are allowed", () => {
    expect(header(new MethodNotAllowed(["GET", "HEAD"]), "Allow")).toBe("GET, HEAD");
    expect(header(new MethodNotAllowed(), "Allow")).toBeUndefined();
  });

  test("a 401 sends its challenges", () => {
    const error = new Unauthorized(undefined, { wwwAuthenticate: ['Basic realm="a"', "Bearer"] });
    expect(error.getResponse().headers.getList("WWW-Authenticate")).toEqual(['Basic realm="a"', "Bearer"]);
  });

  test("a 503 says when to try again", () => {
    expect(header(new ServiceUnavailable(undefined, { retryAfter: 30 }), "Retry-After")).toBe("30");
    expect(header(new ServiceUnavailable(undefined, { retryAfter: new Date(0) }), "Retry-After")).toBe(
      "Thu, 01 Jan 1970 00:00:00 GMT",
    );
  });

  test("a 416 says how long the whole is", () => {
    expect(header(new RequestedRangeNotSatisfiable(10), "Content-Range")).toBe("bytes */10");
  });
});

describe("BadRequestKeyError", () => {
  test("names the key in its message, and on its page only if it is told to", () => {
    const error = new BadRequestKeyError("user<");
    expect(error).toBeInstanceOf(BadRequest);
    expect(error.message).toContain('"user<"');
    expect(error.getBody()).not.toContain("user");
    error.showException = true;
    expect(error.getBody()).toContain("<br>KeyError: &#39;user&lt;&#39;");
  });
});

describe("abort", () => {
  test("throws the class of every code that has one", () => {
    expect(defaultExceptions.size).toBe(31);
    for (const [code, Class] of defaultExceptions) {
      expect(() => abort(code), String(code)).toThrow(Class);
      expect(() => abort(code, "because")).toThrow(/because/);
    }
  });

  test("throws a response as it is, ours or the Web's", () => {
    const caught = (fn: () => never): HTTPException => {
      try {
        return fn();
      } catch (error) {
        if (error instanceof HTTPException) return error;
        throw error;
      }
    };
    const response = new Response("x", { status: 202 });
    expect(caught(() => abort(response)).getResponse()).toBe(response);
    expect(caught(() => abort(new globalThis.Response("x", { status: 203 }))).code).toBe(203);
  });

  test("takes a code that has no class", () => {
    expect(() => abort(402, "Pay first.")).toThrow("402 Payment Required: Pay first.");
    try {
      abort(499);
    } catch (error) {
      const response = error instanceof HTTPException ? error.getResponse() : undefined;
      expect([response?.status, response?.text.includes("<h1>Unknown</h1>")]).toEqual([499, true]);
    }
  });

  test("hands on what an error sends besides", () => {
    const header = (fn: () => never, name: string): string | undefined => {
      try {
        return fn();
      } catch (error) {
        return error instanceof HTTPException ? error.getResponse().headers.get(name) : undefined;
      }
    };
    expect(header(() => abort(405, undefined, { validMethods: ["GET", "PUT"] }), "Allow")).toBe("GET, PUT");
    expect(header(() => abort(416, undefined, { length: 9 }), "Content-Range")).toBe("bytes */9");
    expect(header(() => abort(429, undefined, { retryAfter: 60 }), "Retry-After")).toBe("60");
    expect(header(() => abort(429, undefined, { retryAfter: 0 }), "Retry-After")).toBeUndefined();
    expect(header(() => abort(401, undefined, { wwwAuthenticate: "Bearer" }), "WWW-Authenticate")).toBe(
      "Bearer",
    );
  });

  test("refuses what is no code of an error", () => {
    for (const code of [200, 302, 399, 600, 999, Number.NaN]) expect(() => abort(code)).toThrow(RangeError);
    expect(() => abort("404" as never)).toThrow('abort("404")');
  });
});
