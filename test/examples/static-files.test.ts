/** The page of static files: what is sent, how long a browser may keep it, and what is not sent. */
import { expect, test } from "vitest";
import { app } from "../../examples/static-files/app.ts";

const client = app.testClient();

async function urlOf(file: string): Promise<string> {
  const page = (await client.get("/")).text();
  return new RegExp(`"(/static/${file}\\?v=[^"]+)"`).exec(page)?.[1] ?? "";
}

test.each([
  ["style.css", "text/css; charset=utf-8"],
  ["count.js", "text/javascript; charset=utf-8"],
  ["flagon.svg", "image/svg+xml; charset=utf-8"],
])("%s is linked by its hash, and kept for a year", async (file, type) => {
  const response = await client.get(await urlOf(file));

  expect(response.status).toBe(200);
  expect(response.contentType).toBe(type);
  expect(response.headers.get("Cache-Control")).toContain("max-age=31536000");
});

test.each(["/static/style.css", "/static/style.css?v=another"])("%s is asked for each time", async (url) => {
  const response = await client.get(url);

  expect(response.headers.get("Cache-Control")).toBe("no-cache");
});

test("a browser that has a file gets it no second time", async () => {
  const etag = (await client.get("/static/flagon.svg")).headers.get("ETag") ?? "";
  const again = await client.get("/static/flagon.svg", { headers: { "If-None-Match": etag } });

  expect(again.status).toBe(304);
  expect(again.data).toHaveLength(0);
});

test.each([
  "/static/app.ts",
  "/static/",
  "/static/../app.ts",
  "/static/%2e%2e/app.ts",
])("%s is not there", async (path) => {
  expect((await client.get(path)).status).toBe(404);
});

test("robots.txt is at the root of the site, for an hour", async () => {
  const response = await client.get("/robots.txt");

  expect(response.text()).toBe("User-agent: *\nAllow: /\n");
  expect(response.headers.get("Cache-Control")).toContain("max-age=3600");
});

test("below a path the links lead there", async () => {
  const page = await client.get("/", { baseUrl: "http://localhost/pub" });

  expect(page.text()).toMatch(/<script src="\/pub\/static\/count\.js\?v=/);
});
