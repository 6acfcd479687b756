/** The variable rules: each kind of value, what the view makes of it, and what is not found. */
import { expect, test } from "vitest";
import { app } from "../../examples/variable-rules/app.ts";

const client = app.testClient();

test.each([
  ["/hello/ada", "Hello, ADA.", "string"],
  ["/hello/%3Cb%3E", "Hello, &lt;B&gt;.", "string"],
  ["/squares/012", "12 times 12 is 144.", "number"],
  ["/degrees/-40", "-40 °C are -40 °F.", "number"],
  ["/circles/1.5", "The area is 7.07.", "number"],
  ["/files/photos/2026/tea.jpg", "tea.jpg is 2 folders down.", "string"],
  ["/meals/lunch", "There is lunch from 12 to 14.", "string"],
  ["/orders/12345678-1234-5678-1234-567812345678", "The order begins with 12345678.", "UUID"],
  ["/numbers/3-9", "From 3 to 9 it is 6.", "number"],
  ["/days/2026-02-28", "It is a Saturday.", "Date"],
  ["/tags/tea+green", "Filed under 2 tags.", "Array"],
])("%s says %j of a %s", async (path, sentence, type) => {
  const page = await client.get(path);
  expect(page.status).toBe(200);
  expect(page.text()).toContain(`<h1>${sentence}</h1>`);
  expect(page.text()).toContain(`<td>${type}</td>`);
});

test("the front page leads to what is answered, and to what is not found", async () => {
  const page = (await client.get("/")).text();
  const links = [...page.matchAll(/<td><a href="([^"]+)">/g)].map(([, link = ""]) => link);
  expect(links).toHaveLength(20);
  const statuses = await Promise.all(links.map(async (link) => (await client.get(link)).status));
  expect(statuses).toEqual(links.map((_, index) => (index % 2 === 0 ? 200 : 404)));
});

test.each([
  "/days/2026-13-01",
  "/days/2026-2-1",
  "/degrees/1001",
  "/squares/9007199254740992",
])("%s is not found", async (path) => {
  expect((await client.get(path)).status).toBe(404);
});
