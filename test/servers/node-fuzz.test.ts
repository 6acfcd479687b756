import fc from "fast-check";
import { Response } from "flagon/http";
import { serve } from "flagon/servers/node";
import { expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

const REQUEST =
  "POST /a?b=c HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
  "Cookie: a=b\r\nContent-Length: 7\r\nConnection: close\r\n\r\nuser=me";

/** The request with some of its text replaced. */
const mutated = fc
  .array(fc.tuple(fc.nat(REQUEST.length), fc.nat(12), fc.string({ unit: "binary-ascii", maxLength: 8 })), {
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), REQUEST),
  );

test("no bytes make the server fail, or log anything but a client that left", async () => {
  const errors: unknown[] = [];
  const app = {
    async handle(request: import("flagon/http").Request) {
      await request.receiveBody();
      request.args.get("b");
      request.cookies.get("a");
      return new Response(request.form.get("user", "nobody"));
    },
  };
  await using server = await serve(app, { port: 0, onError: (error) => errors.push(error) });
  await fc.assert(
    fc.asyncProperty(mutated, async (text) => {
      const client = new RawClient(server);
      client.send(text);
      client.socket.end();
      expect(await client.all()).toMatch(/^(|HTTP\/1\.1 [2-5][\s\S]*)$/);
    }),
    { numRuns: 300 },
  );
  expect(await (await fetch(server.url)).text()).toBe("nobody");
  expect(errors.map(String).filter((error) => !error.startsWith("ClientDisconnected"))).toEqual([]);
});
