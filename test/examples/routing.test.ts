/** The tea shop: which rule answers which path, and what is sent elsewhere. */
import { expect, test } from "vitest";
import { app } from "../../examples/routing/app.ts";

const client = app.testClient();

test.each([
  ["/", "index", "Tea, and where it is"],
  ["/teas/", "list", "Assam"],
  ["/teas/page/2", "list", "Gunpowder"],
  ["/teas/sencha", "show", "From Japan"],
  ["/help/", "help.index", "Help"],
  ["/help/brewing", "help.brewing", "Brewing"],
])("%s is answered by %s", async (path, endpoint, text) => {
  const page = await client.get(path);
  expect([page.status, page.request.endpoint]).toEqual([200, endpoint]);
  expect(page.text()).toContain(text);
  expect(page.text()).toContain(`<code>${endpoint}</code>`);
});

test.each([
  ["/teas", "/teas/"],
  ["/teas?sort=name", "/teas/?sort=name"],
  ["/teas/page/1", "/teas/"],
  ["//teas//sencha", "/teas/sencha"],
  ["/products/sencha", "/teas/sencha"],
  ["/help", "/help/"],
])("%s leads to %s", async (path, target) => {
  const response = await client.get(path);
  expect([response.status, response.location]).toEqual([308, `http://localhost${target}`]);
});

test.each([
  "/nothing",
  "/teas/coffee",
  "/teas/page/0",
  "/teas/page/9",
  "/teas/page/two",
  "/teas/sencha/",
])("there is no page at %s, and a friendly one says so", async (path) => {
  const page = await client.get(path);
  expect(page.status).toBe(404);
  expect(page.text()).toContain(`There is no page at <code>${path}</code>`);
});

test("below another path all links lead there", async () => {
  const page = await client.get("/", { baseUrl: "http://localhost/shop/" });
  const links = [...page.text().matchAll(/href="([^"]+)"/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(6);
  expect(links.filter((link) => !link.startsWith("/shop/"))).toEqual([]);
});
