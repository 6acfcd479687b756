/** The shelf of books: what its templates make of books, and of titles that hold HTML. */
import { expect, test } from "vitest";
import { app } from "../../examples/templates/app.ts";

const client = app.testClient();
const pageAt = async (path: string, options = {}): Promise<string> =>
  (await client.get(path, options)).text();

test("every page has the layout, with a title of its own", async () => {
  expect(await pageAt("/")).toContain("<title>The small shelf</title>");
  expect(await pageAt("/books/1")).toContain("<title>The Tea Room · The small shelf</title>");
});

test("the books of one author are listed", async () => {
  const page = await pageAt("/?author=Bob");

  expect(page).toContain("1 by Bob");
  expect(page).toContain("Bread &amp; Salt");
  expect(page).not.toContain("The Tea Room");
});

test("a shelf without books says so", async () => {
  expect(await pageAt("/?author=Nobody")).toContain("Nothing here yet.");
});

test("the filter writes hours only where there are some", async () => {
  const page = await pageAt("/");

  expect(page).toContain("1 h 35 min");
  expect(page).toContain(", 40 min");
});

test("what looks like HTML in a book is text on the page", async () => {
  const page = await pageAt("/books/3");

  expect(page).toContain("<h1>&lt;b&gt;Bold&lt;/b&gt; Claims</h1>");
  expect(page).toContain("<li>&lt;script&gt;</li>");
  expect(page).toContain("<li>&lt;/script&gt; (the last one)</li>");
  expect(page).not.toContain("<script>");
});

test("so is what a visitor writes into the address", async () => {
  expect(await pageAt("/?author=%3Cscript%3E")).toContain("0 by &lt;script&gt;");
});

test("a book without chapters says so, and one that is not there is a 404", async () => {
  expect(await pageAt("/books/2")).toContain("It has no chapters.");
  expect((await client.get("/books/9")).status).toBe(404);
});

test("below a path the links lead there", async () => {
  expect(await pageAt("/", { baseUrl: "http://localhost/shelf" })).toContain('href="/shelf/books/1"');
});
