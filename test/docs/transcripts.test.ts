/** Every transcript of the documents is what the application before it answers. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Flagon, makeResponse, redirect, request } from "flagon";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { documents, newFolder, read, writeFile } from "./folder.ts";
import { stagesOf } from "./stages.ts";
import { exchangesOf, mismatch, send } from "./transcripts.ts";

const exchangeOf = (text: string) => exchangesOf(text.split("\n"))[0];

describe("a transcript", () => {
  test("is a request with headers and a body, and an answer with headers and a body", () => {
    const text =
      "POST /login?next=%2F\nX-Name: ada\n> name=ada\n> age=36\n\n302 Found\nLocation: /\n\nOff you go.\n\nBye.\n";
    expect(exchangesOf(text.split("\n"), 10)).toEqual([
      {
        line: 10,
        method: "POST",
        target: "/login?next=%2F",
        headers: [["X-Name", "ada"]],
        body: "name=ada&age=36",
        answer: { status: "302 Found", headers: [["Location", "/"]], body: "Off you go.\n\nBye." },
      },
    ]);
  });

  test("may have the body right below the status", () => {
    expect(exchangeOf("GET /\n\n200\nHello")?.answer).toEqual({ status: "200", headers: [], body: "Hello" });
  });

  test("may leave the body out", () => {
    expect(exchangeOf("GET /\n\n204")?.answer).toEqual({ status: "204", headers: [], body: undefined });
  });

  test("may be one of several, with the line of each", () => {
    const exchanges = exchangesOf("GET /a\n\n200\nA\n###\nGET /b\n\n200\nB".split("\n"), 5);
    expect(exchanges.map(({ line, target }) => [line, target])).toEqual([
      [5, "/a"],
      [10, "/b"],
    ]);
  });

  test.each([
    ["get /\n\n200", 'Line 1: expected a request such as "GET /path", got "get /".'],
    [
      "GET /\n200",
      'Line 2: expected a header field, a line of the body such as "> name=ada", or a blank line',
    ],
    ["GET /\n\nHello", 'Line 3: expected the status of the answer such as "200", got "Hello".'],
    ["GET /", 'got "the end"'],
    ["GET /\n\n200\n###", 'Line 5: expected a request such as "GET /path", got "the end".'],
  ])("that is written wrongly says where and how: %j", (text, message) => {
    expect(() => exchangeOf(text)).toThrow(message);
  });
});

describe("an exchange", () => {
  const app = new Flagon();
  app.route("/echo", { methods: ["GET", "POST"] }, () => ({
    type: request.mimetype,
    form: [...request.form.entries()],
    text: request.mimetype === "application/json" ? new TextDecoder().decode(request.getData()) : "",
  }));
  app.get("/page", () => makeResponse("one\ntwo  \nthree\n", 200, { "Set-Cookie": "a=1; Path=/" }));
  app.get("/away", () => redirect("/page"));
  app.post("/file", () => request.files.require("file").filename);

  const got = async (text: string) => {
    const exchange = exchangeOf(text);
    if (exchange === undefined) throw new Error("no exchange");
    return mismatch(exchange, await send(app.testClient(), exchange));
  };

  test.each([
    'POST /echo\n> name=ada\n> age=36\n\n200\n{"form":[["name","ada"],["age","36"]],"text":"","type":"application/x-www-form-urlencoded"}',
    'POST /echo\n> {"a":\n> 1}\n\n200\n{"form":[],"text":"{\\"a\\":\\n1}","type":"application/json"}',
    "POST /file\nContent-Type: multipart/form-data; boundary=b\n> --b\n" +
      '> Content-Disposition: form-data; name="file"; filename="a.txt"\n>\n> Hello\n> --b--\n\n200\na.txt',
    "GET /page\n\n200 OK\nContent-Type: text/html; charset=utf-8\n\none\ntwo\nthree",
    "GET /page\n\n200\nSet-Cookie: a=…; Path=/",
    "GET /page\n\n200\n…",
    "GET /page\n\n200\none\n…",
    "GET /page\n\n200\n…\nthree",
    "GET /page\n\n200\none\n…\nthree",
    "GET /page\n\n200\none\n…\ntwo\nth…e\n…",
    "GET /away\n\n302\nLocation: /page",
  ])("agrees with what came: %j", async (text) => {
    expect(await got(text)).toBeUndefined();
  });

  test.each([
    ["GET /page\n\n404\n…", "--- expected\n404\n\n…\n--- got\n200\n\none\ntwo\nthree"],
    ["GET /page\n\n200 Okay", "--- expected\n200 Okay\n--- got\n200 OK"],
    ["GET /page\n\n200\none\ntwo", "--- expected\n200\n\none\ntwo\n--- got\n200\n\none\ntwo\nthree"],
    ["GET /page\n\n200\none…three", "--- expected\n200\n\none…three\n"],
    ["GET /page\n\n200\nX-Missing: 1", "X-Missing: (not there)"],
    ["GET /page\n\n200\nSet-Cookie: b=…", "Set-Cookie: a=1; Path=/"],
  ])("tells both sides where they differ: %j", async (text, message) => {
    expect(await got(text)).toContain(message);
  });
});

describe("a chapter's transcript", () => {
  const chapter = [
    "```html templates/a.html",
    "first",
    "```",
    "```ts",
    "const app = 1;",
    "```",
    "```ts",
    "const other = 2;",
    "```",
    "```http",
    "GET /",
    "",
    "200",
    "```",
    "```ts continues",
    "other;",
    "```",
    "```html templates/a.html",
    "second",
    "```",
    "```ts app.ts",
    "export const app = 3;",
    "await app.run();",
    "```",
    "```http",
    "GET /",
    "",
    "200",
    "```",
  ].join("\n");

  test("talks to the last app before it, among the files before it", () => {
    const [first, second] = stagesOf(chapter);
    expect(first?.line).toBe(11);
    expect(first?.files.get("templates/a.html")).toBe("first\n");
    expect(first?.files.get(first.entry)?.trim()).toBe(
      "const app = 1;\nexport {};\nexport { app as transcribed };",
    );
    expect(second?.entry).toBe("app.ts");
    expect(second?.files.get("templates/a.html")).toBe("second\n");
    expect(second?.files.get("app.ts")).not.toContain("app.run");
  });

  test("needs an app before it", () => {
    expect(() => stagesOf("```http\nGET /\n\n200\n```")).toThrow("Line 2: no block marked ts");
  });
});

const stages = documents.flatMap((document) =>
  stagesOf(read(document)).map((stage) => ({ ...stage, document, name: `${document}:${stage.line}` })),
);

describe("the transcript of", () => {
  let folder = "";

  beforeAll(() => {
    folder = newFolder();
    vi.stubEnv("SECRET_KEY", "the key of the documents");
  });

  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test.each(stages)("$name is true", async ({ document, line, exchanges, entry, files }) => {
    const place = join(folder, `${document.replaceAll("/", "-")}-${line}`);
    for (const [path, text] of files) writeFile(join(place, path), text);
    const { transcribed }: { transcribed: Flagon } = await import(join(place, entry));
    const client = transcribed.testClient();
    for (const exchange of exchanges) {
      const problem = mismatch(exchange, await send(client, exchange));
      if (problem !== undefined) throw new Error(`${document}:${exchange.line}: ${problem}`);
    }
  });
});
