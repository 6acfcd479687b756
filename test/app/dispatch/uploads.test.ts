import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Flagon, request } from "flagon";
import type { FileStorage } from "flagon/http";
import { RequestRedirect } from "flagon/routing";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { bothWays, formOf } from "../../http/both-ways.ts";
import { leftovers, openTemporaryFiles, temporaryFileStats } from "../../http/temporary-files.ts";
import { eventually } from "../../servers/raw-client.ts";

const LARGE = new Uint8Array(1_500_000).map((_, index) => (index * 31) % 251);

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "uploads-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

/** An application with one view at `/`, for POST. */
const answering =
  (view: () => unknown, config = {}): (() => Flagon) =>
  () => {
    const app = new Flagon({ config });
    app.logger = { warn: () => {}, error: (message) => expect.unreachable(message) };
    app.post("/", { endpoint: "view" }, view as () => string);
    return app;
  };

afterEach(async () => {
  await eventually(() => leftovers().length === 0);
});

describe("a form with files", () => {
  bothWays(
    "gives fields and files, with all that was said of them",
    answering(async () => {
      const file = request.files.require("photo");
      return {
        fields: [...request.form.lists()],
        names: [...request.files.keys()],
        filename: file.filename,
        name: file.name,
        type: [file.contentType, file.mimetype, file.mimetypeParams.get("charset")],
        size: file.size,
        text: await file.text(),
        data: request.data.length,
      };
    }),
    async (send) => {
      const form = formOf({
        title: "Tée",
        photo: new File(["é"], "ö x.txt", { type: "text/plain;charset=utf-8" }),
      });
      form.append("title", "again");
      const answer = await send("/", { body: form });
      expect(await answer.json()).toEqual({
        fields: [["title", ["Tée", "again"]]],
        names: ["photo"],
        filename: "ö x.txt",
        name: "photo",
        type: ["text/plain;charset=utf-8", "text/plain", "utf-8"],
        size: 2,
        text: "é",
        data: 0,
      });
    },
  );

  bothWays(
    "gives a large file from disk, as often as is asked",
    answering(async () => {
      // Nobody else may read it, or find it.
      expect(temporaryFileStats().map(({ mode, nlink }) => [mode & 0o777, nlink])).toEqual([[0o600, 0]]);
      const file = request.files.require("file");
      const streamed = await new globalThis.Response(file.stream()).bytes();
      const bytes = await file.bytes();
      expect(Buffer.compare(streamed, bytes)).toBe(0);
      return bytes;
    }),
    async (send) => {
      const answer = await send("/", { body: formOf({ file: new File([LARGE], "large.bin") }) });
      expect(Buffer.compare(await answer.bytes(), LARGE)).toBe(0);
    },
  );

  bothWays(
    "keeps apart what comes in one piece of the socket",
    answering(async () => {
      const small = request.files.require("small");
      return {
        large: request.files.require("large").size,
        small: await small.text(),
        note: request.form.get("note"),
      };
    }),
    async (send) => {
      const large = new File([LARGE.subarray(0, 600_001)], "large.bin");
      const form = formOf({ large, small: new File(["small ".repeat(1000)], "small.txt"), note: "after it" });
      const answer = await send("/", { body: form });
      expect(await answer.json()).toEqual({ large: 600_001, small: "small ".repeat(1000), note: "after it" });
    },
  );

  const kept: FileStorage[] = [];
  bothWays(
    "is gone when the request has ended",
    answering(() => {
      kept.push(request.files.require("file"));
      return "";
    }),
    async (send) => {
      await (await send("/", { body: formOf({ file: new File([LARGE], "large.bin") }) })).text();
      await eventually(() => openTemporaryFiles().length === 0);
      await expect(kept.pop()?.bytes()).rejects.toThrow(/until the request has ended/);
    },
  );

  bothWays(
    "may be answered with its own file, which is there until it is sent",
    answering(() => request.files.require("file").stream()),
    async (send) => {
      const answer = await send("/", { body: formOf({ file: new File([LARGE], "large.bin") }) });
      expect(Buffer.compare(await answer.bytes(), LARGE)).toBe(0);
    },
  );

  bothWays(
    "leaves nothing behind when the view fails",
    () => {
      const app = new Flagon();
      app.logger = { warn: () => {}, error: () => {} };
      app.post("/", { endpoint: "view" }, () => {
        throw new Error("no");
      });
      return app;
    },
    async (send) => {
      const answer = await send("/", { body: formOf({ file: new File([LARGE], "large.bin") }) });
      expect(answer.status).toBe(500);
    },
  );

  bothWays(
    "has a file without a name for a field that was left empty",
    answering(() => ({
      filename: request.files.require("file").filename,
      size: request.files.get("file")?.size,
    })),
    async (send) => {
      const body = '--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--';
      const answer = await send("/", {
        body,
        headers: { "Content-Type": "multipart/form-data; boundary=b" },
      });
      expect(await answer.json()).toEqual({ filename: "", size: 0 });
    },
  );
});

describe("an error whose own page can't be made", () => {
  test("is answered with 500, logged, and keeps no file", async () => {
    const log: unknown[] = [];
    const app = new Flagon();
    app.logger = { warn: () => {}, error: (message) => log.push(message) };
    app.post("/", { endpoint: "view" }, () => {
      throw new RequestRedirect("/\n");
    });
    const form = formOf({ file: new File([LARGE], "file") });

    const answer = await app.fetch(
      new globalThis.Request("http://localhost/", { method: "POST", body: form }),
    );

    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringContaining("Something went wrong"),
    ]);
    expect(log).toEqual([expect.stringContaining("a tab or a line break")]);
    await eventually(() => leftovers().length === 0);
  });
});

describe("saving a file", () => {
  const saved = async (filename: string, target: string, content: Uint8Array<ArrayBuffer> = LARGE) => {
    const app = answering(async () => request.files.require("file").save(target))();
    const form = formOf({ file: new File([content], filename) });
    return app.fetch(new globalThis.Request("http://localhost/", { method: "POST", body: form }));
  };

  test("goes to the path that is given, in the place of what is there", async () => {
    const path = join(folder(), "name of mine");
    writeFileSync(path, "before");
    for (const content of [LARGE, new Uint8Array([1, 2])]) {
      const answer = await saved("theirs.bin", path, content);
      expect(await answer.text()).toBe(path);
      expect(Buffer.compare(readFileSync(path), content)).toBe(0);
    }
  });

  test("goes to a folder under a name that is safe", async () => {
    const uploads = folder();
    await saved("Mein Föto.jpg", uploads);
    await saved("con.txt", uploads);
    expect(readdirSync(uploads).sort()).toEqual(["Mein_Foto.jpg", "con.txt"]);
  });

  test.each([
    "../x",
    "/etc/x",
    "a/../../x",
    "..\\x",
    "C:\\x",
    "\\\\host\\x",
    "..",
    "...",
    "_",
    "写真",
  ])("refuses to leave the folder under the name %j", async (filename) => {
    const uploads = folder();
    expect((await saved(filename, uploads)).status).toBe(400);
    expect(readdirSync(uploads)).toEqual([]);
  });

  test("refuses a name that no file can have", async () => {
    const uploads = folder();
    expect((await saved("x".repeat(256), uploads)).status).toBe(400);
    expect((await saved("x".repeat(255), uploads)).status).toBe(200);
  });

  test("follows no link out of the folder", async () => {
    const [uploads, elsewhere] = [folder(), folder()];
    symlinkSync(join(elsewhere, "target"), join(uploads, "link.txt"));
    const app = new Flagon();
    app.logger = { warn: () => {}, error: () => {} };
    app.post("/", { endpoint: "view" }, async () => request.files.require("file").save(uploads));
    const form = formOf({ file: new File(["x"], "link.txt") });
    const answer = await app.fetch(
      new globalThis.Request("http://localhost/", { method: "POST", body: form }),
    );
    expect(answer.status).toBe(500);
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});

describe("a file that is missing", () => {
  const build = (debug: boolean): (() => Flagon) =>
    answering(() => request.files.require("photo").filename, { debug });
  const form = new URLSearchParams({ photo: "me.jpg" });

  bothWays("is a 400 that tells a stranger nothing", build(false), async (send) => {
    const answer = await send("/", { body: form });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toMatch(/photo|enctype/);
  });

  bothWays("tells the developer of the missing enctype", build(true), async (send) => {
    const text = await (await send("/", { body: form })).text();
    expect(text).toMatch(/enctype=&#34;multipart\/form-data&#34;.*the name alone: me\.jpg/);
  });
});

describe("a form that is none", () => {
  const broken = "--b\r\nContent-Disposition: form-data; name=a; filename=x\r\n\r\nno end";
  const headers = { "Content-Type": "multipart/form-data; boundary=b" };

  bothWays(
    "is empty, as in Flask",
    answering(async () => {
      await eventually(() => openTemporaryFiles().length === 0);
      return { form: request.form.size, files: request.files.size, data: request.data.length };
    }),
    async (send) => {
      const answer = await send("/", { body: broken + "x".repeat(700_000), headers });
      expect(await answer.json()).toEqual({ form: 0, files: 0, data: 0 });
    },
  );

  bothWays(
    "without a boundary can be read as data",
    answering(() => `${request.form.size} ${new TextDecoder().decode(request.data)}`),
    async (send) => {
      const answer = await send("/", { body: "hello", headers: { "Content-Type": "multipart/form-data" } });
      expect(await answer.text()).toBe("0 hello");
    },
  );

  const warnings: string[] = [];
  bothWays(
    "is told of once in debug mode, with the reason",
    () => {
      const app = new Flagon({ config: { debug: true } });
      app.logger = { warn: (message) => warnings.push(message), error: () => {} };
      app.post(
        "/",
        { endpoint: "view" },
        () => `${request.form.size}${request.form.size}${request.files.size}`,
      );
      return app;
    },
    async (send) => {
      await send("/", { body: broken, headers });
      expect(warnings.splice(0)).toEqual([expect.stringMatching(/ends before its last boundary/)]);
    },
  );
});

test("the test client sends a form with a file", async () => {
  const app = answering(
    async () => `${request.form.require("a")} ${await request.files.require("f").text()}`,
  )();
  const data = new FormData();
  data.append("a", "one");
  data.append("f", new File(["content"], "f.txt"));
  expect((await app.testClient().post("/", { data })).text()).toBe("one content");
});

test.each([
  "missing/",
  "missing/file.txt",
])("a file that is saved as %s, where no folder is, says so", async (name) => {
  const target = join(folder(), name);
  const save = async () =>
    request.files
      .require("f")
      .save(target)
      .catch((error: Error) => error.message);
  const data = new FormData();
  data.append("f", new File(["content"], "f.txt"));
  const answer = await answering(save)().testClient().post("/", { data });
  expect(answer.text()).toContain(`${JSON.stringify(target)}: there is no such folder`);
});
