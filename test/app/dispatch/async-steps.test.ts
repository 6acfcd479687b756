/** Each step of a request may take its time: views, hooks, error handlers, of the application and of a blueprint. */
import { afterThisRequest, Blueprint, Flagon, g, MethodView, request, requestStarted, View } from "flagon";
import { describe, expect, test } from "vitest";

const soon = () => new Promise<void>((done) => setTimeout(done, 1));

class OutOfTea extends Error {}

class Pot extends View {
  override async dispatchRequest(): Promise<string> {
    await soon();
    return `pot at ${request.path}`;
  }
}

class Cup extends MethodView {
  override async get(): Promise<string> {
    await soon();
    return "taken";
  }
  override async post(): Promise<string> {
    await soon();
    return "filled";
  }
}

/** The same steps on an application and on a blueprint, which tell of themselves in g. */
function addSteps(on: Flagon | Blueprint<string>, seen: string[]): void {
  on.beforeRequest(async () => {
    await soon();
    g.setDefault("name", "Ada");
    seen.push("before");
    return undefined;
  });
  on.afterRequest(async (response) => {
    await soon();
    seen.push(`after ${request.path}`);
    response.headers.set("X-After", "yes");
    return response;
  });
  on.teardownRequest(async (error) => {
    await soon();
    seen.push(`teardown ${error} ${g.get("name")}`);
  });
  on.errorHandler(OutOfTea, async () => {
    await soon();
    return `no tea for ${g.get("name")}`;
  });
  on.addUrlRule("/view", {
    endpoint: "view",
    methods: ["GET", "POST"],
    view: async () => {
      await soon();
      return `${request.method} by ${g.get("name")}`;
    },
  });
  on.addUrlRule("/error", {
    endpoint: "error",
    view: async () => {
      await soon();
      throw new OutOfTea();
    },
  });
  on.addUrlRule("/pot", { view: Pot.asView("pot") });
  on.addUrlRule("/cup", { view: Cup.asView("cup") });
}

describe.each(["", "/bp"])("steps that wait, below %j,", (prefix) => {
  function made(): { app: Flagon; seen: string[] } {
    const seen: string[] = [];
    const app = new Flagon();
    if (prefix === "") addSteps(app, seen);
    else {
      const bp = new Blueprint("bp", { urlPrefix: prefix as "/bp" });
      addSteps(bp, seen);
      app.registerBlueprint(bp);
    }
    return { app, seen };
  }

  test.each([
    ["GET", "/view", "GET by Ada"],
    ["POST", "/view", "POST by Ada"],
    ["GET", "/error", "no tea for Ada"],
    ["GET", "/pot", `pot at ${prefix}/pot`],
    ["GET", "/cup", "taken"],
    ["POST", "/cup", "filled"],
  ])("answer %s %s, each after the one before", async (method, path, text) => {
    const { app, seen } = made();
    const response = await app.testClient().open(`${prefix}${path}`, { method });
    expect([response.text(), response.headers.get("X-After")]).toEqual([text, "yes"]);
    expect(seen).toEqual(["before", `after ${prefix}${path}`, "teardown undefined Ada"]);
  });
});

test("a function for this request alone may wait too", async () => {
  const app = new Flagon();
  app.get("/", async () => {
    await soon();
    afterThisRequest(async (response) => {
      await soon();
      response.headers.set("X-This", "yes");
      return response;
    });
    return "";
  });
  expect((await app.testClient().get("/")).headers.get("X-This")).toBe("yes");
});

test("a receiver of a signal that waits is done before the view begins", async () => {
  const seen: string[] = [];
  const app = new Flagon();
  app.get("/", () => {
    seen.push("view");
    return "";
  });
  const receiver = async () => {
    await soon();
    seen.push("started");
  };
  await requestStarted.connectedTo(receiver, app, () => app.testClient().get("/"));
  expect(seen).toEqual(["started", "view"]);
});

test("a view that waits sees its own request beside one that does not", async () => {
  const app = new Flagon();
  app.get("/slow", async () => {
    await soon();
    return request.args.require("n");
  });
  app.get("/quick", () => request.args.require("n"));
  const client = app.testClient();
  const answers = await Promise.all([
    client.get("/slow?n=1"),
    client.get("/quick?n=2"),
    client.get("/slow?n=3"),
  ]);
  expect(answers.map((answer) => answer.text())).toEqual(["1", "2", "3"]);
});
