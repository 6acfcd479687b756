import { Buffer } from "node:buffer";
import { type BodyOptions, type Disk, Request, type TemporaryFile, WebRequestSource } from "flagon/http";
import { describe, expect, test } from "vitest";

const LARGE = new Uint8Array(2_000_000).map((_, index) => index % 253);

/** A request with a large file in the field `file`, received. */
const received = async (options: BodyOptions): Promise<Request> => {
  const body = new FormData();
  body.append("file", new File([LARGE], "large.bin"));
  const web = new globalThis.Request("http://localhost/", { method: "POST", body });
  const request = new Request(new WebRequestSource(web));
  await request.receiveBody(options);
  return request;
};

/** A disk whose temporary files are made by the function. */
const diskWith = (createTemporary: () => TemporaryFile): Disk => ({
  createTemporary,
  isFolder: async () => false,
  join: (...parts) => parts.join("/"),
  save: async () => {},
});

/** A temporary file in memory, on which each method can be replaced. */
const memoryFile = (replaced: Partial<TemporaryFile>): TemporaryFile => {
  let bytes = Buffer.alloc(0);
  return {
    write: (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      return undefined;
    },
    flush: async () => {},
    read: async (position, length) => bytes.subarray(position, position + length),
    close: () => {},
    ...replaced,
  };
};

describe("where there is no disk", () => {
  test("a large file stays in memory, within the limit of all requests", async () => {
    const request = await received({ disk: null });
    const file = request.files.require("file");
    expect(Buffer.compare(await file.bytes(), LARGE)).toBe(0);
    await expect(file.save("x")).rejects.toThrow(/needs a disk.*file\.stream\(\)/);
    expect(request.holdsResources).toBe(true);
    request.close();
    await expect(file.text()).rejects.toThrow(/until the request has ended/);
    await expect(received({ disk: null, maxBodyMemory: 1_000_000 })).rejects.toMatchObject({ code: 503 });
  });

  test("that can be written to, it is the same", async () => {
    const disk = diskWith(() => {
      throw new Error("read-only");
    });
    const request = await received({ disk });
    expect(Buffer.compare(await request.files.require("file").bytes(), LARGE)).toBe(0);
    request.close();
  });
});

describe("a disk", () => {
  test("is written to no faster than it can", async () => {
    let running = 0;
    const most: number[] = [];
    const file = memoryFile({});
    const slow = diskWith(() => ({
      ...file,
      write(piece) {
        most.push(++running);
        file.write(piece);
        return new Promise((resolve) => setTimeout(resolve, 1)).then(() => void running--);
      },
    }));
    const request = await received({ disk: slow });
    expect(Buffer.compare(await request.files.require("file").bytes(), LARGE)).toBe(0);
    // What was in memory until it was too much goes at once.
    expect(Math.max(...most)).toBeLessThanOrEqual(10);
    request.close();
  });

  test("that fills up ends the request, and the file is closed", async () => {
    let closed = 0;
    const full = new Error("ENOSPC: no space left on device");
    for (const replaced of [
      { flush: () => Promise.reject(full) },
      {
        write: () => {
          throw full;
        },
      },
    ]) {
      const disk = diskWith(() => memoryFile({ ...replaced, close: () => void closed++ }));
      await expect(received({ disk })).rejects.toThrow(/ENOSPC/);
    }
    expect(closed).toBe(2);
  });

  test("may give less than is asked for, but not nothing", async () => {
    const file = memoryFile({});
    const short = diskWith(() => ({
      ...file,
      read: (position, length) => file.read(position, Math.min(length, 999)),
    }));
    expect(Buffer.compare(await (await received({ disk: short })).files.require("file").bytes(), LARGE)).toBe(
      0,
    );
    const cut = diskWith(() => memoryFile({ read: async () => new Uint8Array(0) }));
    await expect((await received({ disk: cut })).files.require("file").bytes()).rejects.toThrow(/cut short/);
  });
});
