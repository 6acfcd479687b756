import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Blueprint, Flagon } from "flagon";
import { DictionaryFiles } from "flagon/http";
import { afterAll, describe, expect, test } from "vitest";

const root = mkdtempSync(join(tmpdir(), "flagon-resources-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "instance"));
mkdirSync(join(root, "shop"));
writeFileSync(join(root, "schema.sql"), "create table ü;");
writeFileSync(join(root, "latin.txt"), Buffer.from([0xfc]));
writeFileSync(join(root, "large.bin"), Buffer.alloc(200_000, 7));
writeFileSync(join(root, "instance", "local.json"), '{"TESTING": true}');
writeFileSync(join(root, "shop", "items.txt"), "items of the shop");

const app = new Flagon({ root });

test("a blueprint's own folder may be given from that of the application", async () => {
  const files = new DictionaryFiles({ "/srv/bp/a.txt": "a" });
  const app = new Flagon({ root: "/srv", files });
  const bp = new Blueprint("bp", { root: "bp" });
  app.get("/", async () => (await bp.openResource("a.txt")).text());
  expect((await app.testClient().get("/")).text()).toBe("a");
});

describe("openResource", () => {
  test("opens a file in the folder of the application", async () => {
    const resource = await app.openResource("schema.sql");
    expect(resource.path).toBe(join(root, "schema.sql"));
    expect(resource.size).toBe(16);
    expect(resource.modified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await resource.text()).toBe("create table ü;");
  });

  test("gives bytes, text in another encoding, and a stream", async () => {
    expect(await (await app.openResource("latin.txt")).bytes()).toEqual(new Uint8Array([0xfc]));
    expect(await (await app.openResource("latin.txt")).text("latin1")).toBe("ü");
    await expect((await app.openResource("latin.txt")).text()).rejects.toThrow(TypeError);
    const stream = (await app.openResource("large.bin")).stream();
    const bytes = new Uint8Array(await new Response(stream as BodyInit).arrayBuffer());
    expect(bytes).toEqual(new Uint8Array(200_000).fill(7));
  });

  test("closes what is read, or left", async () => {
    const read = await app.openResource("schema.sql");
    await read.text();
    await expect(read.text()).rejects.toThrow("This file was closed");
    const streamed = await app.openResource("large.bin");
    await streamed.stream().cancel();
    await expect(streamed.bytes()).rejects.toThrow("This file was closed");
    let left: Awaited<ReturnType<typeof app.openResource>>;
    {
      await using resource = await app.openResource("schema.sql");
      left = resource;
    }
    await expect(left.text()).rejects.toThrow("This file was closed");
  });

  test("says where it looked for a file that is missing", async () => {
    await expect(app.openResource("none.sql")).rejects.toThrow(join(root, "none.sql"));
    await expect(app.openResource("shop")).rejects.toThrow("There is no file at");
  });

  test("opens one of a dictionary of files", async () => {
    const files = new DictionaryFiles({ "app/schema.sql": "create table t;" });
    const resource = await new Flagon({ root: "app", files }).openResource("schema.sql");
    expect(await resource.text()).toBe("create table t;");
  });
});

describe("the instance folder", () => {
  test("is the folder instance of the application, and is not made", async () => {
    expect(app.instancePath).toBe(join(root, "instance"));
    expect(await (await app.openInstanceResource("local.json")).text()).toBe('{"TESTING": true}');
    expect(new Flagon({ root: join(root, "shop") }).instancePath).toBe(join(root, "shop", "instance"));
    await expect(new Flagon({ root: join(root, "shop") }).openInstanceResource("x")).rejects.toThrow(
      join(root, "shop", "instance", "x"),
    );
  });

  test("may be elsewhere, where its path is absolute", async () => {
    const elsewhere = new Flagon({ root, instancePath: join(root, "shop") });
    expect(await (await elsewhere.openInstanceResource("items.txt")).text()).toBe("items of the shop");
    expect(() => new Flagon({ instancePath: "instance" })).toThrow(
      'The instancePath "instance" must be absolute',
    );
  });

  test("is where the configuration is read from, if the application says so", async () => {
    const there = new Flagon({ root, instanceRelativeConfig: true });
    expect(await there.config.fromFile("local.json", JSON.parse)).toBe(true);
    expect(there.testing).toBe(true);
    await expect(app.config.fromFile("local.json", JSON.parse)).rejects.toThrow(join(root, "local.json"));
  });
});

describe("openResource of a blueprint", () => {
  test("opens a file in its own folder, wherever it is called", async () => {
    const shop = new Blueprint("shop", { root: join(root, "shop") });
    expect(await (await shop.openResource("items.txt")).text()).toBe("items of the shop");
  });

  test("opens one in the folder of the application, if it has none", async () => {
    const shop = new Blueprint("shop");
    const text = app.appContext(async () => (await shop.openResource("schema.sql")).text());
    expect(await text).toBe("create table ü;");
    await expect(shop.openResource("schema.sql")).rejects.toThrow("openResource of the blueprint shop");
  });
});
