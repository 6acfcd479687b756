/** Each step of a request can be overridden, under Flask's name for it. */
import { type AppContext, Flagon, HTTPException, type Request, Response, type ViewResult } from "flagon";
import { expect, test } from "vitest";

/** An application that tells which of its steps ran. */
class Told extends Flagon {
  readonly steps: string[] = [];

  override fullDispatchRequest(context: AppContext): Response | Promise<Response> {
    this.steps.push("fullDispatchRequest");
    return super.fullDispatchRequest(context);
  }

  override preprocessRequest(context: AppContext): Response | undefined | Promise<Response | undefined> {
    this.steps.push("preprocessRequest");
    return super.preprocessRequest(context);
  }

  override dispatchRequest(context: AppContext): ViewResult | Promise<ViewResult> {
    this.steps.push("dispatchRequest");
    return super.dispatchRequest(context);
  }

  override finalizeRequest(
    context: AppContext,
    value: ViewResult,
    options?: object,
  ): Response | Promise<Response> {
    this.steps.push("finalizeRequest");
    return super.finalizeRequest(context, value, options);
  }

  override processResponse(context: AppContext, response: Response): Response | Promise<Response> {
    this.steps.push("processResponse");
    return super.processResponse(context, response);
  }

  override handleUserException(context: AppContext, error: unknown): ViewResult | Promise<ViewResult> {
    this.steps.push("handleUserException");
    return super.handleUserException(context, error);
  }

  override handleHttpException(context: AppContext, error: HTTPException): ViewResult | Promise<ViewResult> {
    this.steps.push("handleHttpException");
    return super.handleHttpException(context, error);
  }

  override handleException(context: AppContext, error: unknown): Response | Promise<Response> {
    this.steps.push("handleException");
    return super.handleException(context, error);
  }

  override logException(error: unknown): void {
    this.steps.push(`logException ${(error as Error).message}`);
  }
}

function told(): Told {
  const app = new Told();
  app.get("/", () => "view");
  app.get("/404", () => {
    throw new HTTPException("none", { code: 404 });
  });
  app.get("/boom", () => {
    throw new Error("boom");
  });
  return app;
}

test.each([
  ["/", ["dispatchRequest", "finalizeRequest", "processResponse"]],
  [
    "/404",
    ["dispatchRequest", "handleUserException", "handleHttpException", "finalizeRequest", "processResponse"],
  ],
  [
    "/boom",
    [
      "dispatchRequest",
      "handleUserException",
      "handleException",
      "logException boom",
      "finalizeRequest",
      "processResponse",
    ],
  ],
])("the steps of %s", async (path, steps) => {
  const app = told();
  await app.testClient().get(path);
  expect(app.steps).toEqual(["fullDispatchRequest", "preprocessRequest", ...steps]);
});

test("an application decides for itself how OPTIONS, trapped errors and hosts are treated", async () => {
  class Own extends Flagon {
    override makeDefaultOptionsResponse(): Response {
      return new Response("", { status: 204, headers: { Allow: "GET" } });
    }

    override trapHttpException(error: HTTPException): boolean {
      return error.code === 410;
    }

    override createUrlAdapter(request: Request | undefined) {
      const { urlMap } = this;
      return request === undefined ? urlMap.bind("own.example") : super.createUrlAdapter(request);
    }
  }
  const app = new Own();
  app.logger = { warn: () => undefined, error: () => undefined };
  app.get("/", () => "");
  app.get("/gone", { endpoint: "gone" }, () => {
    throw new HTTPException("", { code: 410 });
  });
  const client = app.testClient();
  expect((await client.options("/")).status).toBe(204);
  expect((await client.get("/gone")).status).toBe(500);
  expect(app.appContext(() => app.urlFor("gone"))).toBe("http://own.example/gone");
});
