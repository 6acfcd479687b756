import type {
  Authorization,
  Headers,
  MIMEAccept,
  Range,
  Request,
  RequestHeaders,
  Response,
} from "flagon/http";
import { expectTypeOf, test } from "vitest";

declare const request: Request;
declare const response: Response;
declare const headers: Headers;

test("what a request says is typed", () => {
  expectTypeOf(request.accept).toEqualTypeOf<MIMEAccept>();
  expectTypeOf(request.authorization).toEqualTypeOf<Authorization | undefined>();
  expectTypeOf(request.range).toEqualTypeOf<Range | undefined>();
  expectTypeOf(request.ifModifiedSince).toEqualTypeOf<Date | undefined>();
  expectTypeOf(request.headers).toEqualTypeOf<RequestHeaders>();
});

test("the best match is one of the offers, or the default", () => {
  expectTypeOf(request.accept.bestMatch(["text/html", "application/json"] as const)).toEqualTypeOf<
    "text/html" | "application/json" | undefined
  >();
  expectTypeOf(request.acceptLanguages.bestMatch(["de", "en"] as const, null)).toEqualTypeOf<
    "de" | "en" | null
  >();
});

test("a header has a default, or a type", () => {
  expectTypeOf(headers.get("X-Tea")).toEqualTypeOf<string | undefined>();
  expectTypeOf(headers.get("X-Tea", null)).toEqualTypeOf<string | null>();
  expectTypeOf(headers.get("X-Count", 0, Number)).toEqualTypeOf<number>();
  expectTypeOf(headers.getList("X-Count", Number)).toEqualTypeOf<number[]>();
});

test("dates are set as moments or in seconds, and read as moments", () => {
  response.lastModified = 5;
  response.retryAfter = "5";
  expectTypeOf(response.lastModified).toEqualTypeOf<Date | undefined>();
  // @ts-expect-error A date is no text.
  response.expires = "tomorrow";
});
