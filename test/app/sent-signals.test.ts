import {
  type Application,
  appContextPopped,
  appContextPushed,
  appContextTearingDown,
  beforeRenderTemplate,
  Flagon,
  flash,
  gotRequestException,
  messageFlashed,
  renderTemplateString,
  request,
  requestFinished,
  requestStarted,
  requestTearingDown,
  streamTemplateString,
  templateRendered,
} from "flagon";
import { expect, onTestFinished, test } from "vitest";

function makeApp(): { app: Flagon; log: string[] } {
  const app = new Flagon({ secretKey: "a key for these tests only" });
  const log: string[] = [];
  app.logger = { warn: () => {}, error: (message) => log.push(message) };
  return { app, log };
}

/** Everything an application tells, by the names of the signals. */
function listenTo(app: Application): string[] {
  const heard: string[] = [];
  const signals = [
    appContextPushed,
    requestStarted,
    requestFinished,
    gotRequestException,
    requestTearingDown,
    appContextTearingDown,
    appContextPopped,
  ];
  for (const signal of signals) {
    const hear = (_: Application, extra: object): unknown =>
      heard.push([signal.name, ...Object.keys(extra)].join(" "));
    onTestFinished(signal.connect(hear as never, app));
  }
  return heard;
}

test("a request is told of from beginning to end, in Flask's order", async () => {
  const { app } = makeApp();
  const heard = listenTo(app);
  app.beforeRequest(() => {
    heard.push("before");
  });
  app.get("/", () => {
    heard.push("view");
    return "";
  });
  app.afterRequest((response) => {
    heard.push("after");
    return response;
  });
  app.teardownRequest(() => {
    heard.push("teardown");
  });
  app.teardownAppContext(() => {
    heard.push("teardown of the context");
  });
  await app.testClient().get("/");
  expect(heard).toEqual([
    "appcontext_pushed",
    "request_started",
    "before",
    "view",
    "after",
    "request_finished response",
    "teardown",
    "request_tearing_down exc",
    "teardown of the context",
    "appcontext_tearing_down exc",
    "appcontext_popped",
  ]);
});

test("an error that nobody handled is told of, and to the teardown; an HTTP error and a handled one are not", async () => {
  const { app } = makeApp();
  const errors: unknown[] = [];
  onTestFinished(gotRequestException.connect((_, { exception }) => errors.push(exception), app));
  onTestFinished(requestTearingDown.connect((_, { exc }) => errors.push(exc), app));
  const boom = new Error("boom");
  app.get("/boom", () => {
    throw boom;
  });
  app.get("/handled", () => {
    throw new RangeError("handled");
  });
  app.errorHandler(RangeError, () => "handled");
  const client = app.testClient();
  expect((await client.get("/boom")).status).toBe(500);
  expect(errors).toEqual([boom, boom]);
  await client.get("/handled");
  await client.get("/nowhere");
  expect(errors).toEqual([boom, boom, undefined, undefined]);
});

test("a receiver of the finished request may change the response, and take its time", async () => {
  const { app } = makeApp();
  app.get("/", () => "");
  onTestFinished(
    requestFinished.connect(async (_, { response }) => {
      await Promise.resolve();
      response.headers.set("X-Seen", "yes");
    }, app),
  );
  expect((await app.testClient().get("/")).headers.get("X-Seen")).toBe("yes");
});

test("a receiver can use the request; what it throws is the request's error", async () => {
  const { app, log } = makeApp();
  app.get("/", () => "");
  onTestFinished(
    requestStarted.connect(() => {
      throw new Error(`no ${request.path} today`);
    }, app),
  );
  expect((await app.testClient().get("/")).status).toBe(500);
  expect(log.join()).toContain("no / today");
});

test("the templates that are rendered are told of, with what they see", async () => {
  const { app } = makeApp();
  const told: unknown[] = [];
  app.contextProcessor(() => ({ site: "shop" }));
  app.get("/", () => renderTemplateString("{{ site }} {{ name }} {{ extra }}", { name: "n" }));
  onTestFinished(
    beforeRenderTemplate.connect((_, { template, context }) => {
      told.push(["before", template.name, { ...context }]);
      context.extra = "from a receiver";
    }, app),
  );
  onTestFinished(templateRendered.connect((_, { context }) => told.push(["rendered", context.name]), app));
  expect((await app.testClient().get("/")).text()).toBe("shop n from a receiver");
  expect(told).toEqual([
    ["before", undefined, { site: "shop", name: "n" }],
    ["rendered", "n"],
  ]);
});

test("a template that is streamed has been rendered with its last piece", async () => {
  const { app } = makeApp();
  const steps: string[] = [];
  app.get("/", () => {
    const pieces = streamTemplateString("{{ step() }}", { step: () => String(steps.push("a piece")) });
    steps.push("the view returns");
    return pieces;
  });
  onTestFinished(beforeRenderTemplate.connect(() => steps.push("before"), app));
  onTestFinished(templateRendered.connect(() => steps.push(`rendered at ${request.path}`), app));
  await app.testClient().get("/");
  expect(steps).toEqual(["before", "the view returns", "a piece", "rendered at /"]);
});

test("a flashed message is told of", async () => {
  const { app } = makeApp();
  const told: unknown[] = [];
  onTestFinished(messageFlashed.connect((sender, extra) => told.push([sender === app, extra]), app));
  app.get("/", () => {
    flash("Saved.");
    flash("No.", "error");
    return "";
  });
  await app.testClient().get("/");
  expect(told).toEqual([
    [true, { message: "Saved.", category: "message" }],
    [true, { message: "No.", category: "error" }],
  ]);
});

test("a receiver that takes its time is an error where nothing can wait for it", async () => {
  const { app, log } = makeApp();
  app.get("/", () => renderTemplateString("x"));
  onTestFinished(
    templateRendered.connect(async function slow() {
      await Promise.resolve();
      throw new Error("never told");
    }, app),
  );
  expect((await app.testClient().get("/")).status).toBe(500);
  expect(log.join()).toContain("The receiver slow of template_rendered gave a promise");
});

test("an entry of an error names the request by its id, a server's in front if its header is believed", async () => {
  const { app, log } = makeApp();
  app.get("/<path:rest>", () => {
    throw new Error(`boom of ${request.id}`);
  });
  const headers = { "X-Request-ID": "abc-123" };
  await app.testClient().get("/a b", { headers });
  const [, id] =
    /^Exception on "\/a b" \[GET\] \(request ([0-9a-f-]{36})\): Error: boom of \1\n/.exec(log[0] ?? "") ?? [];
  expect(id).toBeDefined();
  app.config.requestIdHeader = "X-Request-ID";
  await app.testClient().get("/b", { headers });
  expect(log[1]).toContain("Exception on /b [GET] (request abc-123): Error: boom of abc-123\n");
});
