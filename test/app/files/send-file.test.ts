import { randomBytes } from "node:crypto";
import { Flagon, type FlagonOptions, Response, request, sendFile, sendFromDirectory, session } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { describe, expect, test } from "vitest";
import { Folder } from "../../http/folder.ts";
import { eventually } from "../../servers/raw-client.ts";

const SECRET_KEY = "a key for these tests";

function site(root: string, options: FlagonOptions = {}) {
  const app = new Flagon({ root, secretKey: SECRET_KEY, ...options });
  app.logger = { warn: () => {}, error: () => {} };
  app.get("/file", () => sendFile("a.txt"));
  app.get("/missing", () => sendFile("missing.txt"));
  app.get("/below/<name>", ({ name }) => sendFromDirectory("files", name));
  return app;
}

describe("a view that sends a file", () => {
  test("is told of Flask's names of options, which would show what shall be saved", async () => {
    using folder = new Folder();
    folder.write("a.txt", "content");
    const errors: unknown[] = [];
    const app = new Flagon({ root: folder.path });
    app.get("/", async () => {
      for (const send of [sendFile, sendFromDirectory.bind(undefined, ".")]) {
        try {
          await send("a.txt", { as_attachment: true } as object);
        } catch (error) {
          errors.push(error);
        }
      }
      return "";
    });
    await app.testClient().get("/");
    expect(errors.map(String)).toEqual([
      'TypeError: sendFile() has no option "as_attachment"; did you mean asAttachment?',
      'TypeError: sendFromDirectory() has no option "as_attachment"; did you mean asAttachment?',
    ]);
  });

  test("finds it from the root of the application", async () => {
    using folder = new Folder();
    folder.write("a.txt", "content");
    folder.write("files/b.txt", "below");
    const client = site(folder.path).testClient();

    expect((await client.get("/file")).text()).toBe("content");
    expect((await client.get("/below/b.txt")).text()).toBe("below");
    expect((await client.get("/below/c.txt")).status).toBe(404);
    expect((await client.get("/below/..%2fa.txt")).status).toBe(404);
    // A path of the application's own that leads nowhere is its mistake.
    expect((await client.get("/missing")).status).toBe(500);
  });

  test("lets clients keep it as long as the configuration says, or the application", async () => {
    using folder = new Folder();
    folder.write("a.txt", "content");
    class Patient extends Flagon {
      override getSendFileMaxAge(path: string | undefined): number | undefined {
        return path?.endsWith("a.txt") ? 99 : undefined;
      }
    }
    const config = { sendFileMaxAgeDefault: 60 };
    const patient = new Patient({ root: folder.path });
    patient.get("/file", () => sendFile("a.txt"));

    const cacheControl = async (app: Flagon) =>
      (await app.testClient().get("/file")).headers.get("Cache-Control");
    expect(await cacheControl(site(folder.path))).toBe("no-cache");
    expect(await cacheControl(site(folder.path, { config }))).toBe("public, max-age=60");
    expect(await cacheControl(patient)).toBe("public, max-age=99");
  });

  test("leaves it to the server in front, if the configuration says so", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content");
    const app = site(folder.path, { config: { useXSendfile: true } });

    expect((await app.testClient().get("/file")).headers.get("X-Sendfile")).toBe(path);
  });

  test("sends the types that the application has registered", async () => {
    const app = site("", { files: new DictionaryFiles({ "a.txt": "content" }) });
    app.mimeTypes.addType("text/x-mine", ".txt");

    expect((await app.testClient().get("/file")).headers.get("Content-Type")).toBe(
      "text/x-mine; charset=utf-8",
    );
  });

  test("needs no disk, if it is given a dictionary", async () => {
    const app = site("", { files: new DictionaryFiles({ "a.txt": "content", "files/b.txt": "below" }) });
    const client = app.testClient();

    expect((await client.get("/file")).text()).toBe("content");
    expect((await client.get("/below/b.txt")).text()).toBe("below");
  });

  test("closes it if the session can't be saved with it", async () => {
    using folder = new Folder();
    folder.write("a.bin", new Uint8Array(1_000_000));
    const app = site(folder.path);
    app.get("/large", () => {
      session.set("large", randomBytes(5000).toString("hex"));
      return sendFile("a.bin");
    });

    expect((await app.testClient().get("/large")).status).toBe(500);
    await eventually(() => folder.openFiles() === 0);
  });

  test("can change the response before it is sent", async () => {
    using folder = new Folder();
    folder.write("a.txt", "content");
    const app = site(folder.path);
    app.get("/changed", async () => {
      const response = await sendFile("a.txt");
      response.headers.set("X-Mine", "yes");
      return response;
    });

    const answer = await app.testClient().get("/changed");

    expect([answer.headers.get("X-Mine"), answer.text()]).toEqual(["yes", "content"]);
    expect(await sendFileOutside()).toContain("sendFile was used outside of a request");
  });
});

async function sendFileOutside(): Promise<string> {
  try {
    await sendFile("a.txt");
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

test("a view makes its own response conditional", async () => {
  const app = new Flagon();
  app.get("/", () => new Response("text", { headers: { ETag: '"v1"' } }).makeConditional(request));
  const client = app.testClient();

  expect((await client.get("/")).status).toBe(200);
  expect((await client.get("/", { headers: { "If-None-Match": '"v1"' } })).status).toBe(304);
});
