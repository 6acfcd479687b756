/** Requests that are handled at the same time see nothing of each other. */
import { currentApp, Flagon, g, hasRequestContext, request, session, streamWithContext } from "flagon";
import { expect, test } from "vitest";

const REQUESTS = 10_000;

/** Waits in one of the ways that a program waits. */
function pause(number: number): Promise<unknown> {
  if (number % 5 === 0) return new Promise((resolve) => setImmediate(resolve));
  if (number % 5 === 1) return new Promise((resolve) => setTimeout(resolve, (number * 7) % 40));
  if (number % 5 === 2) return new Promise((resolve) => process.nextTick(resolve));
  if (number % 5 === 3) return Promise.resolve();
  return new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
}

/** Who the context says that this is, by each of its objects. */
function whoAmI(): unknown[] {
  return [request.args.get("id"), session.get("id"), g.get("id"), request.path, currentApp.config.serverName];
}

test(`${REQUESTS} requests at once, which wait and stream, each see their own request, session and g`, {
  timeout: 60_000,
}, async () => {
  const strangers: unknown[] = [];
  let tornDown = 0;
  const app = new Flagon({ secretKey: "a key that is long enough", config: { serverName: "a.example" } });
  const other = new Flagon({ secretKey: "another key, long enough", config: { serverName: "b.example" } });
  const clients = [app, other].map((one, index) => {
    const check = (): void => {
      const id = request.args.require("id");
      const expected = [id, id, id, request.path, index === 0 ? "a.example" : "b.example"];
      const seen = whoAmI();
      if (seen.join() !== expected.join()) strangers.push([expected, seen]);
    };
    one.beforeRequest(async () => {
      const id = request.args.require("id");
      g.setDefault("id", id);
      session.set("id", id);
      await pause(Number(id));
      check();
    });
    one.afterRequest((response) => {
      check();
      return response;
    });
    one.teardownRequest(async () => {
      await pause(Number(g.get("id")) + 1);
      check();
      tornDown++;
    });
    one.get("/wait", { endpoint: "wait" }, async () => {
      for (let step = 0; step < 3; step++) {
        await pause(Number(request.args.get("id")) + step);
        check();
      }
      return request.args.require("id");
    });
    one.get("/stream", { endpoint: "stream" }, () =>
      streamWithContext(
        (async function* () {
          for (let step = 0; step < 3; step++) {
            await pause(Number(request.args.get("id")) + step);
            check();
            yield step === 0 ? request.args.require("id") : "";
          }
        })(),
      ),
    );
    return one;
  });

  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async (_, id) => {
      const one = clients[id % 2] as Flagon;
      const host = id % 2 === 0 ? "a.example" : "b.example";
      const path = id % 3 === 0 ? "stream" : "wait";
      const response = await one.fetch(new globalThis.Request(`http://${host}/${path}?id=${id}`));
      return response.text();
    }),
  );

  expect(answers).toEqual(Array.from({ length: REQUESTS }, (_, id) => String(id)));
  expect(strangers).toEqual([]);
  // A teardown that waits may end after the last piece of the response.
  await expect.poll(() => tornDown).toBe(REQUESTS);
  expect(hasRequestContext()).toBe(false);
});
