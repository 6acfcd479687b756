/** Paths, values and hosts beyond ASCII. */
import { Flagon, redirect, request, urlFor } from "flagon";
import { describe, expect, test } from "vitest";

describe("a rule beyond ASCII", () => {
  test("answers its path, encoded or not", async () => {
    const app = new Flagon();
    app.get("/киртест", () => "Hello World!");
    const client = app.testClient();
    expect((await client.get("/киртест")).text()).toBe("Hello World!");
    expect((await client.get(`/${encodeURIComponent("киртест")}`)).text()).toBe("Hello World!");
  });

  test("has URLs that are ASCII, also in a redirect to it", async () => {
    const app = new Flagon();
    const page = app.get("/über/<name>", ({ name }) => `${name} at ${request.path}`);
    app.get("/", () => redirect(urlFor(page, { name: "ñandú" })));
    const answer = await app.testClient().get("/", { followRedirects: true });
    expect(answer.history[0]?.location).toBe("/%C3%BCber/%C3%B1and%C3%BA");
    expect(answer.text()).toBe("ñandú at /über/ñandú");
  });
});

test.each(["ąśźäüжŠßя.com", "xn--on-0ia.com", "localhost"])("a test may ask a host like %s", async (host) => {
  const app = new Flagon();
  app.get("/", () => request.host);
  const client = app.testClient();
  const response = await client.get("/", { headers: { Host: new URL(`http://${host}/`).host } });
  expect([response.status, response.text()]).toEqual([200, new URL(`http://${host}/`).host]);
});

test("a query beyond ASCII is read as it was written", async () => {
  const app = new Flagon();
  app.get("/", () => request.args.getList("q"));
  expect((await app.testClient().get("/?q=ü&q=%C3%BC&q=%F0%9F%8D%B5")).json()).toEqual(["ü", "ü", "🍵"]);
});

test("a POST to a path without its slash is repeated there, with its body", async () => {
  const app = new Flagon();
  app.post("/user/", () => request.form.require("name"));
  const answer = await app.testClient().post("/user?a=b", { form: { name: "Ada" }, followRedirects: true });
  expect([answer.history[0]?.status, answer.history[0]?.location, answer.text()]).toEqual([
    308,
    "http://localhost/user/?a=b",
    "Ada",
  ]);
});
