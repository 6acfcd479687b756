import { redirect } from "flagon";
import { isSafeRedirect } from "flagon/http";
import { expectTypeOf, test } from "vitest";

declare const next: string | undefined;

test("a URL that is safe is text, and one that is not may be text too", () => {
  if (isSafeRedirect(next)) expectTypeOf(redirect(next)).toBeObject();
  else expectTypeOf(next).toEqualTypeOf<string | undefined>();
});
