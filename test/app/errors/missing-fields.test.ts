import { type Config, Flagon, request } from "flagon";
import { describe, expect, test } from "vitest";
import { bothWays, formOf, type Send } from "../../http/both-ways.ts";

const app = (config: Partial<Config> = {}): Flagon => {
  const made = new Flagon({ config: { debug: true, ...config } });
  made.logger = { warn: () => {}, error: () => {} };
  made.route("/", { methods: ["GET", "POST"], endpoint: "form" }, () => request.form.require("name"));
  made.post("/file", { endpoint: "file" }, () => request.files.require("name").filename);
  return made;
};

const page = async (send: Send, init: globalThis.RequestInit, path = "/"): Promise<string> => {
  const answer = await send(path, init);
  expect(answer.status).toBe(400);
  return (await answer.text()).replaceAll("&#34;", '"').replaceAll("&#39;", "'");
};

const JSON_BODY = { body: '{"name":"x"}', headers: { "Content-Type": "application/json" } };
const GET = { method: "GET" };

describe("a field that is missing", () => {
  bothWays("is explained by what came instead, in debug mode", app, async (send) => {
    expect(await page(send, JSON_BODY)).toMatch(
      /no field "name": the body is JSON\. Read request\.json\(\).*<br>KeyError: 'name'/,
    );
    expect(await page(send, { body: "name=x", headers: { "Content-Type": "text/plain" } })).toMatch(
      /is of type "text\/plain", and fields come with application\/x-www-form-urlencoded/,
    );
    expect(await page(send, { body: new Uint8Array(3) })).toMatch(/the body has no Content-Type/);
    expect(await page(send, { body: formOf({ name: new File(["x"], "x") }) })).toMatch(/came as a file/);
    expect(await page(send, { body: new URLSearchParams({ name: "x" }) }, "/file")).toMatch(/enctype/);
    expect(await page(send, { body: formOf({ name: "x" }) }, "/file")).toMatch(/it came as text\. Read/);
    expect(await page(send, GET)).toMatch(/the request has no body/);
    expect(await page(send, GET, "/?name=x")).toMatch(/it came in the query string\. Read request\.args/);
    const broken = { body: "--a", headers: { "Content-Type": "multipart/form-data; boundary=b" } };
    expect(await page(send, broken)).toMatch(/no field "name": it could not be read\. /);
  });

  bothWays("is just missing from a form that came in order", app, async (send) => {
    const text = await page(send, { body: new URLSearchParams({ other: "x" }) });
    expect(text).toMatch(/KeyError: 'name'/);
    expect(text).not.toMatch(/no field/);
  });

  bothWays(
    "is not explained to strangers",
    () => app({ debug: false }),
    async (send) => {
      for (const init of [JSON_BODY, GET, { body: formOf({ name: new File(["x"], "x") }) }]) {
        expect(await page(send, init)).not.toMatch(/name|JSON|file/);
      }
    },
  );

  test("shows the page without what the visitor sent as markup", async () => {
    const headers = { "Content-Type": "<script>/x" };
    const answer = await app().fetch(
      new Request("http://localhost/", { method: "POST", body: "x", headers }),
    );
    expect(await answer.text()).not.toContain("<script>");
  });
});
