import {
  Headers,
  isEntityHeader,
  isHopByHopHeader,
  removeEntityHeaders,
  removeHopByHopHeaders,
} from "flagon/http";
import { describe, expect, test } from "vitest";

const all = () =>
  new Headers([
    ["Content-Type", "text/plain"],
    ["content-length", "5"],
    ["Expires", "0"],
    ["Connection", "close"],
    ["X-Tea", "green"],
  ]);

describe("headers of a body and of a connection", () => {
  test("are known in any case", () => {
    expect([isEntityHeader("CONTENT-TYPE"), isEntityHeader("X-Tea")]).toEqual([true, false]);
    expect([isHopByHopHeader("keep-alive"), isHopByHopHeader("Date")]).toEqual([true, false]);
  });

  test("are removed, but for those that stay", () => {
    const headers = all();
    removeEntityHeaders(headers);
    expect([...headers.keys()]).toEqual(["Expires", "Connection", "X-Tea"]);
    const others = all();
    removeEntityHeaders(others, ["CONTENT-TYPE"]);
    removeHopByHopHeaders(others);
    expect([...others.keys()]).toEqual(["Content-Type", "X-Tea"]);
  });
});
