/** The URLs of views: the calls that the page shows are those that were made, and a search keeps its words. */
import { readFileSync } from "node:fs";
import { unescape as textOf } from "flagon/markup";
import { expect, test } from "vitest";
import { app } from "../../examples/url-building/app.ts";

app.config.trustedHosts = ["localhost", "example.com"];
const client = app.testClient();

async function shown(baseUrl = "http://localhost"): Promise<ReadonlyMap<string, string>> {
  const page = (await client.get("/", { baseUrl })).text();
  const rows = page.matchAll(/<dt><code>(.*?)<\/code><\/dt>\s*<dd><code>(.*?)<\/code><\/dd>/g);
  return new Map([...rows].map(([, call = "", url = ""]) => [textOf(call), textOf(url)]));
}

test("each call gives what stands beside it", async () => {
  expect([...(await shown())]).toEqual([
    ["urlFor(index)", "/"],
    ['urlFor("index")', "/"],
    ["urlFor(show, { id: 3 })", "/cities/3"],
    ['urlFor("city", { id: 3, tab: "map" })', "/cities/3?tab=map"],
    ['urlFor(search, { q: "a & b" })', "/search?q=a+%26+b"],
    ['urlFor(search, { tag: ["old", "big"] })', "/search?tag=old&tag=big"],
    ['urlFor(show, { id: 3 }, { anchor: "map" })', "/cities/3#map"],
    ['urlFor("city", { id: 3 }, { method: "POST" })', "/cities/3/visits"],
    ['urlFor("admin.help")', "/admin/help"],
    ['urlFor("static", { filename: "style.css" })', "/static/style.css"],
    ["urlFor(show, { id: 3 }, { external: true })", "http://localhost/cities/3"],
    ['urlFor(index, {}, { scheme: "https" })', "https://localhost/"],
  ]);
});

test("the call that is shown is the one that was made", () => {
  const source = readFileSync(new URL("../../examples/url-building/app.ts", import.meta.url), "utf8");
  const pairs = [...source.matchAll(/call: `(.*?)`,\s*url: (.*?),?\s*},?\n/gs)];
  expect(pairs).toHaveLength(12);
  for (const [, call = "", made = ""] of pairs) expect(made.replace(/\s+/g, " ")).toBe(call);
});

test("where the application is mounted, its URLs begin there", async () => {
  const urls = await shown("https://example.com/shop");
  expect(urls.get("urlFor(show, { id: 3 })")).toBe("/shop/cities/3");
  expect(urls.get("urlFor(show, { id: 3 }, { external: true })")).toBe("https://example.com/shop/cities/3");
});

test("the pages of a search keep its words, and nothing else that a visitor has written", async () => {
  const page = (await client.get("/search?q=a+%26&_scheme=javascript&x=1")).text();
  expect(page).not.toContain("javascript");
  expect((await client.get("/search?q=a&x=1")).text()).toContain('href="/search?q=a&amp;page=2"');
  expect((await client.get("/search")).text()).toContain('href="/search?page=2"');
  expect((await client.get("/search?q=a&page=2")).text()).toContain("<strong>2</strong>");
});

test.each(["0", "-3", "two", "1e9"])("page %s of a search is answered too", async (page) => {
  expect((await client.get(`/search?page=${page}`)).status).toBe(200);
});

test("a name with a dot in front is one of the blueprint", async () => {
  const page = await client.get("/admin/", { followRedirects: true });
  expect(page.request.path).toBe("/admin/help");
  expect(page.text()).toContain("<dd><code>/admin/</code></dd>");
  expect(page.text()).toContain("<dd><code>/</code></dd>");
});

test("a visit leads back to the city, and there is no other one", async () => {
  const page = await client.post("/cities/3/visits", { followRedirects: true });
  expect(page.text()).toContain("<h1>Dakar</h1>");
  expect((await client.get("/cities/99")).status).toBe(404);
});
