import { Request, WebRequestSource } from "flagon/http";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  ConsoleLogger,
  completeLogger,
  exceptionEntry,
  type LogLevel,
  logSafely,
  takeRequestId,
} from "../../src/app/logging.ts";

afterEach(() => vi.restoreAllMocks());

/** What the console is given, without the time. */
function consoleLines(): string[] {
  const lines: string[] = [];
  for (const level of ["debug", "info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line) => {
      lines.push(`${level} ${String(line).replace(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] /, "")}`);
    });
  }
  return lines;
}

const ALL: readonly LogLevel[] = ["debug", "info", "warn", "error"];

describe("the logger of a new application", () => {
  test("writes Flask's lines to the console, each at its level", () => {
    const lines = consoleLines();
    const logger = new ConsoleLogger({ isDebug: () => true });
    for (const level of ALL) logger[level]("hello");
    expect(lines).toEqual([
      "debug DEBUG: hello",
      "info INFO: hello",
      "warn WARNING: hello",
      "error ERROR: hello",
    ]);
  });

  test.each([
    [undefined, 3],
    ["debug", 4],
    ["warn", 2],
    ["error", 1],
    ["silent", 0],
  ] as const)("leaves out what is below its level: %s", (level, count) => {
    const lines = consoleLines();
    const logger = new ConsoleLogger();
    logger.level = level;
    for (const one of ALL) logger[one]("hello");
    expect(lines).toHaveLength(count);
  });

  test("writes no text of a visitor as a line of its own, nor what moves a cursor", () => {
    const lines = consoleLines();
    new ConsoleLogger().info("login of x\n[2026-01-01 00:00:00,000] ERROR: forged\r\u001b[2J\u2028\u0085");
    expect(lines).toEqual([
      "info INFO: login of x\n    [2026-01-01 00:00:00,000] ERROR: forged\\u000d\\u001b[2J\\u2028\\u0085",
    ]);
  });
});

test("an error that is logged as it is has its stack", () => {
  const lines = consoleLines();
  new ConsoleLogger().error(new TypeError("boom") as never);
  expect(lines[0]).toMatch(/^error ERROR: TypeError: boom\n {4}at /);
});

describe("a logger in its place", () => {
  test("may lack the lower levels, which go nowhere", () => {
    const said: string[] = [];
    const logger = completeLogger({ warn: (text) => said.push(text), error: (text) => said.push(text) });
    for (const level of ALL) logger[level](level);
    expect(said).toEqual(["warn", "error"]);
  });

  test("is itself if it lacks none, with its own this", () => {
    const logger = new ConsoleLogger();
    expect(completeLogger(logger)).toBe(logger);
    expect(completeLogger(console)).toBe(console);
  });

  test("is refused if it can log no error", () => {
    expect(() => completeLogger(undefined as never)).toThrow("app.logger must be an object");
    expect(() => completeLogger({ warn: () => {} } as never)).toThrow(
      "A logger needs a method error(message)",
    );
  });

  test("that fails has its entries on the console", () => {
    const shown = vi.spyOn(console, "error").mockImplementation(() => {});
    const failure = new Error("the disk is full");
    const fail = (): never => {
      throw failure;
    };
    logSafely(completeLogger({ warn: fail, error: fail }), "error", "an entry");
    expect(shown).toHaveBeenCalledWith("an entry", failure);
  });
});

describe("the entry of an error that nobody handled", () => {
  const error = new Error("boom");

  test("is Flask's, with the stack and the causes", () => {
    const entry = exceptionEntry(
      new Error("boom", { cause: new TypeError("inner") }),
      "GET /users/3",
      "an-id",
    );
    expect(entry).toMatch(/^Exception on \/users\/3 \[GET\] \(request an-id\): Error: boom\n {4}at /);
    expect(entry).toMatch(/\n {4}Caused by: TypeError: inner\n {4}at /);
  });

  test.each([
    ["GET /a b [POST]", 'Exception on "/a b [POST]" [GET]: '],
    ['GET /"', 'Exception on "/\\"" [GET]: '],
    ["GET /a\nb\u001b", 'Exception on "/a\\nb\\u001b" [GET]: '],
    ["the teardown of GET /", 'Exception on "the teardown of GET /": '],
    ["", 'Exception on "": '],
  ])("quotes what could be taken for something else: %j", (where, start) => {
    expect(exceptionEntry(error, where)).toContain(start);
  });
});

describe("the id of a request", () => {
  const makeRequest = (headers: Record<string, string> = {}) =>
    new Request(new WebRequestSource(new globalThis.Request("http://localhost/", { headers })));

  test("is random, and stays the same", () => {
    const request = makeRequest({ "X-Request-ID": "of a stranger" });
    expect(request.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(request.id).toBe(request.id);
    expect(makeRequest().id).not.toBe(request.id);
  });

  test("is a server's in front where the application believes its header", () => {
    const request = makeRequest({ "X-Request-ID": "7b3f-a.b:c/d+e=" });
    takeRequestId(request, "X-Request-ID");
    expect(request.id).toBe("7b3f-a.b:c/d+e=");
  });

  test.each(["", "a b", 'a"b', "ü", "x".repeat(129)])("is random where the header holds no id: %j", (id) => {
    const request = makeRequest({ "X-Request-ID": id });
    takeRequestId(request, "X-Request-ID");
    expect(request.id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
