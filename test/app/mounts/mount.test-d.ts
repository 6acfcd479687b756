import { type FetchHandler, Flagon } from "flagon";
import { Hono } from "hono";
import { test } from "vitest";

const app = new Flagon();

test("applications of any kind can be mounted, and fallen back to, without a cast", () => {
  const hono = new Hono<{ Bindings: { region: string } }>();
  app.mount("/a", new Flagon());
  app.mount("/b", hono);
  app.mount("/c", hono.fetch);
  app.mount("/d", new Flagon().fetch);
  app.mount("/e", async (request) => new Response(request.url));
  app.mount("/f", { fetch: (_request: Request, env: { region: string }) => new Response(env.region) });
  const handler: FetchHandler = () => new Response();
  app.mount("/g", handler);
  app.fallback(hono);
});

test("what answers no requests cannot", () => {
  // @ts-expect-error there is no fetch
  app.mount("/a", {});
  // @ts-expect-error it does not give a response
  app.mount("/b", () => "text");
});
