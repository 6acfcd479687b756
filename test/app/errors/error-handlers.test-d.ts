import { Blueprint, Flagon } from "flagon";
import {
  HTTPException,
  type InternalServerError,
  type MethodNotAllowed,
  type NotFound,
  type RequestedRangeNotSatisfiable,
} from "flagon/http";
import { expectTypeOf, test } from "vitest";

const app = new Flagon();
const bp = new Blueprint("b");

test("a handler for a code gets an error of its class", () => {
  app.errorHandler(404, (error) => {
    expectTypeOf(error).toEqualTypeOf<NotFound>();
    return "";
  });
  app.errorHandler(405, (error) => {
    expectTypeOf(error).toEqualTypeOf<MethodNotAllowed>();
    return error.validMethods?.join() ?? "";
  });
  bp.appErrorHandler(500, (error) => {
    expectTypeOf(error).toEqualTypeOf<InternalServerError>();
    return String(error.originalException);
  });
  bp.registerErrorHandler(416, (error) => {
    expectTypeOf(error).toEqualTypeOf<RequestedRangeNotSatisfiable>();
    return "";
  });
});

test("a handler for another code, or for a code that is not known, gets any HTTP error", () => {
  app.errorHandler(499, (error) => {
    expectTypeOf(error).toEqualTypeOf<HTTPException>();
    return "";
  });
  for (const code of [404, 405]) {
    bp.errorHandler(code, (error) => {
      expectTypeOf(error).toEqualTypeOf<HTTPException>();
      return error.description;
    });
  }
});

test("a handler for a class gets one of it, and what takes more than that will do", () => {
  class OutOfTea extends Error {
    readonly pot = 1;
  }
  app.errorHandler(OutOfTea, (error) => {
    expectTypeOf(error).toEqualTypeOf<OutOfTea>();
    return String(error.pot);
  });
  const any = (error: Error) => error.message;
  app.errorHandler(404, any);
  app.errorHandler(HTTPException, any);
  // @ts-expect-error a NotFound is no OutOfTea
  app.errorHandler(404, (error: OutOfTea) => String(error.pot));
});
