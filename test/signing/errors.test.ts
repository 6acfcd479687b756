import {
  BadData,
  BadHeader,
  BadPayload,
  BadSignature,
  BadTimeSignature,
  SignatureExpired,
} from "flagon/signing";
import { describe, expect, test } from "vitest";

describe("the errors", () => {
  test("form ItsDangerous' tree", () => {
    expect(new SignatureExpired("x")).toBeInstanceOf(BadTimeSignature);
    expect(new BadTimeSignature("x")).toBeInstanceOf(BadSignature);
    expect(new BadHeader("x")).toBeInstanceOf(BadSignature);
    expect(new BadSignature("x")).toBeInstanceOf(BadData);
    expect(new BadPayload("x")).toBeInstanceOf(BadData);
    expect(new BadPayload("x")).not.toBeInstanceOf(BadSignature);
    expect(new BadData("x")).toBeInstanceOf(Error);
  });

  test.each([
    BadData,
    BadSignature,
    BadTimeSignature,
    SignatureExpired,
    BadHeader,
    BadPayload,
  ])("%o is named as its class and says its message", (Class) => {
    const error = new Class("what is wrong");
    expect(error.name).toBe(Class.name);
    expect(`${error}`).toBe(`${Class.name}: what is wrong`);
  });

  test("carry what they know", () => {
    const cause = new Error("inner");
    const dateSigned = new Date(0);
    expect(new SignatureExpired("x", { payload: "p", dateSigned })).toMatchObject({
      payload: "p",
      dateSigned,
    });
    expect(new BadHeader("x", { header: { alg: "none" }, cause })).toMatchObject({
      header: { alg: "none" },
      originalError: cause,
      cause,
    });
    expect(new BadPayload("x", { cause })).toMatchObject({ originalError: cause, cause });
    expect("cause" in new BadPayload("x")).toBe(false);
  });
});
