import { abort, Flagon } from "flagon";
import { expectTypeOf, test } from "vitest";

const app = new Flagon();

test("a function of app.beforeBody() may answer, or not, now or later", () => {
  app.beforeBody((request) => {
    expectTypeOf(request.maxContentLength).toEqualTypeOf<number | null>();
    request.maxContentLength = 1;
  });
  app.beforeBody(async (request) => {
    if (request.path === "/") abort(403);
  });
  app.beforeBody((request) => (request.path === "/" ? "no" : undefined));
  // @ts-expect-error: a number is no answer.
  app.beforeBody(() => 3);
});

test("a route says how its bodies are received", () => {
  app.post("/a", { maxContentLength: null, maxFormParts: 3, maxFormMemorySize: 10 }, () => "");
  app.post("/b", { body: "stream" }, () => "");
  // @ts-expect-error: there is no such way.
  app.post("/c", { body: "json" }, () => "");
});
