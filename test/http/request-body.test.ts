import fc from "fast-check";
import {
  BadRequest,
  type BodyLimits,
  ClientDisconnected,
  Request,
  RequestEntityTooLarge,
  UnsupportedMediaType,
  WebRequestSource,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const FORM = "application/x-www-form-urlencoded";

const post = (
  body: globalThis.BodyInit | null,
  type: string,
  headers: Record<string, string> = {},
): Request =>
  new Request(
    new WebRequestSource(
      new globalThis.Request("http://localhost/?q=1", {
        method: "POST",
        body,
        headers: { "content-type": type, ...headers },
        duplex: "half",
      } as globalThis.RequestInit),
    ),
  );

const received = async (
  body: globalThis.BodyInit | null,
  type: string,
  limits?: BodyLimits,
): Promise<Request> => {
  const request = post(body, type);
  await request.receiveBody(limits);
  return request;
};

const stream = (chunks: readonly Uint8Array[]): globalThis.ReadableStream<Uint8Array> =>
  new globalThis.ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe("receiving a body", () => {
  test("is synchronous where there is none", () => {
    const request = new Request(new WebRequestSource(new globalThis.Request("http://localhost/")));
    expect(request.receiveBody()).toBeUndefined();
    expect(request.form.size).toBe(0);
    expect(request.data).toHaveLength(0);
  });

  test("asks how only when it matters, and of a body that is not there it can't be told any more", () => {
    let asked = 0;
    const how = (): { readonly maxContentLength: number } => {
      asked++;
      return { maxContentLength: 7 };
    };
    const request = new Request(new WebRequestSource(new globalThis.Request("http://localhost/")));
    request.prepareBody(how);
    request.receiveBody();
    expect(asked).toBe(0);
    expect([request.maxContentLength, request.maxContentLength]).toEqual([7, 7]);
    expect(asked).toBe(1);
    expect(request.isBodyReceived).toBe(true);
    expect(() => request.prepareBody({})).toThrow("after it had been received");
  });

  test("has to happen before form, data and json() are read, and the error says so", () => {
    const request = post("a=1", FORM);
    expect(() => request.form).toThrow(/request\.form needs the body.*await request\.receiveBody\(\)/);
    expect(() => request.data).toThrow(/request\.data needs/);
    expect(() => request.json()).toThrow(/request\.json\(\) needs/);
  });

  test("may be asked for twice", async () => {
    const request = await received("a=1", FORM);
    expect(request.receiveBody()).toBeUndefined();
    expect(request.form.get("a")).toBe("1");
  });

  test("is refused with a 413 if the headers announce too much, before a byte is read", async () => {
    const request = post(stream([]), "text/plain", { "content-length": "11" });
    await expect(request.receiveBody({ maxContentLength: 10 })).rejects.toThrow(RequestEntityTooLarge);
  });

  test("is refused with a 413 if more comes than is allowed, whatever the headers say", async () => {
    const chunks = [new Uint8Array(6), new Uint8Array(6)];
    const request = post(stream(chunks), "text/plain", { "content-length": "3" });
    await expect(request.receiveBody({ maxContentLength: 10 })).rejects.toThrow(/more than the 10 bytes/);
    await expect(received(stream(chunks), "text/plain", { maxContentLength: 12 })).resolves.toBeDefined();
  });

  test("takes 16 MiB if nothing else is said, and any size if the limit is null", async () => {
    const big = new Uint8Array(16 * 1024 * 1024 + 1);
    await expect(received(big, "text/plain")).rejects.toThrow(RequestEntityTooLarge);
    await expect(received(big, "text/plain", { maxContentLength: null })).resolves.toBeDefined();
  });

  test("fails with a 400 if the client breaks off", async () => {
    const broken = new globalThis.ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });
    await expect(post(broken, FORM).receiveBody()).rejects.toThrow(ClientDisconnected);
  });
});

describe("forms", () => {
  test("are read in order, with all values", async () => {
    const { form } = await received("user=J%C3%BCrgen+M&tag=a&tag=b&empty=&bare", FORM);
    expect([...form.lists()]).toEqual([
      ["user", ["Jürgen M"]],
      ["tag", ["a", "b"]],
      ["empty", [""]],
      ["bare", [""]],
    ]);
  });

  test("are UTF-8, whatever their type says; what is encoded wrongly stays encoded", async () => {
    const { form } = await received("a=%C3%A9%FF%zz%", `${FORM}; charset=latin1`);
    expect(form.get("a")).toBe("é%FF%zz%");
  });

  test("are empty if the bytes are no UTF-8, as in Flask", async () => {
    const { form } = await received(new Uint8Array([0x61, 0x3d, 0xff]), FORM);
    expect(form.size).toBe(0);
  });

  test("are empty for another type, and data is empty for a form", async () => {
    const text = await received("a=1", "text/plain");
    expect(text.form.size).toBe(0);
    expect(new TextDecoder().decode(text.data)).toBe("a=1");
    expect((await received("a=1", FORM)).data).toHaveLength(0);
  });

  test("are refused with a 413 above 500,000 bytes, or what is allowed", async () => {
    await expect(received(`a=${"x".repeat(499_999)}`, FORM)).rejects.toThrow(RequestEntityTooLarge);
    await expect(received("a=123", FORM, { maxFormMemorySize: 4 })).rejects.toThrow(RequestEntityTooLarge);
    await expect(received("a=123", FORM, { maxFormMemorySize: 5 })).resolves.toBeDefined();
  });

  test("are refused with a 413 above 1,000 fields, or what is allowed", async () => {
    const request = await received("a&".repeat(1001), FORM);
    expect(() => request.form).toThrow(/more than 1000 fields/);
    expect((await received("a&".repeat(1000), FORM)).form.getList("a")).toHaveLength(1000);
    expect((await received("a&".repeat(1001), FORM, { maxFormFields: null })).form.getList("a")).toHaveLength(
      1001,
    );
  });

  test("are part of values, after the query", async () => {
    const { values } = await received("q=2&r=3", FORM);
    expect(values.getList("q")).toEqual(["1", "2"]);
    expect(values.get("r")).toBe("3");
  });

  test("hold what URLSearchParams wrote", async () => {
    const text = fc.string({ unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 20 }), async (pairs) => {
        const { form } = await received(new URLSearchParams(pairs).toString(), FORM);
        const expected = new URLSearchParams(pairs);
        for (const key of expected.keys()) expect(form.getList(key)).toEqual(expected.getAll(key));
        expect(form.size).toBe(new Set(expected.keys()).size);
      }),
    );
  });
});

describe("JSON", () => {
  test("is read if the type says so", async () => {
    expect((await received('{"a": [1, "é"]}', "application/json")).json()).toEqual({ a: [1, "é"] });
    const request = await received("[]", "Application/Problem+JSON; charset=utf-8");
    expect(request.isJson).toBe(true);
    expect(request.json()).toEqual([]);
  });

  test("is the same object each time", async () => {
    const request = await received("{}", "application/json");
    expect(request.json()).toBe(request.json());
  });

  test("is a 415 for another type, unless it is forced", async () => {
    const request = await received("[1]", "text/json");
    expect(() => request.json()).toThrow(UnsupportedMediaType);
    expect(request.json({ silent: true })).toBeUndefined();
    expect(request.json({ force: true })).toEqual([1]);
  });

  test("is a 400 if it is none, unless it is silent", async () => {
    for (const body of ["", "{", "{'a':1}", new Uint8Array([0x22, 0xff, 0x22])]) {
      const request = await received(body, "application/json");
      expect(() => request.json()).toThrow(BadRequest);
      expect(request.json({ silent: true })).toBeUndefined();
    }
  });

  test("may be answered otherwise by a subclass where it is none", async () => {
    class Lenient extends Request {
      override onJsonLoadingFailed(): unknown {
        return "nothing";
      }
    }
    const raw = new globalThis.Request("http://localhost/", {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    const request = new Lenient(new WebRequestSource(raw));
    await request.receiveBody();
    expect(request.json()).toBe("nothing");
  });
});
