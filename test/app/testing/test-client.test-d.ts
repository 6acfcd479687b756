import { Flagon } from "flagon";
import type { Request } from "flagon/http";
import type { TestCookie, TestResponse } from "flagon/testing";
import { describe, expectTypeOf, test } from "vitest";

const client = new Flagon().testClient();

describe("the test client", () => {
  test("takes fields of a form and a query as they are, and lists of them", () => {
    client.post("/", { form: { a: 1, b: ["x", true], c: undefined }, query: [["a", "b"]] });
    client.post("/", { form: new URLSearchParams(), query: "a=b" });
    client.post("/", { files: { a: new File([], "a"), b: [["x", "x.txt"], new Blob()], c: ["x", "x"] } });
    // @ts-expect-error Files have an option of their own.
    client.post("/", { form: { file: new File([], "a") } });
    // @ts-expect-error A name alone is no file.
    client.post("/", { files: { file: "a" } });
    // @ts-expect-error A misspelt option.
    client.post("/", { query_string: {} });
    // @ts-expect-error A password is missing.
    client.get("/", { auth: ["name"] });
  });

  test("gives responses with their request and history", () => {
    expectTypeOf(client.get("/")).resolves.toEqualTypeOf<TestResponse>();
    expectTypeOf<TestResponse["request"]>().toEqualTypeOf<Request>();
    expectTypeOf<TestResponse["history"]>().toEqualTypeOf<readonly TestResponse[]>();
    expectTypeOf<TestResponse["json"]>().returns.toEqualTypeOf<unknown>();
    expectTypeOf(client.getCookie("a")).toEqualTypeOf<TestCookie | undefined>();
  });

  test("gives what a session transaction returns", () => {
    expectTypeOf(client.sessionTransaction(() => 1)).resolves.toEqualTypeOf<number>();
    expectTypeOf(client.sessionTransaction(async (session) => session.size)).resolves.toEqualTypeOf<number>();
  });
});
