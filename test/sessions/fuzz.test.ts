import fc from "fast-check";
import { Flagon, session } from "flagon";
import { Request as FlagonRequest, WebRequestSource } from "flagon/http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const NOW = 1_700_000_000_000;
const app = new Flagon({ secretKey: "a key that the attacker does not have" });
app.get("/login", () => {
  session.set("user", "admin");
  session.set("cart", ["a"]);
  return "in";
});
app.get("/", () => JSON.stringify(session.toObject()));

/** Texts that the server signed, each with the data it stands for. */
const signed = new Map<string, string>();

beforeAll(async () => {
  vi.useFakeTimers({ now: NOW });
  const response = await app.fetch(new Request("http://localhost/login"));
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0]?.slice("session=".length) ?? "";
  signed.set(cookie, '{"cart":["a"],"user":"admin"}');
});

afterAll(() => {
  vi.useRealTimers();
});

async function readWith(header: string): Promise<{ status: number; data: string }> {
  const response = await app.fetch(new Request("http://localhost/", { headers: { Cookie: header } }));
  return { status: response.status, data: await response.text() };
}

/** The values of the session cookie, as a request has them: white space around a value is none of it. */
function cookiesOf(header: string): readonly string[] {
  const request = new Request("http://localhost/", { headers: { Cookie: header } });
  return new FlagonRequest(new WebRequestSource(request)).cookies.getList("session");
}

/** A signed cookie with some of its characters replaced, removed, doubled or moved. */
const character = fc.oneof(
  fc.constantFrom(...'._-=+/ABCabc019 ~%"\\'),
  fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
);
const edit = fc.record({
  kind: fc.constantFrom("replace", "insert", "remove", "cut", "double", "swap"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  with: character,
});

function mutate(text: string, edits: readonly { kind: string; at: number; with: string }[]): string {
  let mutated = text;
  for (const { kind, at, with: inserted } of edits) {
    const i = Math.floor(at * mutated.length);
    const [before, rest] = [mutated.slice(0, i), mutated.slice(i)];
    if (kind === "replace") mutated = before + inserted + rest.slice(1);
    else if (kind === "insert") mutated = before + inserted + rest;
    else if (kind === "remove") mutated = before + rest.slice(1);
    else if (kind === "cut") mutated = before;
    else if (kind === "double") mutated = mutated + rest;
    else mutated = rest + before;
  }
  return mutated;
}

// CI must see at least 100,000 mutated cookies.
const RUNS = process.env.CI === undefined ? 10_000 : 100_000;

test("property: no mutated cookie yields data that was not signed, or an error", {
  timeout: 600_000,
}, async () => {
  const [[cookie, data]] = [...signed] as [[string, string]];
  expect(await readWith(`session=${cookie}`)).toEqual({ status: 200, data });
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const mutated = mutate(cookie, edits);
      const answer = await readWith(`session=${mutated}`);
      expect(answer.status).toBe(200);
      // A mutation may leave the signed text whole: then, and only then, its data comes back.
      const isWhole = cookiesOf(`session=${mutated}`).includes(cookie);
      if (isWhole) accepted++;
      expect(answer.data).toBe(isWhole ? data : "{}");
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeLessThan(RUNS / 10);
});

test("property: no Cookie header whatsoever makes the application fail", { timeout: 600_000 }, async () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  });
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (name, value) => {
      const { status, data } = await readWith(`${name}=${value}; session=${value}; session="${name}`);
      expect([status, data]).toEqual([200, "{}"]);
    }),
    { numRuns: RUNS / 10 },
  );
});

test("a very long cookie is refused without more than reading it", async () => {
  for (const filler of [".", "A", "=", "._", "%", '\\"', " ; session="]) {
    const { status, data } = await readWith(`session=${filler.repeat(200_000 / filler.length)}`);
    expect([status, data]).toEqual([200, "{}"]);
  }
});
