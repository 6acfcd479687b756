import { inspect } from "node:util";
import { Flagon } from "flagon";
import { serve } from "flagon/servers/node";
import { describe, expect, test } from "vitest";

/** A port that is free, at the moment. */
async function freePort(): Promise<number> {
  await using server = await serve(new Flagon(), { port: 0 });
  return server.address.port;
}

/** Where an application listens, and what comes of it. */
async function placeOf(serverName: string | undefined, options: object = {}): Promise<string> {
  const server = await new Flagon({ config: { serverName } }).run(options);
  await server.close();
  return server.url;
}

describe("app.run()", () => {
  test("turns debug mode on, as app.debug does", async () => {
    const app = new Flagon();
    expect(app.debug).toBe(false);
    const server = await app.run({ port: 0, debug: true });
    await server.close();
    expect(app.config.debug).toBe(true);
  });

  test("refuses an option that does not exist", async () => {
    const run = new Flagon().run({ hostname: "::1" } as object);
    await expect(run).rejects.toThrow('app.run() has no option "hostname"');
  });

  test("listens where config.serverName says, unless it is told where", async () => {
    const port = await freePort();
    expect(await placeOf(`127.0.0.1:${port}`)).toBe(`http://127.0.0.1:${port}`);
    expect(await placeOf("127.0.0.1", { port })).toBe(`http://127.0.0.1:${port}`);
    await expect(placeOf(`[2001:db8::1]:${port}`)).rejects.toThrow(`2001:db8::1:${port}`);
    expect(await placeOf(`shop.invalid:${port}`, { host: "127.0.0.1" })).toBe(`http://127.0.0.1:${port}`);
    expect(await placeOf(undefined, { port })).toBe(`http://127.0.0.1:${port}`);
  });

  test("says in one line, with no stack, that the port is taken", async () => {
    await using other = await serve(new Flagon(), { port: 0 });
    const error = await new Flagon().run({ port: other.address.port }).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty("code", "EADDRINUSE");
    expect(inspect(error)).toBe(
      `[Error: Can't listen on 127.0.0.1:${other.address.port}: another program has the port. End it, or choose another port; ` +
        "port 0 takes any that is free.]",
    );
  });

  test("names config.serverName where its host is none of this machine", async () => {
    await expect(placeOf("192.0.2.1", { port: 0 })).rejects.toThrow(
      "The host is that of config.serverName; app.run({ host }) takes another.",
    );
    await expect(placeOf(undefined, { host: "192.0.2.1", port: 0 })).rejects.toThrow(/^(?!.*serverName)/);
  });
});
