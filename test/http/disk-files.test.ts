import { execFileSync } from "node:child_process";
import { linkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { diskFiles, type FileSource, type OpenFile } from "flagon/http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Folder } from "./folder.ts";

const disk = diskFiles() as FileSource;

async function contentOf(file: OpenFile | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const bytes = await file.read(0, 1000);
  await file.close();
  return new TextDecoder().decode(bytes);
}

afterEach(() => vi.unstubAllGlobals());

describe("a file of the disk", () => {
  test("is opened with its size and time, read from anywhere, and closed", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content", new Date("2025-01-02T03:04:05.250Z"));

    const file = (await disk.open(path)) as OpenFile;

    expect([file.size, file.modified]).toEqual([7, 1_735_787_045.25]);
    expect(await file.read(2, 3)).toEqual(new TextEncoder().encode("nte"));
    expect(await file.read(5, 100)).toEqual(new TextEncoder().encode("nt"));
    expect((await file.read(7, 10)).byteLength).toBe(0);
    expect(folder.openFiles()).toBe(1);
    await file.close();
    await file.close();
    expect(folder.openFiles()).toBe(0);
  });

  test("is closed only when what is being read has been read", async () => {
    using folder = new Folder();
    const file = (await disk.open(folder.write("a.txt", "content"))) as OpenFile;

    const reading = file.read(0, 7);
    const closing = file.close();

    expect(new TextDecoder().decode(await reading)).toBe("content");
    await closing;
  });

  test.each([
    ["a folder", "."],
    ["nothing", "missing.txt"],
    ["what lies below a file", "a.txt/b"],
    ["a name that is too long", "x".repeat(5000)],
    ["a NUL", "a.txt\0.png"],
    ["a device", "/dev/null"],
  ])("is not %s", async (_, name) => {
    using folder = new Folder();
    folder.write("a.txt", "content");

    expect(await disk.open(name.startsWith("/") ? name : join(folder.path, name))).toBeUndefined();
    expect(folder.openFiles()).toBe(0);
  });

  test("is not a pipe, and nobody waits for one who writes to it", async () => {
    using folder = new Folder();
    execFileSync("mkfifo", [join(folder.path, "pipe")]);

    expect(await disk.open(join(folder.path, "pipe"))).toBeUndefined();
  });
});

describe.each([
  ["as Linux says through /proc", false],
  ["where there is no /proc", true],
])("a file below a folder, %s", (_, isElsewhere) => {
  const open = (path: string, folder: string) => {
    if (isElsewhere) vi.stubGlobal("Deno", {});
    return disk.open(path, folder);
  };

  test("may be reached through links that stay in it", async () => {
    using folder = new Folder();
    folder.write("files/real/a.txt", "content");
    folder.link("files/link", "real");
    folder.link("files/b.txt", "real/a.txt");
    folder.link("alias", "files");

    for (const path of ["files/real/a.txt", "files/link/a.txt", "files/b.txt", "alias/b.txt"]) {
      const within = path.startsWith("alias") ? "alias" : "files";
      const file = await open(join(folder.path, path), join(folder.path, within));
      expect([path, await contentOf(file)]).toEqual([path, "content"]);
    }
  });

  test("is not what a link leads to outside, be it a file, a folder, or the folder's neighbour", async () => {
    using folder = new Folder();
    folder.write("secret.txt", "secret");
    folder.write("files-of-others/secret.txt", "secret");
    folder.write("files/a.txt", "content");
    folder.link("files/file", "../secret.txt");
    folder.link("files/folder", "..");
    folder.link("files/absolute", folder.path);
    folder.link("files/neighbour", "../files-of-others");
    folder.link("files/twice", "file");

    for (const path of [
      "file",
      "folder/secret.txt",
      "absolute/secret.txt",
      "neighbour/secret.txt",
      "twice",
    ]) {
      expect(await open(join(folder.path, "files", path), join(folder.path, "files"))).toBeUndefined();
    }
    expect(folder.openFiles()).toBe(0);
  });

  test("is never one from outside while a link is turned to and fro", async () => {
    using folder = new Folder();
    folder.write("secret.txt", "secret");
    folder.write("files/a.txt", "content");
    const target = join(folder.path, "files/b.txt");
    let isRunning = true;
    const turning = (async () => {
      for (let round = 0; isRunning; round++) {
        const next = join(folder.path, "next");
        if (round % 2 === 0) symlinkSync(join(folder.path, "secret.txt"), next);
        else linkSync(join(folder.path, "files/a.txt"), next);
        renameSync(next, target);
        await new Promise((resolve) => setTimeout(resolve, round % 5));
      }
    })();

    const seen = new Set<string | undefined>();
    for (let round = 0; round < 300; round++) {
      seen.add(await contentOf(await open(target, join(folder.path, "files"))));
    }
    isRunning = false;
    await turning;
    rmSync(target);

    expect(seen.has("secret")).toBe(false);
    expect(seen.has("content")).toBe(true);
  });
});

describe("the version of a file that was opened a moment ago", () => {
  const opened = async (path: string, folder?: string): Promise<void> => {
    const file = await disk.open(path, folder);
    expect(file).toBeDefined();
    await file?.close();
    // The clock of a file system may tick only every few milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 15));
  };

  test("is known without opening it", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content", new Date("2025-01-02T03:04:05.250Z"));
    expect(disk.recall?.(path)).toBeUndefined();
    await opened(path);
    expect(disk.recall?.(path)).toEqual({ size: 7, modified: 1_735_787_045.25 });
    expect(folder.openFiles()).toBe(0);
  });

  test("is not known of a file that was written to or moved since", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content");
    await opened(path);
    folder.write("a.txt", "changed");
    expect(disk.recall?.(path)).toBeUndefined();
    await opened(path);
    renameSync(path, join(folder.path, "b.txt"));
    symlinkSync("b.txt", path);
    expect(disk.recall?.(path)).toBeUndefined();
  });

  test("is not known of a file that has come in its place, nor of none", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content");
    await opened(path, folder.path);
    renameSync(folder.write("b.txt", "content"), path);
    expect(disk.recall?.(path, folder.path)).toBeUndefined();
    await opened(path, folder.path);
    rmSync(path);
    expect(disk.recall?.(path, folder.path)).toBeUndefined();
  });

  test("is not known of a file that a link leads to, out of the folder", async () => {
    using folder = new Folder();
    using elsewhere = new Folder();
    const path = folder.write("a.txt", "content");
    await opened(path, folder.path);
    rmSync(path);
    symlinkSync(elsewhere.write("secret.txt", "content"), path);
    expect(disk.recall?.(path, folder.path)).toBeUndefined();
  });

  test("is known in the folder that it was opened in, and there alone", async () => {
    using folder = new Folder();
    const path = folder.write("a.txt", "content");
    await opened(path);
    expect(disk.recall?.(path, folder.path)).toBeUndefined();
    await opened(path, folder.path);
    expect(disk.recall?.(path, folder.path)).toBeDefined();
  });

  test("has to be asked for anew after a second", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      using folder = new Folder();
      const path = folder.write("a.txt", "content");
      await opened(path);
      vi.advanceTimersByTime(1000);
      expect(disk.recall?.(path)).toBeDefined();
      vi.advanceTimersByTime(1);
      expect(disk.recall?.(path)).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
});
