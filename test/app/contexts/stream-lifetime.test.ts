import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  Flagon,
  g,
  makeResponse,
  Response,
  request,
  session,
  streamTemplateString,
  streamWithContext,
} from "flagon";
import { serve } from "flagon/servers/node";
import { describe, expect, test } from "vitest";
import { bothWays } from "../../http/both-ways.ts";
import { eventually, RawClient } from "../../servers/raw-client.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const GET = { method: "GET" };
const later = (time = 1) => new Promise((resolve) => setTimeout(resolve, time));

type Traced = { readonly app: Flagon; readonly seen: string[]; readonly log: string[] };

/** An application that tells what happens; its view is what the test is about. */
function traced(view: (seen: string[]) => unknown): Traced {
  const app = new Flagon({ secretKey: "a key that is long enough" });
  const seen: string[] = [];
  const log: string[] = [];
  app.logger = { warn: () => undefined, error: (entry) => log.push(entry) };
  app.teardownRequest(() => void seen.push(`teardown ${request.path}`));
  app.teardownAppContext(() => void seen.push(`end ${g.get("name")}`));
  app.beforeRequest(() => void g.setDefault("name", "g"));
  app.route("/", { methods: ["GET", "POST"], endpoint: "view" }, (() => view(seen)) as () => string);
  return { app, seen, log };
}

function* pieces(seen: string[], count: number): Generator<string> {
  try {
    for (let i = 0; i < count; i++) yield `${request.path}${i} `;
    seen.push("last");
  } finally {
    seen.push(`over ${g.get("name")}`);
  }
}

async function* slowPieces(seen: string[], count: number): AsyncGenerator<string> {
  for (const piece of pieces(seen, count)) {
    await later();
    yield piece.padEnd(5000);
  }
}

const END = ["teardown /", "end g"];

const kinds: readonly (readonly [string, (seen: string[], count: number) => unknown])[] = [
  ["a generator", (seen, count) => streamWithContext(pieces(seen, count))],
  ["an asynchronous generator", (seen, count) => streamWithContext(slowPieces(seen, count))],
  [
    "a template",
    (seen, count) =>
      streamTemplateString("{% for piece in pieces %}{{ piece }}{% endfor %}", {
        pieces: pieces(seen, count),
      }),
  ],
];

describe.each(kinds)("the context of a request that streams %s", (_name, make) => {
  let made: Traced;
  const build = (count: number) => () => {
    made = traced((seen) => make(seen, count));
    return made.app;
  };

  bothWays("lives to the last piece, and is torn down once", build(3), async (send) => {
    const response = await send("/", GET);
    expect(response.headers.get("Vary")).toBe("Cookie");
    expect((await response.text()).replaceAll(/ +/g, " ")).toBe("/0 /1 /2 ");
    await eventually(() => made.seen.length === 4);
    expect(made.seen).toEqual(["last", "over g", ...END]);
  });

  bothWays("is torn down once when the client goes away", build(100_000), async (send) => {
    const reader = (await send("/", GET)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await eventually(() => made.seen.includes("end g"));
    await later(5);
    expect(made.seen).toEqual(["over g", ...END]);
    expect(made.log).toEqual([]);
  });

  bothWays("ends without a piece in answer to HEAD", build(3), async (send) => {
    const response = await send("/", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    await eventually(() => made.seen.length === 2);
    expect(made.seen).toEqual(END);
  });

  test("ends without a piece if nobody reads it", async () => {
    const { app, seen } = build(3)();
    await (async () => {
      await app.fetch(new globalThis.Request("http://localhost/"));
    })();
    while (!seen.includes("end g")) {
      collectGarbage();
      await later(5);
    }
    expect(seen).toEqual(END);

    function build(count: number): () => Traced {
      return () => traced((told) => make(told, count));
    }
  });

  test.each([204, 304])("ends without a piece with status %i", async (status) => {
    const { app, seen } = traced((told) => makeResponse(make(told, 3), status));
    expect((await app.testClient().get("/")).text()).toBe("");
    expect(seen).toEqual(END);
  });

  test("ends with the response that a function after the view puts in its place", async () => {
    const { app, seen } = traced((told) => make(told, 3));
    app.afterRequest(() => new Response("another"));
    const response = await app.testClient().get("/");
    expect([response.text(), response.headers.get("Vary")]).toEqual(["another", "Cookie"]);
    expect(seen).toEqual(END);
  });

  test("ends if a function after the view fails", async () => {
    const { app, seen, log } = traced((told) => make(told, 3));
    app.afterRequest(() => {
      throw new Error("no");
    });
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(seen).toEqual(END);
    expect(log).toHaveLength(1);
    app.testing = true;
    await expect(app.testClient().get("/")).rejects.toThrow("no");
    expect(seen).toEqual([...END, ...END]);
  });
});

describe("a stream with its context", () => {
  test.each([
    "a socket",
    "app.fetch",
  ])("that fails breaks off, and is logged once, through %s", async (way) => {
    const { app, seen, log } = traced(() =>
      streamWithContext(
        (async function* () {
          yield "a".repeat(100_000);
          await later(10);
          throw new Error("the stream fails");
        })(),
      ),
    );
    await using server = await serve(app, { port: 0 });
    const asked =
      way === "a socket" ? fetch(server.url) : app.fetch(new globalThis.Request("http://localhost/"));
    await expect(Promise.resolve(asked).then((response) => response.text())).rejects.toThrow();
    await eventually(() => seen.length === 2);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain("Exception on / [GET]: Error: the stream fails");
  });

  test("is torn down though its generator waits for what never comes", async () => {
    const { app, seen } = traced(() =>
      streamWithContext(
        (async function* () {
          yield "a";
          await new Promise(() => undefined);
        })(),
      ),
    );
    await using server = await serve(app, { port: 0 });
    const client = new RawClient(server);
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await client.until(/\r\n\r\n/);
    client.socket.destroy();
    await eventually(() => seen.length === 2);
    expect(seen).toEqual(END);
  });

  test("logs what goes wrong when it is ended before its end", async () => {
    const { app, seen, log } = traced(() =>
      streamWithContext(
        (async function* () {
          try {
            for (;;) yield "a";
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: it is what the test is about
            throw new Error("the clean-up fails");
          }
        })(),
      ),
    );
    const reader = (await app.fetch(new globalThis.Request("http://localhost/"))).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(seen).toEqual(END);
    expect(log.filter((entry) => entry.includes("the clean-up fails"))).toHaveLength(1);
  });

  test("cannot change the session, and says what was lost", async () => {
    const { app, log } = traced(() => {
      session.set("cart", ["tea"]);
      return streamWithContext(
        (function* () {
          yield JSON.stringify(session.get("cart"));
          (session.get("cart") as unknown as string[]).push("milk");
          try {
            session.set("late", 1);
          } catch (error) {
            yield ` ${(error as Error).name}`;
          }
        })(),
      );
    });
    const client = app.testClient();
    expect((await client.get("/")).text()).toBe('["tea"] SessionClosedError');
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('a change inside of "cart"');
    await client.sessionTransaction((saved) => expect(saved.get("cart")).toEqual(["tea"]));
  });

  test("that only reads the session says nothing", async () => {
    const { app, log } = traced(() =>
      streamWithContext(
        (function* () {
          yield String(session.get("cart"));
        })(),
      ),
    );
    const client = app.testClient();
    await client.sessionTransaction((saved) => void saved.set("cart", ["tea"]));
    expect((await client.get("/")).text()).toBe("tea");
    expect(log).toEqual([]);
  });

  test("varies by the cookie without a session too", async () => {
    const app = new Flagon();
    app.get("/", function view() {
      return streamWithContext(["a"].values());
    });
    expect((await app.testClient().get("/")).headers.get("Vary")).toBe("Cookie");
  });

  test("that the view reads itself works, and so does one that it never returns", async () => {
    const { app, seen } = traced((told) => {
      streamWithContext(pieces(told, 3));
      return [...streamWithContext(pieces(told, 2))].join("");
    });
    expect((await app.testClient().get("/")).text()).toBe("/0 /1 ");
    expect(seen).toEqual(["last", "over g", ...END]);
  });
});

describe("a stream that nobody begins to read", () => {
  test.each(["at once", "later"])("ends what it would have read, %s", async (way) => {
    const ended: unknown[] = [];
    const source = {
      next: () => ({ done: false, value: "a" }),
      return: () => {
        ended.push(request.path);
        return { done: true, value: undefined };
      },
    };
    const { app } = traced(() =>
      way === "at once"
        ? streamWithContext({ [Symbol.iterator]: () => source as Iterator<string> })
        : streamWithContext({ [Symbol.asyncIterator]: () => source as unknown as AsyncIterator<string> }),
    );
    await app.testClient().head("/");
    expect(ended).toEqual(["/"]);
  });
});

describe("a response that is not sent", () => {
  function sending(): Traced {
    return traced((seen) => {
      const response = makeResponse(
        (async function* () {
          yield "a";
        })(),
      );
      const body = response.body as AsyncGenerator<string>;
      const end = body.return.bind(body);
      body.return = (value) => {
        seen.push("cancelled");
        return end(value);
      };
      response.callOnClose(() => void seen.push("closed"));
      return response;
    });
  }

  test("because a later function fails lets go of its stream, and calls what waits for its end", async () => {
    const { app, seen } = sending();
    app.afterRequest(() => {
      throw new Error("no");
    });
    expect((await app.testClient().get("/")).status).toBe(500);
    expect(seen.slice(0, 2)).toEqual(["cancelled", "closed"]);
    app.testing = true;
    seen.length = 0;
    await expect(app.testClient().get("/")).rejects.toThrow("no");
    expect(seen.slice(0, 2)).toEqual(["cancelled", "closed"]);
  });

  test("because another took its place is closed with that, which may be made of it", async () => {
    const { app, seen } = sending();
    app.afterRequest((response) => {
      const inner = response.body as AsyncIterable<string>;
      return new Response(
        (async function* () {
          for await (const piece of inner) yield `${piece}${piece}`;
        })(),
      );
    });
    expect((await app.testClient().get("/")).text()).toBe("aa");
    expect(seen.filter((event) => event === "closed")).toHaveLength(1);
    expect(seen.indexOf("closed")).toBeGreaterThan(-1);
  });
});
