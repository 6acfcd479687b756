import { Flagon, request, session, streamWithContext } from "flagon";
import { describe, expect, test } from "vitest";

const textOf = async (view: () => object): Promise<string> => {
  const app = new Flagon({ secretKey: "a key for tests, long enough" });
  app.logger = { warn: () => {}, error: () => {} };
  app.get("/", { endpoint: "view" }, view);
  return (await app.testClient().get("/?name=Ann")).text();
};

describe("streamWithContext keeps the request for", () => {
  test("a generator", async () => {
    const view = () =>
      streamWithContext(
        (function* () {
          yield "Hello ";
          yield request.args.require("name");
        })(),
      );
    expect(await textOf(view)).toBe("Hello Ann");
  });

  test("an async generator, also after it has waited", async () => {
    const view = () =>
      streamWithContext(
        (async function* () {
          yield "Hello ";
          await new Promise((resolve) => setTimeout(resolve, 1));
          yield `${request.args.require("name")}${session.size}`;
        })(),
      );
    expect(await textOf(view)).toBe("Hello Ann0");
  });

  test("a generator function, which keeps its arguments", async () => {
    const greet = streamWithContext(function* (greeting: string) {
      yield `${greeting} ${request.args.require("name")}`;
    });
    expect(await textOf(() => greet("Good day"))).toBe("Good day Ann");
  });
});

test("a stream without it is told of it", async () => {
  const view = function* () {
    yield request.path;
  };
  await expect(textOf(view)).rejects.toThrow("streamWithContext()");
});

test("a stream that is not read to its end is ended within the request", async () => {
  const app = new Flagon();
  let ended = "";
  app.get("/", function view() {
    return streamWithContext(
      (async function* () {
        try {
          for (;;) yield "more ";
        } finally {
          ended = request.path;
        }
      })(),
    );
  });

  const reader = (await app.fetch(new Request("http://localhost/"))).body?.getReader();
  await reader?.read();
  await reader?.cancel();

  expect(ended).toBe("/");
});

test("there is no stream to keep outside of a request", () => {
  expect(() => streamWithContext(["a"])).toThrow("streamWithContext was used outside of a request");
});
