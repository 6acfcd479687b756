import { inspect } from "node:util";
import fc from "fast-check";
import { Authorization, WWWAuthenticate } from "flagon/http";
import { describe, expect, test } from "vitest";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("Authorization", () => {
  test("reads a name and a password", () => {
    const authorization = Authorization.fromHeader(basic("ada:pass:word"));
    expect(authorization).toMatchObject({ type: "basic", username: "ada", password: "pass:word" });
  });

  test.each(["Basic é", "Basic /w==", "Basic YQ"])("takes %j, which can't be decoded, for none", (header) => {
    expect(Authorization.fromHeader(header)).toBeUndefined();
  });

  test("reads a token", () => {
    expect(Authorization.fromHeader("Bearer abc==")).toMatchObject({ type: "bearer", token: "abc==" });
    expect(Authorization.fromHeader("Bearer")?.token).toBe("");
  });

  test("reads the parameters of Digest", () => {
    const authorization = Authorization.fromHeader('Digest username="ada", realm="tea room", nc=00000001');
    expect(authorization).toMatchObject({ username: "ada", realm: "tea room", nc: "00000001" });
    expect(authorization?.token).toBeUndefined();
    expect(authorization?.get("constructor")).toBeUndefined();
  });

  test("is none without a header", () => {
    expect(Authorization.fromHeader(undefined)).toBeUndefined();
    expect(Authorization.fromHeader("")).toBeUndefined();
  });

  test("writes the header again", () => {
    for (const header of [basic("é:ü"), "Bearer abc", 'Digest a="b c", d=e']) {
      expect(Authorization.fromHeader(header)?.toHeader()).toBe(header);
    }
  });

  test("does not show what is secret in a log", () => {
    expect(inspect(Authorization.fromHeader(basic("ada:secret")))).not.toContain("secret");
    expect(`${Authorization.fromHeader("Bearer secret")}`).not.toContain("secret");
  });

  test("gives any name and password back", () => {
    const name = fc.string({ unit: "grapheme" }).filter((text) => !text.includes(":"));
    fc.assert(
      fc.property(name, fc.string({ unit: "grapheme" }), (username, password) => {
        const header = new Authorization("basic", {
          parameters: [
            ["username", username],
            ["password", password],
          ],
        }).toHeader();
        expect(Authorization.fromHeader(header)).toMatchObject({ username, password });
      }),
    );
  });

  test("never throws", () => {
    const header = fc.string({
      unit: fc.constantFrom("Basic ", "Digest ", "a", "=", '"', ",", " ", "é", "\\"),
    });
    fc.assert(fc.property(header, (value) => void Authorization.fromHeader(value)?.toHeader()));
  });
});

describe("WWWAuthenticate", () => {
  test("writes a challenge", () => {
    const challenge = new WWWAuthenticate("Basic", { parameters: [["realm", "tea room"]] });
    expect(challenge.toHeader()).toBe('Basic realm="tea room"');
    expect(new WWWAuthenticate("bearer").toHeader()).toBe("Bearer");
    expect(new WWWAuthenticate("negotiate", { token: "abc" }).toHeader()).toBe("Negotiate abc");
  });

  test("puts in quotes what Digest wants in quotes", () => {
    const challenge = WWWAuthenticate.fromHeader("Digest realm=tea, nonce=abc, algorithm=MD5");
    expect(challenge?.toHeader()).toBe('Digest realm="tea", nonce="abc", algorithm=MD5');
  });

  test("tells of a change", () => {
    let header = "";
    const challenge = WWWAuthenticate.fromHeader("Basic realm=a", (text) => {
      header = text;
    });
    if (challenge !== undefined) challenge.realm = "b";
    expect(header).toBe("Basic realm=b");
  });
});
