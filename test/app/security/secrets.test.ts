import { inspect } from "node:util";
import { Flagon, renderTemplateString } from "flagon";
import { describe, expect, test } from "vitest";

const SECRET = "hunter2";

const withSecret = (values: object): Flagon => new Flagon({ config: values });

describe("a configuration that is logged, or printed by a template, does not show", () => {
  test.each([
    ["what nodemailer takes", { mail: { auth: { user: "blog", pass: SECRET } } }],
    ["a password by a short name", { smtpPass: SECRET }],
    ["a passphrase", { tls: { passphrase: SECRET } }],
    ["credentials", { cloudCreds: { id: SECRET } }],
    ["a header", { authorization: `Bearer ${SECRET}` }],
    ["what a Map holds", { servers: new Map([["password", SECRET]]) }],
    ["the password of a URL", { queue: `redis://:${SECRET}@localhost` }],
    ["a password with an @", { queue: `amqp://blog:1@${SECRET}@localhost` }],
  ])("%s", (_what, values) => {
    const app = withSecret(values);
    expect(inspect(app.config, { depth: 9 })).not.toContain(SECRET);
    expect(JSON.stringify(app.config)).not.toContain(SECRET);
    const print = (): string => renderTemplateString("{{ config }} {{ config.items()|list }}");
    expect(app.testRequestContext("/", print)).not.toContain(SECRET);
  });

  test("more than that", () => {
    const shown = {
      queue: "redis://localhost:6379/1",
      sender: "blog@example.com",
      from: new Map([["a", "b"]]),
    };
    expect(withSecret(shown).config.toJSON()).toMatchObject(shown);
  });
});
