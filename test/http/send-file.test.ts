import {
  DictionaryFiles,
  diskFiles,
  FileNotFoundError,
  type FileSource,
  NotFound,
  Request,
  RequestedRangeNotSatisfiable,
  type Response,
  type SendableFile,
  type SendFileSettings,
  sendFile,
  sendFromDirectory,
  WebRequestSource,
} from "flagon/http";
import { describe, expect, test } from "vitest";
import { Folder } from "./folder.ts";

const files = new DictionaryFiles({
  "/srv/a.txt": { content: "0123456789", modified: new Date("2025-01-01T00:00:00Z") },
  "/srv/x.tar.gz": "packed",
  "/srv/empty": "",
});

function request(headers: Record<string, string> = {}, method = "GET"): Request {
  return new Request(new WebRequestSource(new globalThis.Request("http://localhost/", { method, headers })));
}

const send = (file: SendableFile, options: SendFileSettings = {}, ...ask: Parameters<typeof request>) =>
  sendFile(file, request(...ask), { root: "/srv", files, ...options });

const header = async (response: Promise<Response>, name: string) => (await response).headers.get(name);

describe("a file as a response", () => {
  test("has its type, length, date, tag and name", async () => {
    const response = await send("a.txt");

    expect(response.status).toBe(200);
    expect(response.text).toBe("0123456789");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": "10",
      "Content-Disposition": "inline; filename=a.txt",
      "Last-Modified": "Wed, 01 Jan 2025 00:00:00 GMT",
      "Cache-Control": "no-cache",
      "Accept-Ranges": "bytes",
    });
    // The time as Python writes the float, the size, and the checksum of the path.
    expect(response.headers.get("ETag")).toBe('"1735689600.0-10-321651625"');
  });

  test("is named and typed as it is told", async () => {
    const response = await send("a.txt", {
      mimetype: "text/html",
      asAttachment: true,
      downloadName: "b.txt",
      etag: "mine",
      lastModified: 0,
    });

    expect(Object.fromEntries(response.headers)).toMatchObject({
      "Content-Type": "text/html; charset=utf-8",
      "Content-Disposition": "attachment; filename=b.txt",
      ETag: '"mine"',
      "Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT",
    });
    expect(await header(send("a.txt", { etag: false }), "ETag")).toBeUndefined();
  });

  test("that is compressed says so, unless it is to be saved", async () => {
    expect(await header(send("x.tar.gz"), "Content-Encoding")).toBe("gzip");
    expect(await header(send("x.tar.gz"), "Content-Type")).toBe("application/x-tar");
    expect(await header(send("x.tar.gz", { asAttachment: true }), "Content-Encoding")).toBeUndefined();
  });

  test("may be kept as long as it is told", async () => {
    const cacheControl = (maxAge: SendFileSettings["maxAge"]) =>
      header(send("a.txt", { maxAge }), "Cache-Control");

    expect(await cacheControl(60)).toBe("public, max-age=60");
    expect(await cacheControl(0)).toBe("no-cache, max-age=0");
    expect(await cacheControl((path) => path?.length)).toBe("public, max-age=10");
    expect(await cacheControl(() => undefined)).toBe("no-cache");
    expect(await header(send("a.txt", { maxAge: 60 }), "Expires")).toMatch(/GMT$/);
    await expect(cacheControl(1.5)).rejects.toThrow(RangeError);
  });

  test("is left to the server in front, if there is one", async () => {
    const response = await send("a.txt", { useXSendfile: true });

    expect(response.headers.get("X-Sendfile")).toBe("/srv/a.txt");
    expect(response.text).toBe("");
    // What is written must be the true length, or the next response would be taken for the rest.
    expect(response.headersToSend("GET")).toContain("0");
    const etag = response.headers.get("ETag") ?? "";
    expect(
      await header(send("a.txt", { useXSendfile: true }, { "If-None-Match": etag }), "X-Sendfile"),
    ).toBeUndefined();
  });

  test("is not sent again to who has it, nor in answer to HEAD", async () => {
    const etag = (await header(send("a.txt"), "ETag")) ?? "";

    expect((await send("a.txt", {}, { "If-None-Match": etag })).status).toBe(304);
    expect((await send("a.txt", { conditional: false }, { "If-None-Match": etag })).status).toBe(200);
    const head = await send("a.txt", {}, {}, "HEAD");
    expect([head.status, head.body, head.contentLength]).toEqual([200, null, 10]);
  });

  test("is not opened again for who has it, but for who has another version, or asks for a part", async () => {
    using folder = new Folder();
    folder.write("a.txt", "content");
    const disk = diskFiles() as FileSource;
    let opened = 0;
    const counting: FileSource = {
      resolve: (...steps) => disk.resolve(...steps),
      recall: (...asked) => disk.recall?.(...asked),
      open: (...asked) => {
        opened++;
        return disk.open(...asked);
      },
    };
    const ask = (headers: Record<string, string>) =>
      sendFromDirectory(folder.path, "a.txt", request(headers), { files: counting });
    const etag = (await ask({})).headers.get("ETag") ?? "";

    const unmodified = await ask({ "If-None-Match": etag });
    expect([unmodified.status, unmodified.headers.get("ETag"), opened]).toEqual([304, etag, 1]);
    expect((await ask({ "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT" })).status).toBe(304);
    expect(opened).toBe(1);

    expect((await ask({ "If-None-Match": '"other"' })).text).toBe("content");
    expect((await ask({ "If-None-Match": '"other"', Range: "bytes=0-1" })).text).toBe("co");
    expect(opened).toBe(3);
  });

  test("can be had in parts", async () => {
    const part = await send("a.txt", {}, { Range: "bytes=2-4" });

    expect([part.status, part.text, part.headers.get("Content-Range")]).toEqual([206, "234", "bytes 2-4/10"]);
    await expect(send("a.txt", {}, { Range: "bytes=10-" })).rejects.toThrow(RequestedRangeNotSatisfiable);
    expect((await send("empty", {}, { Range: "bytes=0-1" })).status).toBe(200);
  });

  test("must be there, and it is the application's mistake if it is not", async () => {
    await expect(send("missing.txt")).rejects.toThrow(FileNotFoundError);
    await expect(send("")).rejects.toThrow(FileNotFoundError);
  });
});

describe("content without a path", () => {
  test("needs a type or a name, and a name to be saved under", async () => {
    const bytes = new Uint8Array([1]);

    await expect(send(bytes)).rejects.toThrow(TypeError);
    await expect(send(bytes, { mimetype: "image/png", asAttachment: true })).rejects.toThrow(TypeError);
    expect(await header(send(bytes, { mimetype: "image/png" }), "Content-Disposition")).toBeUndefined();
    expect(await header(send(bytes, { downloadName: "a.png" }), "Content-Type")).toBe("image/png");
    expect(await header(send(bytes, { downloadName: "a.png" }), "ETag")).toBeUndefined();
  });

  test.each([
    ["bytes", () => new TextEncoder().encode("0123456789")],
    ["a Blob", () => new Blob(["01234", "56789"])],
  ])("can be %s, in parts too", async (_, make) => {
    const options = { mimetype: "text/plain" };

    expect(await (await send(make(), options)).toWeb().text()).toBe("0123456789");
    const part = await send(make(), options, { Range: "bytes=-3" });
    expect([part.status, await part.toWeb().text()]).toEqual([206, "789"]);
  });

  test("can be a stream, whose length nobody knows", async () => {
    const stream = new Blob(["text"]).stream();
    const response = await send(stream, { mimetype: "text/plain" }, { Range: "bytes=0-1" });

    expect([response.status, response.contentLength]).toEqual([200, undefined]);
    expect(await response.toWeb().text()).toBe("text");
  });
});

describe("a file of a folder", () => {
  const ask = (directory: string, path: string, options: SendFileSettings = {}) =>
    sendFromDirectory(directory, path, request(), { root: "/srv", files, ...options });

  test("is sent", async () => {
    expect((await ask("", "a.txt")).text).toBe("0123456789");
    expect((await ask("/srv", "./b/../a.txt")).text).toBe("0123456789");
  });

  // Known ways to climb out of a folder, and some that only look like one.
  test.each([
    "",
    ".",
    "..",
    "../secret.txt",
    "../../../../../../etc/passwd",
    "sub/../../secret.txt",
    "/etc/passwd",
    "//etc/passwd",
    "\\..\\..\\secret.txt",
    "..\\secret.txt",
    "C:\\secret.txt",
    "C:/secret.txt",
    "\\\\server\\share",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "..%2fsecret.txt",
    "..%252fsecret.txt",
    "..%c0%afsecret.txt",
    "..;/secret.txt",
    "....//secret.txt",
    "..\u2215secret.txt",
    "\uff0e\uff0e/secret.txt",
    "a.txt\0",
    "a.txt\0.png",
    "a.txt/",
    "a.txt/.",
    "a.txt::$DATA",
    "sub",
    "file:///etc/passwd",
    "~root/secret.txt",
    "link.txt",
    "linked/secret.txt",
    "../files-two/secret.txt",
  ])("is not %j", async (path) => {
    using folder = new Folder();
    folder.write("secret.txt", "secret");
    folder.write("files-two/secret.txt", "secret");
    folder.write("files/a.txt", "content");
    folder.write("files/sub/b.txt", "content");
    folder.link("files/link.txt", "../secret.txt");
    folder.link("files/linked", "..");
    const served = sendFromDirectory("files", path, request(), { root: folder.path });

    // A slash at the end is none of the name, as in Werkzeug.
    if (/^a\.txt\/\.?$/.test(path)) expect((await served).text).toBe("content");
    else await expect(served).rejects.toThrow(NotFound);
    expect(folder.openFiles()).toBe(0);
  });
});
