/** `npm run bench -- growth`: whether time grows in step with hostile input, of size n against 4n. */
import { deflateSync } from "node:zlib";
import { parseCookie, parseDate } from "../src/http/index.ts";
import { Flagon, request, session } from "../src/index.ts";
import { escape as escapeHTML, html } from "../src/markup/index.ts";
import { parseJSON } from "../src/python/index.ts";
import { TaggedJSONSerializer } from "../src/sessions/index.ts";
import { TimestampSigner, URLSafeTimedSerializer } from "../src/signing/index.ts";
import { bodyCases } from "./growth-bodies.ts";
import { type GrowthCase, repeat } from "./growth-case.ts";
import { headerCases } from "./growth-headers.ts";
import { routeCases } from "./growth-routes.ts";

const SMALL = 64 * 1024;
const FACTOR = 4;
const LIMIT = 8;
const BATCHES = 7;
const BATCH_MILLISECONDS = 5;

/** Prints each case's two times and their ratio; gives false if one grows faster than its input, at both of two sizes. */
export async function benchGrowth(): Promise<boolean> {
  const failed: string[] = [];
  for (const measured of cases()) {
    let result = await measure(measured, SMALL);
    print(measured, result);
    if (result.ratio > LIMIT) {
      // Where caches fill, or the heap's nursery, time jumps once; what grows too fast does so at any size.
      result = await measure(measured, SMALL * FACTOR);
      print(measured, result);
    }
    if (result.ratio > LIMIT) failed.push(measured.name);
  }
  console.log(
    failed.length === 0
      ? `\nNone takes more than ${LIMIT} times as long for ${FACTOR} times as much.`
      : `\nGrows too fast: ${failed.join(", ")}`,
  );
  return failed.length === 0;
}

type Growth = { readonly small: number; readonly large: number; readonly ratio: number };

async function measure({ input, call }: GrowthCase, size: number): Promise<Growth> {
  const small = await milliseconds(call, input(size));
  const large = await milliseconds(call, input(size * FACTOR));
  return { small, large, ratio: large / small };
}

function print({ name }: GrowthCase, { small, large, ratio }: Growth): void {
  console.log(
    `${name.padEnd(46)} ${small.toFixed(3).padStart(9)} ms ${large.toFixed(3).padStart(9)} ms   × ${ratio.toFixed(1)}`,
  );
}

/** The best of several batches, by the clock of the processor. An input may be refused: that takes time too. */
async function milliseconds(call: (input: string) => unknown, input: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = process.cpuUsage();
    let calls = 0;
    let spent: number;
    do {
      await attempt(call, input);
      calls++;
      const { user, system } = process.cpuUsage(start);
      spent = (user + system) / 1000;
    } while (spent < BATCH_MILLISECONDS);
    best = Math.min(best, spent / calls);
  }
  return best;
}

async function attempt(call: (input: string) => unknown, input: string): Promise<void> {
  try {
    await call(input);
  } catch {
    // Refused, as it should be.
  }
}

function cases(): GrowthCase[] {
  return [
    ...signingCases(),
    ...jsonCases(),
    ...parserCases(),
    ...requestCases(),
    ...headerCases(),
    ...bodyCases(),
    ...routeCases(),
  ];
}

function signingCases(): GrowthCase[] {
  const key = "a secret of some length, 32 bytes or more";
  const serializer = new URLSafeTimedSerializer(key, {
    salt: "cookie-session",
    signerOptions: { keyDerivation: "hmac" },
  });
  const signer = new TimestampSigner(key, { salt: "cookie-session", keyDerivation: "hmac" });
  const signed = (bytes: Uint8Array, prefix = "") =>
    signer.sign(prefix + Buffer.from(bytes).toString("base64url")).toString();
  const call = (text: string) => serializer.loads(text, { maxAge: 60 });
  const unsafe = (text: string) => serializer.loadsUnsafe(text);
  return [
    {
      name: "unsign: a long payload, wrong signature",
      input: (size) => `${"e".repeat(size)}.ZVPxAA.x`,
      call,
    },
    { name: "unsign: a long signature", input: (size) => `e30.ZVPxAA.${"x".repeat(size)}`, call },
    { name: "unsign: nothing but separators", input: repeat("."), call },
    { name: "unsign: many separators", input: repeat("e30."), call },
    { name: "unsign: nothing of the alphabet", input: (size) => `${"\u2603".repeat(size)}.ZVPxAA.x`, call },
    {
      name: "loads: a long list, signed",
      input: (size) => signed(Buffer.from(`[${"1,".repeat(size / 2)}1]`)),
      call,
    },
    { name: "loads: signed, no JSON", input: (size) => signed(Buffer.alloc(size, "x")), call },
    { name: "loads: compressed", input: (size) => signed(deflateSync(`"${"x".repeat(size)}"`), "."), call },
    { name: "loadsUnsafe: a long timestamp", input: (size) => `e30.${"A".repeat(size)}.x`, call: unsafe },
  ];
}

function jsonCases(): GrowthCase[] {
  const tagged = new TaggedJSONSerializer();
  const loads = (text: string) => tagged.loads(text);
  const keys = (size: number) => Array.from({ length: size / 12 }, (_, index) => `"key${index}":1`).join(",");
  return [
    { name: "JSON: a list of numbers", input: (size) => `[${"1,".repeat(size / 2)}1]`, call: parseJSON },
    { name: "JSON: many keys", input: (size) => `{${keys(size)}}`, call: parseJSON },
    { name: "JSON: nothing but brackets", input: repeat("["), call: parseJSON },
    { name: "JSON: escapes", input: (size) => `"${"\\u2603".repeat(size / 6)}"`, call: parseJSON },
    { name: "JSON: backslashes without an end", input: (size) => `"${"\\".repeat(size)}`, call: parseJSON },
    { name: "JSON: one long number", input: (size) => "1".repeat(size), call: parseJSON },
    { name: "JSON: one long fraction", input: (size) => `0.${"1".repeat(size)}`, call: parseJSON },
    { name: "JSON: spaces", input: repeat(" "), call: parseJSON },
    { name: "tagged JSON: tuples", input: (size) => `[${'{" t":[1]},'.repeat(size / 11)}1]`, call: loads },
    {
      name: "tagged JSON: dates that are none",
      input: (size) => `{" d":"${"1 ".repeat(size / 2)}"}`,
      call: loads,
    },
    {
      name: "tagged JSON: bytes that are none",
      input: (size) => `{" b":"${"*".repeat(size)}"}`,
      call: loads,
    },
  ];
}

function parserCases(): GrowthCase[] {
  const call = parseCookie;
  return [
    { name: "cookies: many pairs", input: repeat("a=b; "), call },
    { name: "cookies: many of different names", input: (size) => numbered(size, "; "), call },
    { name: "cookies: semicolons", input: repeat(";"), call },
    { name: "cookies: equals signs", input: repeat("="), call },
    { name: "cookies: quotes without an end", input: repeat('a="b;'), call },
    { name: "cookies: quotes and backslashes", input: repeat('"\\'), call },
    { name: "cookies: spaces", input: (size) => `a=${" ".repeat(size)}b`, call },
    { name: "a date that is none", input: repeat("Mon, 01 "), call: parseDate },
    { name: "escape: nothing but <", input: repeat("<"), call: escapeHTML },
    {
      name: "html: a URL of control characters",
      input: repeat("\t"),
      call: (url) => html`<a href="${url}">`,
    },
    { name: "html: a URL of references", input: repeat("&"), call: (url) => html`<a href="${url}">` },
  ];
}

function requestCases(): GrowthCase[] {
  // Without the limits on forms, which would end the work early.
  const app = new Flagon({
    secretKey: "a secret of some length, 32 bytes or more",
    config: { maxFormParts: Number.MAX_SAFE_INTEGER, maxFormMemorySize: Number.MAX_SAFE_INTEGER },
  });
  app.route("/form", { methods: ["POST"] }, () => String(request.form.get("a")));
  app.get("/args", () => String(request.args.get("a")));
  app.get("/session", () => String(session.get("a")));
  const origin = "http://127.0.0.1";
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const post = (body: string) => app.fetch(new Request(`${origin}/form`, { method: "POST", headers, body }));
  const query = (text: string) => app.fetch(new Request(`${origin}/args?${text}`));
  const path = (text: string) => app.fetch(new Request(`${origin}/${text}`));
  const cookie = (text: string) => app.fetch(new Request(`${origin}/session`, { headers: { Cookie: text } }));
  return [
    { name: "request: a form of many fields", input: (size) => numbered(size, "&"), call: post },
    { name: "request: a form of one field many times", input: repeat("a=b&"), call: post },
    { name: "request: a form of percent signs", input: repeat("%"), call: post },
    { name: "request: a form of plus signs", input: (size) => `a=${"+".repeat(size)}`, call: post },
    { name: "request: a query of many fields", input: (size) => numbered(size, "&"), call: query },
    { name: "request: a long path of slashes", input: repeat("a/"), call: path },
    { name: "request: many session cookies", input: repeat("session=e30.ZVPxAA.x; "), call: cookie },
    {
      name: "request: one long session cookie",
      input: (size) => `session=${"e".repeat(size)}.ZVPxAA.x`,
      call: cookie,
    },
  ];
}

/** Pairs of different names. */
function numbered(size: number, separator: string): string {
  return Array.from({ length: size / 10 }, (_, index) => `name${index}=1`).join(separator);
}
