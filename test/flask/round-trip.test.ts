/** Random sessions, signed by Flagon, read and signed again by real Flask, and read by Flagon. */
import fc from "fast-check";
import { Markup } from "flagon/markup";
import { TaggedJSONSerializer, Tuple, UUID } from "flagon/sessions";
import { URLSafeTimedSerializer } from "flagon/signing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith, flaskPython } from "../requirements.ts";
import { type Description, describeValue } from "./described-value.ts";
import { type FlaskServer, startFlask } from "./flask-server.ts";

const secretKey = "a secret for random sessions";

/** Flask's own recipe for a session cookie. */
const cookies = new URLSafeTimedSerializer(secretKey, {
  salt: "cookie-session",
  serializer: new TaggedJSONSerializer(),
  signerOptions: { keyDerivation: "hmac", digestMethod: "sha1" },
});

const date = fc
  .date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));

/** Keys that a careless implementation would trip over, and any others. */
const key = fc.oneof(
  text,
  fc.constantFrom(" t", " b", " m", " u", " d", " di", " di__", "__proto__", "constructor", "0"),
);

const { value } = fc.letrec<{ value: unknown; items: unknown[] }>((tie) => ({
  items: fc.array(tie("value"), { maxLength: 4 }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n }),
    fc.double({ noInteger: true }),
    text,
    fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes)),
    text.map((html) => new Markup(html)),
    fc.uuid().map((uuid) => new UUID(uuid)),
    date,
    tie("items"),
    tie("items").map((items) => new Tuple(...(items as unknown[]))),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const session = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });

type Answer = { readonly value: Description; readonly cookie: string };

describeWith(flaskPython, "a random session", (python) => {
  let flask: FlaskServer;

  beforeAll(async () => {
    flask = await startFlask(python, { secretKey });
  }, 60_000);

  afterAll(() => flask?.close());

  test("that Flagon signed is read by Flask as it was, and comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 20 }), async (sessions) => {
        const answers = (await flask.ask(
          "/relay",
          sessions.map((data) => cookies.dumps(data)),
        )) as Answer[];

        expect(answers.map((answer) => answer.value)).toEqual(sessions.map(describeValue));
        expect(answers.map((answer) => describeValue(cookies.loads(answer.cookie)))).toEqual(
          sessions.map(describeValue),
        );
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("that Flask signed is read by Flagon as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(session, { minLength: 1, maxLength: 20 }), async (sessions) => {
        const described = sessions.map(describeValue);

        const signed = (await flask.ask("/dumps", described)) as string[];

        expect(signed.map((cookie) => describeValue(cookies.loads(cookie)))).toEqual(described);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("that Flask compressed is inflated by Flagon, and the other way round", async () => {
    const data = { story: "once upon a time ".repeat(200) };
    const [answer] = (await flask.ask("/relay", [cookies.dumps(data)])) as Answer[];

    expect(cookies.dumps(data)).toMatch(/^\./);
    expect(answer?.cookie).toMatch(/^\./);
    expect(cookies.loads(answer?.cookie ?? "")).toEqual(data);
  });
});
