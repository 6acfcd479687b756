import fc from "fast-check";
import { expect, test } from "vitest";
import { UpstreamProtocolError } from "../../../src/servers/node/proxy/errors.ts";
import { ResponseParser } from "../../../src/servers/node/proxy/response-parser.ts";
import type { UpstreamHead } from "../../../src/servers/node/proxy/upstream-head.ts";

/** What a parser makes of bytes that come in these pieces. */
const parse = (pieces: readonly Buffer[], method = "GET"): object => {
  let head: UpstreamHead | undefined;
  let interim = 0;
  let ended = 0;
  let trailers: readonly (readonly [string, string])[] = [];
  const body: Buffer[] = [];
  const parser = new ResponseParser(method, {
    onInterim: () => interim++,
    onHead: (read) => {
      head = read;
    },
    onPiece: (piece) => body.push(piece),
    onEnd: (read) => {
      ended++;
      trailers = read;
    },
  });
  for (const piece of pieces) parser.read(piece);
  const finished = parser.finish();
  const rest = parser.rest.toString("latin1");
  return { head, interim, ended, finished, trailers, body: Buffer.concat(body).toString("latin1"), rest };
};

/** The bytes in pieces that end at these places. */
const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
};

const name = fc.stringMatching(/^X-[A-Za-z0-9-]{1,12}$/);
const value = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/);
const fields = fc.array(fc.tuple(name, value), { maxLength: 5 });
const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
const places = fc.array(fc.nat(), { maxLength: 12 });

/** A response as a server may write it. */
const response = fc
  .record({
    status: fc.constantFrom(200, 201, 302, 404, 500),
    fields,
    chunks,
    trailers: fields,
    framing: fc.constantFrom("length", "chunked", "close"),
    interim: fc.boolean(),
  })
  .map(({ status, fields: sent, chunks: body, trailers, framing, interim }) => {
    const whole = Buffer.concat(body);
    const lines = sent.map(([field, text]) => `${field}: ${text}\r\n`).join("");
    const early = interim ? "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" : "";
    const length = {
      length: `Content-Length: ${whole.length}\r\n`,
      chunked: "Transfer-Encoding: chunked\r\n",
      close: "",
    };
    const head = Buffer.from(`${early}HTTP/1.1 ${status} Fine\r\n${lines}${length[framing]}\r\n`, "latin1");
    const pieces = body.flatMap((piece) => [
      Buffer.from(`${piece.length.toString(16)}\r\n`),
      piece,
      Buffer.from("\r\n"),
    ]);
    const end = trailers.map(([field, text]) => `${field}: ${text}\r\n`).join("");
    const bytes =
      framing === "chunked"
        ? Buffer.concat([head, ...pieces, Buffer.from(`0\r\n${end}\r\n`)])
        : Buffer.concat([head, whole]);
    return { bytes, whole: whole.toString("latin1"), sent, trailers: framing === "chunked" ? trailers : [] };
  });

test("a response is read alike however its bytes are cut", () => {
  fc.assert(
    fc.property(response, places, ({ bytes, whole, sent, trailers }, at) => {
      const read = parse(cut(bytes, at));
      expect(read).toMatchObject({ body: whole, ended: 1, finished: true, trailers, rest: "" });
      const kept = (read as { head: UpstreamHead }).head.fields.filter(([field]) => field.startsWith("X-"));
      expect(kept).toEqual(sent);
    }),
  );
});

test("what comes after a response with a length or in chunks is none of it", () => {
  fc.assert(
    fc.property(response, places, ({ bytes, whole }, at) => {
      fc.pre(/content-length|transfer-encoding/i.test(bytes.toString("latin1")));
      const read = parse(cut(Buffer.concat([bytes, Buffer.from("HTTP/1.1 200 OK\r\n\r\n")]), at));
      expect(read).toMatchObject({ body: whole, ended: 1, rest: "HTTP/1.1 200 OK\r\n\r\n" });
    }),
  );
});

test("a broken response is refused by name, and cutting it changes nothing", () => {
  const outcome = (pieces: readonly Buffer[]): object | string => {
    try {
      return parse(pieces);
    } catch (error) {
      expect(error).toBeInstanceOf(UpstreamProtocolError);
      return "refused";
    }
  };
  const change = fc.record({
    at: fc.nat(),
    byte: fc.constantFrom(0x0d, 0x0a, 0x00, 0x20, 0x3a, 0x3b, 0x30, 0x66, 0xff),
  });
  fc.assert(
    fc.property(
      response,
      fc.array(change, { minLength: 1, maxLength: 3 }),
      places,
      ({ bytes }, changes, at) => {
        const broken = Buffer.from(bytes);
        for (const { at: place, byte } of changes) broken[place % broken.length] = byte;
        expect(outcome(cut(broken, at))).toEqual(outcome([broken]));
      },
    ),
    { numRuns: 500 },
  );
});
