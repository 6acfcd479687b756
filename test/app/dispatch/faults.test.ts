import {
  abort,
  afterThisRequest,
  appContextPopped,
  appContextPushed,
  appContextTearingDown,
  Flagon,
  gotRequestException,
  hasAppContext,
  makeResponse,
  renderTemplateString,
  requestFinished,
  requestStarted,
  requestTearingDown,
  type Signal,
  streamTemplateString,
  streamWithContext,
} from "flagon";
import { NotFound, Request, WebRequestSource } from "flagon/http";
import { serve } from "flagon/servers/node";
import { SecureCookieSessionInterface } from "flagon/sessions";
import { describe, expect, test } from "vitest";
import { formOf } from "../../http/both-ways.ts";
import { openTemporaryFiles } from "../../http/temporary-files.ts";
import { eventually } from "../../servers/raw-client.ts";

/** Where a request can go wrong, and how to make it. */
const PLACES: Readonly<Record<string, (app: Flagon, fail: () => unknown) => unknown>> = {
  beforeBody: (app, fail) => app.beforeBody(fail as never),
  urlValuePreprocessor: (app, fail) => app.urlValuePreprocessor(fail),
  beforeRequest: (app, fail) => app.beforeRequest(fail as never),
  view: (app, fail) => app.post("/fault", fail as never),
  afterThisRequest: (app, fail) => app.beforeRequest(() => void afterThisRequest(fail as never)),
  afterRequest: (app, fail) => app.afterRequest(fail as never),
  teardownRequest: (app, fail) => app.teardownRequest(fail),
  teardownAppContext: (app, fail) => app.teardownAppContext(fail),
  "an error handler": (app, fail) => {
    app.post("/fault", () => abort(409));
    app.errorHandler(409, fail as never);
  },
  "the handler of the 500": (app, fail) => {
    app.post("/fault", () => {
      throw new Error("first");
    });
    app.errorHandler(500, fail as never);
  },
  "opening the session": (app, fail) => {
    app.sessionInterface = new (class extends SecureCookieSessionInterface {
      override openSession() {
        return fail() as never;
      }
    })();
  },
  "saving the session": (app, fail) => {
    app.sessionInterface = new (class extends SecureCookieSessionInterface {
      override saveSession() {
        return fail() as never;
      }
    })();
  },
  "a function that a template calls": (app, fail) =>
    app.post("/fault", () => renderTemplateString("{{ f() }}", { f: fail })),
  "a context processor": (app, fail) => {
    app.contextProcessor(fail as never);
    app.post("/fault", () => renderTemplateString("x"));
  },
  "a streamed template": (app, fail) =>
    app.post("/fault", () => streamTemplateString("a{{ f() }}b", { f: fail })),
  "a generator": (app, fail) =>
    app.post("/fault", function* () {
      yield "a";
      fail();
      yield "b";
    } as never),
  "an asynchronous generator": (app, fail) =>
    app.post("/fault", async function* () {
      yield "a";
      await fail();
      yield "b";
    } as never),
  "a stream with its context": (app, fail) =>
    app.post("/fault", () =>
      streamWithContext(
        (async function* () {
          yield "a";
          await fail();
          yield "b";
        })(),
      ),
    ),
  "a function that waits for the end": (app, fail) =>
    app.post("/fault", () => {
      const response = makeResponse("a");
      response.callOnClose(fail);
      return response;
    }),
};

const SIGNALS: Readonly<Record<string, Signal>> = {
  appContextPushed,
  requestStarted,
  requestFinished: requestFinished as never,
  gotRequestException: gotRequestException as never,
  requestTearingDown: requestTearingDown as never,
  appContextTearingDown: appContextTearingDown as never,
  appContextPopped,
};

/** What nobody should throw, and some do. */
const KINDS: Readonly<Record<string, () => unknown>> = {
  "an error": () => new Error("boom"),
  text: () => "boom",
  undefined: () => undefined,
  null: () => null,
  "a symbol": () => Symbol("boom"),
  "a frozen error": () => Object.freeze(new Error("boom")),
  "an object without a prototype": () => Object.create(null),
  "an error whose members throw": () =>
    Object.defineProperties(new Error("boom"), {
      message: { get: thrower },
      stack: { get: thrower },
      name: { get: thrower },
      cause: { get: thrower },
    }),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable(new Error("boom"), {});
    revoke();
    return proxy;
  },
  "an error that causes itself": () => {
    const error = new Error("boom");
    error.cause = error;
    return error;
  },
  "a 404": () => new NotFound(),
};

const MODES = {
  production: {},
  testing: { testing: true },
  debug: { debug: true },
  "testing without propagation": { testing: true, propagateExceptions: false },
} as const;

function thrower(): never {
  throw new Error("a member throws");
}

type Fault = { readonly app: Flagon; readonly log: string[]; readonly teardowns: () => number };

function appWith(place: (app: Flagon, fail: () => unknown) => unknown, fail: () => unknown): Fault {
  const log: string[] = [];
  let teardowns = 0;
  const app = new Flagon({ secretKey: "a key that is long enough" });
  app.logger = { warn: () => undefined, error: (entry) => log.push(entry) };
  app.teardownRequest(() => {
    teardowns++;
  });
  place(app, fail);
  app.post("/", () => "fine");
  return { app, log, teardowns: () => teardowns };
}

/** Sends a form with a file, if need be one too large for memory, and reads the answer; `undefined` if it breaks off. */
async function outcome(app: Flagon, path: string, size = 10): Promise<number | undefined> {
  const file = new File([new Uint8Array(size)], "x");
  const sent = new globalThis.Request(`http://localhost${path}`, { method: "POST", body: formOf({ file }) });
  const response = await app.handle(new Request(new WebRequestSource(sent)));
  const log = (error: unknown): void => app.logException(error, "the body");
  try {
    const web = response.toWeb("POST", log);
    await web.text();
    return web.status;
  } catch {
    return undefined;
  } finally {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const WAYS = [
  [
    "at once",
    (make: () => unknown) => (): unknown => {
      throw make();
    },
  ],
  ["later", (make: () => unknown) => () => Promise.resolve().then(() => Promise.reject(make()))],
] as const;

// What is thrown later there is a promise that the application has forgotten.
const CANNOT_WAIT = /template|context processor|^a generator/;

describe.each(Object.keys(PLACES))("what is thrown in %s", (place) => {
  for (const [way, failing] of WAYS) {
    test.skipIf(way === "later" && CANNOT_WAIT.test(place))(
      `${way} is answered and logged, and nothing is kept`,
      async () => {
        for (const [kind, make] of Object.entries(KINDS)) {
          for (const [mode, config] of Object.entries(MODES)) {
            const what = `${kind}, ${mode}`;
            const { app, log, teardowns } = appWith(PLACES[place] as never, failing(make));
            Object.assign(app.config, config);
            const path = app.viewOf("fault") === undefined && !hasFault(app) ? "/" : "/fault";
            const status = await outcome(app, path, kind === "an error" ? 520_000 : 10);
            expect([undefined, 200, 404, 500], what).toContain(status);
            expect([teardowns(), hasAppContext()], what).toEqual([1, false]);
            if (status !== 404) expect(log, what).not.toEqual([]);
            if (kind === "an error") expect(log.join(), what).toMatch(/: Error: (boom|first)/);
            expect(openTemporaryFiles(), what).toEqual([]);
            // One entry an error: the handler of the 500 fails after another one.
            const entries = place === "the handler of the 500" ? 2 : 1;
            if (what === "an error, production") expect(log, log.join("\n")).toHaveLength(entries);
          }
        }
      },
    );
  }
});

function hasFault(app: Flagon): boolean {
  return [...app.urlMap.iterRules()].some(({ rule }) => rule === "/fault");
}

test("a server goes on after each of them", { timeout: 30_000 }, async () => {
  for (const [place, make] of Object.entries(PLACES)) {
    for (const [way, failing] of WAYS) {
      if (way === "later" && CANNOT_WAIT.test(place)) continue;
      const { app, log } = appWith(make, failing(KINDS["an error"] as never));
      app.get("/fine", { endpoint: "fine" }, () => "fine");
      await using server = await serve(app, { port: 0 });
      const path = hasFault(app) ? "/fault" : "/";
      const answer = fetch(`${server.url}${path}`, { method: "POST", body: formOf({ a: "b" }) });
      const text = await answer.then((response) => response.text()).catch(() => "broken off");
      expect(text, `${place}, ${way}`).not.toContain("boom");
      await eventually(() => log.length > 0);
      const next = await fetch(`${server.url}/fine`);
      expect([200, 500], `${place}, ${way}`).toContain(next.status);
    }
  }
});

test("a response that is there before the body lets go of its stream if the session cannot be opened", async () => {
  const ended: string[] = [];
  const { app } = appWith(PLACES["opening the session"] as never, () => {
    throw new Error("boom");
  });
  app.beforeBody(() => {
    const response = makeResponse(["a"].values());
    response.callOnClose(() => void ended.push("closed"));
    return response;
  });
  expect(await outcome(app, "/")).toBe(500);
  expect(ended).toEqual(["closed"]);
});

describe.each(Object.entries(SIGNALS))("what a receiver of %s throws", (name, signal) => {
  test.each(
    WAYS,
  )("%s is logged, and answered with 500 before the response is there", async (_way, failing) => {
    for (const [kind, make] of Object.entries(KINDS)) {
      const { app, log, teardowns } = appWith(
        (on) =>
          on.post("/fault", () => {
            throw new Error("first");
          }),
        () => undefined,
      );
      await signal.connectedTo(failing(make) as never, app, async () => {
        const status = await outcome(app, name === "gotRequestException" ? "/fault" : "/");
        const isAnswered = /TearingDown|Popped/.test(name);
        expect(status, kind).toBe(isAnswered ? 200 : kind === "a 404" && status === 404 ? 404 : 500);
      });
      expect(log, kind).not.toEqual([]);
      if (name === "gotRequestException") expect(log.join()).toContain("first");
      expect([teardowns(), hasAppContext()], kind).toEqual([1, false]);
      expect(openTemporaryFiles(), kind).toEqual([]);
    }
  });
});
